using TorchSharp;

namespace Microsoft.ML.MultiFit.Tests;

/// <summary>The oracles are the recurrence in double, one lane after the other, and numbers of PyTorch's own LSTM.</summary>
[Collection(nameof(TorchCollection))]
public class LstmRecurrenceTests
{
    private const int Batch = 3;

    public static TheoryData<int, int, bool> Shapes()
    {
        var shapes = new TheoryData<int, int, bool>();
        foreach (int time in new[] { 1, 2, 5 })
        {
            foreach (int hidden in new[] { 1, 3, 8, 19 })    // below, at and above the vector width
            {
                shapes.Add(time, hidden, false);
                shapes.Add(time, hidden, true);
            }
        }

        shapes.Add(2, 515, false);    // above one block
        return shapes;
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Values_equal_the_plain_loop(int time, int hidden, bool masked)
    {
        using var scope = torch.NewDisposeScope();
        var example = new Example(time, hidden, masked);
        var (expected, expectedCell, expectedHidden) = example.Loop(example.Gates, example.Weight);
        foreach (bool kernels in new[] { true, false })
        {
            using var choice = new KernelChoice(kernels);
            var (cell, state) = (torch.tensor(example.Cell, [Batch, hidden]), torch.tensor(example.Hidden, [Batch, hidden]));
            var output = example.Run(torch.tensor(example.Gates, example.GatesShape), torch.tensor(example.Weight, [4 * hidden, hidden]), cell, state);
            Close(expected, TensorMemory.Floats(output), 1e-5);
            Close(expectedCell, TensorMemory.Floats(cell), 1e-5);
            Close(expectedHidden, TensorMemory.Floats(state), 1e-5);
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Gradients_equal_finite_differences(int time, int hidden, bool masked)
    {
        using var scope = torch.NewDisposeScope();
        var example = new Example(time, hidden, masked);
        var outputGradient = Example.Numbers(new Random(5), Batch * time * hidden, 1);
        foreach (bool kernels in new[] { true, false })
        {
            using var choice = new KernelChoice(kernels);
            var gates = torch.tensor(example.Gates, example.GatesShape).requires_grad_();
            var weight = torch.tensor(example.Weight, [4 * hidden, hidden]).requires_grad_();
            var (cell, state) = (torch.tensor(example.Cell, [Batch, hidden]), torch.tensor(example.Hidden, [Batch, hidden]));
            var output = example.Run(gates.clone(), weight, cell, state);     // its memory is used up
            output.mul(torch.tensor(outputGradient, output.shape)).sum().backward();
            double Loss(double[] someGates, double[] someWeight) => example.Loop(someGates, someWeight).Output.Zip(outputGradient, (h, factor) => h * factor).Sum();
            var (plainGates, plainWeight) = (Doubles(example.Gates), Doubles(example.Weight));
            CheckGradient(plainGates, TensorMemory.Floats(gates.grad!).ToArray(), () => Loss(plainGates, plainWeight));
            CheckGradient(plainWeight, TensorMemory.Floats(weight.grad!).ToArray(), () => Loss(plainGates, plainWeight));
        }
    }

    [Fact]
    public void A_layer_equals_PyTorchs_LSTM()
    {
        // torch.nn.LSTM(3, 2, batch_first=True) of PyTorch 1.13 in double; every tensor is sin(start), sin(start + 1), …
        using var scope = torch.NewDisposeScope();
        var architecture = new ModelArchitecture { EmbeddingSize = 2, HiddenSize = 3, LayerCount = 2, Encoder = EncoderKind.Lstm };
        using var layer = new LstmLayer(architecture, layer: 1, torch.CPU, MatrixPrecision.Single);
        ModuleWeights.Write(layer, new WeightSet(
        [
            new("weight", new WeightTensor([8, 3], Sines(24, 1))),
            new("recurrent_weight", new WeightTensor([8, 2], Sines(16, 101))),
            new("bias", new WeightTensor([8], Sines(8, 201))),
        ]));
        using var state = LayerState.Zero(architecture, layer: 1, batch: 2, torch.CPU);
        Sines(4, 401).CopyTo(TensorMemory.Floats(state.Hidden!));
        Sines(4, 501).CopyTo(TensorMemory.Floats(state.Cell));
        var input = torch.tensor(Sines(18, 301), [2, 3, 3]).requires_grad_();
        var output = layer.forward(input, state, mask: null, layer.DroppedWeight, zoneout: null);
        output.mul(torch.tensor(Sines(12, 601), [2, 3, 2])).sum().backward();

        Close(
            [
                -0.548204496, -0.098555324, -0.184668027, -0.110313115, -0.477966232, -0.224034951, -0.045264141, 0.118931805, -0.140408087, -0.268704820,
                -0.172183001, -0.316439743,
            ],
            TensorMemory.Floats(output),
            1e-6);
        Close([-1.145890548, -0.686390194, -0.555995365, -0.507491786], TensorMemory.Floats(state.Cell), 1e-6);
        Close([-0.477966232, -0.224034951, -0.172183001, -0.316439743], TensorMemory.Floats(state.Hidden!), 1e-6);
        Close(
            [
                0.053322785, 0.089490971, 0.043381571, -0.101541467, -0.224965751, -0.141557562, -0.043937030, -0.145249166, -0.113019888, -0.169106836,
                -0.264194177, -0.116382610, 0.010167188, 0.030360564, 0.022640578, 0.035581563, 0.027977354, -0.005349106,
            ],
            TensorMemory.Floats(input.grad!),
            1e-6);
        Close(
            [
                -0.038860942, 0.004142385, 0.043337222, 0.176215188, -0.026411628, -0.204755715, -0.021142897, 0.002597520, 0.023949789, -0.190884345,
                -0.004717252, 0.185786861, -0.120547083, 0.024308275, 0.146814717, 0.164554858, -0.035231631, -0.202626321, -0.063058765, 0.002607667,
                0.065876622, -0.064618847, 0.025280405, 0.091936969,
            ],
            Gradient(layer, "weight"),
            1e-6);
        Close(
            [
                0.017306428, 0.022114036, 0.142163992, 0.173233401, -0.008451401, -0.018662016, -0.045518734, -0.105895465, -0.206824386, -0.292549171,
                -0.197632323, -0.074141722, -0.110030401, 0.048777494, -0.070826258, -0.004522610,
            ],
            Gradient(layer, "recurrent_weight"),
            1e-6);
        Close(
            [-0.045193535, 0.099034916, -0.093658995, -0.251084268, -0.124613790, 0.410265949, -0.051416865, -0.066028199], Gradient(layer, "bias"), 1e-6);
    }

    [Fact]
    public void Refuses_tensors_that_do_not_fit()
    {
        using var scope = torch.NewDisposeScope();
        torch.Tensor Zeros(params long[] shape) => torch.zeros(shape);
        Assert.Throws<ArgumentException>(() => LstmRecurrence.Run(Zeros(2, 3, 9), Zeros(12, 3), Zeros(2, 3), Zeros(2, 3)));
        Assert.Throws<ArgumentException>(() => LstmRecurrence.Run(Zeros(2, 3, 12), Zeros(9, 3), Zeros(2, 3), Zeros(2, 3)));
        Assert.Throws<ArgumentException>(() => LstmRecurrence.Run(Zeros(2, 3, 12), Zeros(12, 3), Zeros(1, 3), Zeros(1, 3)));
    }

    private static ReadOnlySpan<float> Gradient(LstmLayer layer, string name) =>
        TensorMemory.Floats(layer.named_parameters().Single(parameter => parameter.name == name).parameter.grad!);

    private static void CheckGradient(double[] values, float[] gradient, Func<double> loss)
    {
        Assert.Equal(values.Length, gradient.Length);
        for (int i = 0; i < values.Length; i += Math.Max(1, values.Length / 61))
        {
            const double Step = 1e-5;
            double before = values[i];
            values[i] = before + Step;
            double above = loss();
            values[i] = before - Step;
            double below = loss();
            values[i] = before;
            Assert.Equal((above - below) / (2 * Step), gradient[i], 1e-4);
        }
    }

    private static float[] Sines(int count, int start) => [.. Enumerable.Range(0, count).Select(i => (float)Math.Sin(start + i))];

    private static double[] Doubles(float[] values) => Array.ConvertAll(values, value => (double)value);

    private static void Close(double[] expected, ReadOnlySpan<float> actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], tolerance);
    }

    /// <summary>Random gates, weight and state; with padding, which comes before a text's first step, the state is the empty one.</summary>
    private sealed class Example
    {
        private readonly int _time;
        private readonly int _hidden;
        private readonly float[]? _mask;

        public Example(int time, int hidden, bool masked)
        {
            var random = new Random(time + hidden);
            (_time, _hidden) = (time, hidden);
            GatesShape = [Batch, time, 4 * hidden];
            Gates = Numbers(random, Batch * time * 4 * hidden, 2);
            Weight = Numbers(random, 4 * hidden * hidden, 2 / Math.Sqrt(hidden));
            Cell = Numbers(random, Batch * hidden, masked ? 0 : 1);
            Hidden = Numbers(random, Batch * hidden, masked ? 0 : 1);
            _mask = masked ? [.. Enumerable.Range(0, Batch).SelectMany(row => Enumerable.Range(0, time).Select(t => t < row % time ? 0f : 1f))] : null;
        }

        public float[] Gates { get; }

        public long[] GatesShape { get; }

        public float[] Weight { get; }

        public float[] Cell { get; }

        public float[] Hidden { get; }

        public static float[] Numbers(Random random, int count, double size) =>
            [.. Enumerable.Range(0, count).Select(_ => (float)(size * ((2 * random.NextDouble()) - 1)))];

        public torch.Tensor Run(torch.Tensor gates, torch.Tensor weight, torch.Tensor cell, torch.Tensor hidden)
        {
            var mask = _mask is null ? null : torch.tensor(_mask, [Batch, _time]);
            return LstmRecurrence.Run(gates, weight, cell, hidden, mask);
        }

        public (double[] Output, double[] Cell, double[] Hidden) Loop(float[] gates, float[] weight) => Loop(Doubles(gates), Doubles(weight));

        public (double[] Output, double[] Cell, double[] Hidden) Loop(double[] gates, double[] weight)
        {
            var output = new double[Batch * _time * _hidden];
            var cells = Doubles(Cell);
            var hidden = Doubles(Hidden);
            for (int b = 0; b < Batch; b++)
            {
                var h = hidden.AsSpan(b * _hidden, _hidden);
                for (int t = 0; t < _time; t++)
                {
                    int step = (b * _time) + t;
                    if (_mask?[step] == 0)
                        continue;
                    var sums = new double[4 * _hidden];
                    for (int row = 0; row < sums.Length; row++)
                    {
                        sums[row] = gates[(step * sums.Length) + row];
                        for (int j = 0; j < _hidden; j++)
                            sums[row] += weight[(row * _hidden) + j] * h[j];
                    }

                    for (int j = 0; j < _hidden; j++)
                    {
                        double Sigmoid(int gate) => 1 / (1 + Math.Exp(-sums[(gate * _hidden) + j]));
                        ref double c = ref cells[(b * _hidden) + j];
                        c = (Sigmoid(1) * c) + (Sigmoid(0) * Math.Tanh(sums[(2 * _hidden) + j]));
                        h[j] = Sigmoid(3) * Math.Tanh(c);
                        output[(step * _hidden) + j] = h[j];
                    }
                }
            }

            return (output, cells, hidden);
        }
    }
}
