namespace Microsoft.ML.MultiFit.Tests;

/// <summary>Pooling, head and perplexity on top of <see cref="PlainModel"/>, as the formulas say it and in double precision.</summary>
internal static class SlowForward
{
    /// <summary>Output of the last layer, <c>[time][embedding]</c>.</summary>
    public static double[][] Encode(LanguageModel model, int[] document) => new PlainModel(model.Architecture, model.Weights).Encode(document);

    /// <summary>Last, maximum and mean of the last <paramref name="maxLength"/> steps.</summary>
    public static double[] Pool(double[][] steps, int maxLength)
    {
        var kept = steps.TakeLast(maxLength).ToArray();
        var units = Enumerable.Range(0, steps[0].Length).ToArray();
        return [.. kept[^1], .. units.Select(unit => kept.Max(step => step[unit])), .. units.Select(unit => kept.Average(step => step[unit]))];
    }

    /// <summary>Class probabilities of a pooled document.</summary>
    public static double[] Classify(TextClassifier classifier, double[] pooled)
    {
        var hidden = HeadBlock(classifier.Head, 0, pooled).Select(value => Math.Max(value, 0)).ToArray();
        return Softmax(HeadBlock(classifier.Head, 1, hidden));
    }

    /// <summary>Perplexity of a document under its own model.</summary>
    public static double Perplexity(LanguageModel model, int[] document) =>
        Math.Exp(new PlainModel(model.Architecture, model.Weights).Loss([document[..^1]], [document[1..]], smoothing: 0).CrossEntropy);

    private static double[] HeadBlock(WeightSet head, int block, double[] input)
    {
        float[] Values(string part) => head[WeightNames.Head(block, part)].Values;
        var normalized = input.Select((value, i) =>
            ((value - Values(WeightNames.NormMean)[i]) / Math.Sqrt(Values(WeightNames.NormVariance)[i] + 1e-5) * Values(WeightNames.NormWeight)[i])
            + Values(WeightNames.NormBias)[i]);
        return Product(head[WeightNames.Head(block, WeightNames.LinearWeight)], Values(WeightNames.LinearBias), [.. normalized]);
    }

    private static double[] Product(WeightTensor weight, float[] bias, double[] input)
    {
        var result = new double[weight.Shape[0]];
        for (int row = 0; row < result.Length; row++)
        {
            result[row] = bias[row];
            for (int column = 0; column < input.Length; column++)
                result[row] += weight.Values[(row * input.Length) + column] * input[column];
        }

        return result;
    }

    private static double[] Softmax(double[] logits)
    {
        double max = logits.Max();
        double sum = logits.Sum(logit => Math.Exp(logit - max));
        return [.. logits.Select(logit => Math.Exp(logit - max) / sum)];
    }
}
