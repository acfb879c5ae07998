namespace QuickStart;

/// <summary>
/// The baseline: multinomial logistic regression on the pieces of a document, without their order. Features are TF-IDF, scaled to length 1.
/// </summary>
internal sealed class LogisticRegression
{
    private const int Iterations = 300;
    private const double StepSize = 0.05;

    private readonly double[] _inverseFrequency;
    private readonly double[][] _weights;

    private LogisticRegression(double[] inverseFrequency, int classCount)
    {
        _inverseFrequency = inverseFrequency;
        _weights = [.. Enumerable.Range(0, classCount).Select(_ => new double[inverseFrequency.Length + 1])];
    }

    /// <summary>Trains once for each strength of the L2 penalty and keeps the one with the best accuracy on the validation documents.</summary>
    public static (LogisticRegression Model, double Penalty) Train(
        int[][] documents, int[] labels, int[][] validation, int[] validationLabels, int vocabularySize, int classCount)
    {
        var candidates =
            from penalty in new[] { 1e-2, 3e-3, 1e-3, 3e-4, 1e-4, 3e-5, 1e-5 }
            let model = Train(documents, labels, vocabularySize, classCount, penalty)
            select (Model: model, Penalty: penalty, Accuracy: validation.Zip(validationLabels).Count(pair => model.Predict(pair.First) == pair.Second));
        var best = candidates.MaxBy(candidate => candidate.Accuracy);
        return (best.Model, best.Penalty);
    }

    /// <summary>The most probable class of a document, given as piece ids.</summary>
    public int Predict(int[] document)
    {
        var probabilities = Probabilities(Features(document));
        return Array.IndexOf(probabilities, probabilities.Max());
    }

    private static LogisticRegression Train(int[][] documents, int[] labels, int vocabularySize, int classCount, double penalty)
    {
        var documentFrequency = new double[vocabularySize];
        foreach (var id in documents.SelectMany(document => document.Distinct()))
            documentFrequency[id]++;
        var model = new LogisticRegression([.. documentFrequency.Select(count => Math.Log((1 + documents.Length) / (1 + count)) + 1)], classCount);

        var features = documents.Select(model.Features).ToArray();
        var momentum = model._weights.Select(row => new double[row.Length]).ToArray();
        var scale = model._weights.Select(row => new double[row.Length]).ToArray();
        for (int iteration = 1; iteration <= Iterations; iteration++)
            model.AdamStep(model.Gradient(features, labels, penalty), momentum, scale, iteration);
        return model;
    }

    /// <summary>The gradient of the mean cross entropy + penalty / 2 · |weights|²; the bias, which comes last, is not penalised.</summary>
    private double[][] Gradient((int Id, double Value)[][] features, int[] labels, double penalty)
    {
        var gradient = _weights.Select(row => row.Select((weight, id) => id == row.Length - 1 ? 0 : penalty * weight).ToArray()).ToArray();
        for (int document = 0; document < features.Length; document++)
        {
            var error = Probabilities(features[document]);
            error[labels[document]]--;
            for (int label = 0; label < error.Length; label++)
            {
                foreach (var (id, value) in features[document])
                    gradient[label][id] += error[label] * value / features.Length;
                gradient[label][^1] += error[label] / features.Length;
            }
        }

        return gradient;
    }

    private void AdamStep(double[][] gradient, double[][] momentum, double[][] scale, int iteration)
    {
        double momentumCorrection = 1 - Math.Pow(0.9, iteration);
        double scaleCorrection = 1 - Math.Pow(0.999, iteration);
        for (int label = 0; label < gradient.Length; label++)
        {
            for (int id = 0; id < gradient[label].Length; id++)
            {
                double slope = gradient[label][id];
                momentum[label][id] = (0.9 * momentum[label][id]) + (0.1 * slope);
                scale[label][id] = (0.999 * scale[label][id]) + (0.001 * slope * slope);
                double direction = momentum[label][id] / momentumCorrection;
                double size = Math.Sqrt(scale[label][id] / scaleCorrection);
                _weights[label][id] -= StepSize * direction / (size + 1e-8);
            }
        }
    }

    private (int Id, double Value)[] Features(int[] document)
    {
        var counts = document.CountBy(id => id).Select(pair => (Id: pair.Key, Value: (1 + Math.Log(pair.Value)) * _inverseFrequency[pair.Key])).ToArray();
        double length = Math.Sqrt(counts.Sum(feature => feature.Value * feature.Value));
        return [.. counts.Select(feature => (feature.Id, feature.Value / length))];
    }

    private double[] Probabilities((int Id, double Value)[] features)
    {
        var logits = _weights.Select(row => row[^1] + features.Sum(feature => row[feature.Id] * feature.Value)).ToArray();
        double highest = logits.Max();
        double sum = logits.Sum(logit => Math.Exp(logit - highest));
        return [.. logits.Select(logit => Math.Exp(logit - highest) / sum)];
    }
}
