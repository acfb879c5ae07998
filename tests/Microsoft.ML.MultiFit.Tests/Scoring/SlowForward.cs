namespace Microsoft.ML.MultiFit.Tests;

/// <summary>The forward pass of the method as the formulas say it: one document, one step, one number at a time, in double precision.</summary>
internal static class SlowForward
{
    /// <summary>Output of the last layer, <c>[time][embedding]</c>.</summary>
    public static double[][] Encode(LanguageModel model, int[] document)
    {
        var architecture = model.Architecture;
        var embedding = model.Weights[WeightNames.Embedding].Values;
        int size = architecture.EmbeddingSize;
        var steps = document.Select(id => Enumerable.Range(0, size).Select(i => (double)embedding[(id * size) + i]).ToArray()).ToArray();
        for (int layer = 0; layer < architecture.LayerCount; layer++)
            steps = Layer(steps, model.Weights[WeightNames.LayerWeight(layer)], model.Weights[WeightNames.LayerBias(layer)].Values, architecture.Window(layer));
        return steps;
    }

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
    public static double Perplexity(LanguageModel model, int[] document)
    {
        var steps = Encode(model, document);
        var embedding = model.Weights[WeightNames.Embedding];
        var bias = model.Weights[WeightNames.DecoderBias].Values;
        double sum = 0;
        for (int t = 0; t + 1 < document.Length; t++)
            sum -= Math.Log(Softmax(Product(embedding, bias, steps[t]))[document[t + 1]]);
        return Math.Exp(sum / (document.Length - 1));
    }

    private static double[][] Layer(double[][] inputs, WeightTensor weight, float[] bias, int window)
    {
        int units = bias.Length / 3;
        var cell = new double[units];
        var outputs = new double[inputs.Length][];
        for (int t = 0; t < inputs.Length; t++)
        {
            var previous = t > 0 ? inputs[t - 1] : new double[inputs[t].Length];
            var gates = Product(weight, bias, window == 2 ? [.. inputs[t], .. previous] : inputs[t]);
            outputs[t] = new double[units];
            for (int unit = 0; unit < units; unit++)
            {
                double forget = Sigmoid(gates[units + unit]);
                cell[unit] = (forget * Math.Tanh(gates[unit])) + ((1 - forget) * cell[unit]);
                outputs[t][unit] = Sigmoid(gates[(2 * units) + unit]) * cell[unit];
            }
        }

        return outputs;
    }

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

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
}
