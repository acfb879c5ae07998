namespace Microsoft.ML.MultiFit.Tests;

/// <summary>The method written down as slowly and plainly as possible, in double: the oracle for modules and gradients.</summary>
internal sealed class PlainModel(ModelArchitecture architecture, WeightSet weights)
{
    public static readonly ModelArchitecture Tiny = new() { VocabularySize = 11, EmbeddingSize = 5, HiddenSize = 9, LayerCount = 3 };

    private readonly Dictionary<string, double[]> _values =
        weights.Names.ToDictionary(name => name, name => Array.ConvertAll(weights[name].Values, value => (double)value));

    /// <summary>Masks of one chunk, to multiply by; null for none. The last three are per layer.</summary>
    public sealed record Masks(float[]? EmbeddingRows, float[]? Input, float[]?[] Weight, float[]?[] Hidden, float[]?[] Zoneout);

    public double[] Values(string name) => _values[name];

    public static WeightSet RandomWeights(IEnumerable<(string Name, int[] Shape)> names, int seed)
    {
        var random = new Random(seed);
        return new WeightSet(names.Select(weight => KeyValuePair.Create(weight.Name, new WeightTensor(
            weight.Shape, [.. Enumerable.Range(0, weight.Shape.Aggregate(1, (a, b) => a * b)).Select(_ => (float)(random.NextDouble() - 0.5))]))));
    }

    /// <summary>Last layer's output [time][embedding] of one document, from a zero state.</summary>
    public double[][] Encode(IReadOnlyList<int> ids, Masks? masks = null, int row = 0)
    {
        int size = architecture.EmbeddingSize;
        var steps = ids.Select(id => Enumerable.Range(0, size)
            .Select(j => _values[WeightNames.Embedding][(id * size) + j] * (masks?.EmbeddingRows?[id] ?? 1) * (masks?.Input?[(row * size) + j] ?? 1))
            .ToArray()).ToArray();
        for (int layer = 0; layer < architecture.LayerCount; layer++)
        {
            if (layer > 0 && masks?.Hidden[layer] is { } hiddenMask)
                steps = [.. steps.Select(x => x.Select((value, j) => value * hiddenMask[(row * x.Length) + j]).ToArray())];
            steps = architecture.Encoder == EncoderKind.Lstm ? LstmLayer(layer, steps, masks?.Weight[layer]) : QrnnLayer(layer, steps, masks, row);
        }

        return steps;
    }

    /// <summary>Mean cross entropy over all predictions of rows [row][time] and their AR and TAR terms.</summary>
    public (double CrossEntropy, double Ar, double Tar) Loss(int[][] input, int[][] target, double smoothing)
    {
        var hidden = input.Select(row => Encode(row)).ToArray();
        double loss = 0, ar = 0, tar = 0;
        int count = 0, tarCount = 0, arCount = 0;
        for (int row = 0; row < input.Length; row++)
        {
            for (int time = 0; time < input[row].Length; time++)
            {
                var h = hidden[row][time];
                if (target[row][time] >= 0)
                {
                    loss += CrossEntropy(Scores(h), target[row][time], smoothing);
                    count++;
                }

                ar += h.Sum(value => value * value);
                arCount += h.Length;
                if (time > 0)
                {
                    tar += h.Zip(hidden[row][time - 1], (now, before) => (now - before) * (now - before)).Sum();
                    tarCount += h.Length;
                }
            }
        }

        return (loss / count, ar / arCount, tarCount == 0 ? 0 : tar / tarCount);
    }

    public double[] Scores(double[] hidden)
    {
        int size = architecture.EmbeddingSize;
        var weight = _values[architecture.TiedDecoder ? WeightNames.Embedding : WeightNames.DecoderWeight];
        return [.. Enumerable.Range(0, architecture.VocabularySize).Select(piece =>
            (architecture.DecoderBias ? _values[WeightNames.DecoderBias][piece] : 0) + Enumerable.Range(0, size).Sum(j => hidden[j] * weight[(piece * size) + j]))];
    }

    public static double CrossEntropy(double[] scores, int target, double smoothing)
    {
        double total = scores.Sum(Math.Exp);
        double loss = 0;
        for (int i = 0; i < scores.Length; i++)
            loss -= (i == target ? 1 - smoothing : smoothing / (scores.Length - 1)) * Math.Log(Math.Exp(scores[i]) / total);
        return loss;
    }

    private double[][] QrnnLayer(int layer, double[][] input, Masks? masks, int row)
    {
        var weightMask = masks?.Weight[layer];
        var zoneout = masks?.Zoneout[layer];
        int width = architecture.OutputSize(layer);
        int columns = architecture.Window(layer) * architecture.InputSize(layer);
        var weight = _values[WeightNames.LayerWeight(layer)];
        var bias = _values[WeightNames.LayerBias(layer)];
        var cell = new double[width];
        var previous = new double[architecture.InputSize(layer)];
        var output = new double[input.Length][];
        for (int time = 0; time < input.Length; time++)
        {
            double[] x = architecture.Window(layer) == 2 ? [.. input[time], .. previous] : input[time];
            double Gate(int r) => bias[r] + Enumerable.Range(0, columns).Sum(j => weight[(r * columns) + j] * (weightMask?[(r * columns) + j] ?? 1) * x[j]);
            output[time] = new double[width];
            for (int j = 0; j < width; j++)
            {
                double z = Math.Tanh(Gate(j));
                double f = Sigmoid(Gate(width + j));
                if (zoneout?[(((row * input.Length) + time) * width) + j] != 0)
                    cell[j] = architecture.Pooling == QrnnPooling.Ifo ? (f * cell[j]) + (Sigmoid(Gate((3 * width) + j)) * z) : (f * z) + ((1 - f) * cell[j]);
                output[time][j] = architecture.Pooling == QrnnPooling.F ? cell[j] : Sigmoid(Gate((2 * width) + j)) * cell[j];
            }

            previous = input[time];
        }

        return output;
    }

    private double[][] LstmLayer(int layer, double[][] input, float[]? weightMask)
    {
        int width = architecture.OutputSize(layer);
        int columns = architecture.InputSize(layer);
        var weight = _values[WeightNames.LayerWeight(layer)];
        var recurrent = _values[WeightNames.LayerRecurrentWeight(layer)];
        var bias = _values[WeightNames.LayerBias(layer)];
        var cell = new double[width];
        var hidden = new double[width];
        return [.. input.Select(x =>
        {
            var before = (double[])hidden.Clone();
            double Gate(int r) => bias[r]
                + Enumerable.Range(0, columns).Sum(j => weight[(r * columns) + j] * x[j])
                + Enumerable.Range(0, width).Sum(j => recurrent[(r * width) + j] * (weightMask?[(r * width) + j] ?? 1) * before[j]);
            for (int j = 0; j < width; j++)
            {
                cell[j] = (Sigmoid(Gate(width + j)) * cell[j]) + (Sigmoid(Gate(j)) * Math.Tanh(Gate((2 * width) + j)));
                hidden[j] = Sigmoid(Gate((3 * width) + j)) * Math.Tanh(cell[j]);
            }

            return (double[])hidden.Clone();
        })];
    }

    private static double Sigmoid(double value) => 1 / (1 + Math.Exp(-value));
}
