namespace Microsoft.ML.MultiFit.Tests;

/// <summary>The encoder as its formulas say it, sentence by sentence and in double precision.</summary>
internal sealed class PlainLaser(LaserFiles files)
{
    private readonly Dictionary<string, SavedTensor> _state = files.State().ToDictionary(entry => entry.Name, entry => entry.Tensor);

    /// <summary>The largest output over time, <c>[output]</c>.</summary>
    public double[] Embed(int[] sentence)
    {
        double[][] steps = [.. sentence.Select(id => Row("embed_tokens.weight", id))];
        for (int layer = 0; layer < files.LayerCount; layer++)
        {
            var forward = Run(steps, $"l{layer}");
            if (files.Bidirectional)
            {
                var backward = Run([.. steps.Reverse()], $"l{layer}_reverse").Reverse().ToArray();
                steps = [.. forward.Zip(backward, (left, right) => (double[])[.. left, .. right])];
            }
            else
            {
                steps = forward;
            }
        }

        return [.. Enumerable.Range(0, steps[0].Length).Select(unit => steps.Max(step => step[unit]))];
    }

    private double[][] Run(double[][] steps, string suffix)
    {
        int size = files.HiddenSize;
        var (h, c) = (new double[size], new double[size]);
        var outputs = new List<double[]>();
        foreach (var x in steps)
        {
            double[] gates = [.. Enumerable.Range(0, 4 * size).Select(row =>
                Row($"lstm.bias_ih_{suffix}", row)[0] + Row($"lstm.bias_hh_{suffix}", row)[0]
                + Dot(Row($"lstm.weight_ih_{suffix}", row), x) + Dot(Row($"lstm.weight_hh_{suffix}", row), h))];
            c = [.. Enumerable.Range(0, size).Select(i => (Sigmoid(gates[size + i]) * c[i]) + (Sigmoid(gates[i]) * Math.Tanh(gates[(2 * size) + i])))];
            h = [.. Enumerable.Range(0, size).Select(i => Sigmoid(gates[(3 * size) + i]) * Math.Tanh(c[i]))];
            outputs.Add(h);
        }

        return [.. outputs];
    }

    private double[] Row(string name, int row)
    {
        var tensor = _state[name];
        int width = tensor.Values.Length / tensor.Shape[0];
        return [.. tensor.Values.Skip(row * width).Take(width).Select(value => (double)value)];
    }

    private static double Dot(double[] left, double[] right) => left.Zip(right, (a, b) => a * b).Sum();

    private static double Sigmoid(double value) => 1 / (1 + Math.Exp(-value));
}
