using TorchSharp;

namespace Microsoft.ML.MultiFit.Tests;

/// <summary>The oracle is the recurrence as the papers write it, in double, one lane after the other.</summary>
[Collection(nameof(TorchCollection))]
public class QrnnRecurrenceTests
{
    public static TheoryData<QrnnPooling, int, int, bool> Shapes()
    {
        var shapes = new TheoryData<QrnnPooling, int, int, bool>();
        foreach (var pooling in Enum.GetValues<QrnnPooling>())
        {
            foreach (int time in new[] { 1, 2, 5 })
            {
                foreach (int hidden in new[] { 1, 3, 8, 19, 515 })    // below, at and above the vector width; above one block
                {
                    shapes.Add(pooling, time, hidden, false);
                    shapes.Add(pooling, time, hidden, true);
                }
            }
        }

        return shapes;
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Values_equal_the_plain_loop(QrnnPooling pooling, int time, int hidden, bool kept)
    {
        using var scope = torch.NewDisposeScope();
        var example = new Example(pooling, time, hidden, kept);
        var (expected, expectedCell) = example.Pool(example.Gates);
        foreach (bool kernels in new[] { true, false })
        {
            using var choice = new KernelChoice(kernels);
            var state = example.State();
            var output = example.Run(torch.tensor(example.Gates, example.GatesShape), state);
            Close(expected, TensorMemory.Floats(output), 1e-5);
            Close(expectedCell, TensorMemory.Floats(state), 1e-5);
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Gradients_equal_finite_differences(QrnnPooling pooling, int time, int hidden, bool kept)
    {
        using var scope = torch.NewDisposeScope();
        var example = new Example(pooling, time, hidden, kept);
        var outputGradient = Example.Numbers(new Random(5), Example.Batch * time * hidden, 1);
        foreach (bool kernels in new[] { true, false })
        {
            using var choice = new KernelChoice(kernels);
            var leaf = torch.tensor(example.Gates, example.GatesShape).requires_grad_();
            var output = example.Run(leaf.clone(), example.State());     // its memory is used up
            output.mul(torch.tensor(outputGradient, output.shape)).sum().backward();
            var gradient = TensorMemory.Floats(leaf.grad!);

            // Every gate of small cases, some of large ones.
            for (int i = 0; i < example.Gates.Length; i += Math.Max(1, example.Gates.Length / 97))
            {
                const double Step = 1e-5;
                double Loss(double offset)
                {
                    var moved = Array.ConvertAll(example.Gates, value => (double)value);
                    moved[i] += offset;
                    return example.Pool(moved).Output.Zip(outputGradient, (h, weight) => h * weight).Sum();
                }

                Assert.Equal((Loss(Step) - Loss(-Step)) / (2 * Step), gradient[i], 1e-4);
            }
        }
    }

    [Theory]
    [InlineData(QrnnPooling.F)]
    [InlineData(QrnnPooling.Fo)]
    [InlineData(QrnnPooling.Ifo)]
    public void Two_chunks_with_carried_state_equal_one(QrnnPooling pooling)
    {
        using var scope = torch.NewDisposeScope();
        var example = new Example(pooling, time: 9, hidden: 5, kept: false);
        var wholeState = example.State();
        var whole = example.Run(torch.tensor(example.Gates, example.GatesShape), wholeState);
        var state = example.State();
        var input = torch.tensor(example.Gates, example.GatesShape);
        var first = QrnnRecurrence.Run(input.narrow(1, 0, 4).contiguous(), state, pooling);
        var second = QrnnRecurrence.Run(input.narrow(1, 4, 5).contiguous(), state, pooling);
        Close(TensorMemory.Floats(whole).ToArray(), TensorMemory.Floats(torch.cat([first, second], 1)), 1e-7);
        Close(TensorMemory.Floats(wholeState).ToArray(), TensorMemory.Floats(state), 1e-7);
    }

    [Fact]
    public void Refuses_gates_that_do_not_fit_the_state_or_the_pooling()
    {
        using var scope = torch.NewDisposeScope();
        Assert.Throws<ArgumentException>(() => QrnnRecurrence.Run(torch.zeros(2, 3, 10), torch.zeros(new long[] { 2, 3 }), QrnnPooling.Fo));
        Assert.Throws<ArgumentException>(() => QrnnRecurrence.Run(torch.zeros(2, 3, 9), torch.zeros(new long[] { 2, 3 }), QrnnPooling.Ifo));
    }

    private static void Close(double[] expected, ReadOnlySpan<float> actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], tolerance);
    }

    private static void Close(float[] expected, ReadOnlySpan<float> actual, double tolerance) =>
        Close(Array.ConvertAll(expected, value => (double)value), actual, tolerance);

    /// <summary>Random gates; where cells are to be kept, with padding in front, zoneout and a carried state.</summary>
    private sealed class Example
    {
        public const int Batch = 3;

        private readonly QrnnPooling _pooling;
        private readonly int _time;
        private readonly int _hidden;
        private readonly float[] _cell;
        private readonly float[]? _mask;
        private readonly float[]? _zoneout;

        public Example(QrnnPooling pooling, int time, int hidden, bool kept)
        {
            var random = new Random(time + hidden);
            (_pooling, _time, _hidden) = (pooling, time, hidden);
            GatesShape = [Batch, time, hidden * (pooling switch { QrnnPooling.F => 2, QrnnPooling.Fo => 3, _ => 4 })];
            Gates = Numbers(random, (int)GatesShape.Aggregate((a, b) => a * b), 2);
            _cell = Numbers(random, Batch * hidden, kept ? 1 : 0);
            if (kept)
            {
                _mask = [.. Enumerable.Range(0, Batch).SelectMany(_ =>
                {
                    int padding = random.Next(time + 1);
                    return Enumerable.Range(0, time).Select(t => t < padding ? 0f : 1f);
                })];
                _zoneout = [.. Enumerable.Range(0, Batch * time * hidden).Select(_ => random.NextDouble() < 0.3 ? 0f : 1f)];
            }
        }

        public float[] Gates { get; }

        public long[] GatesShape { get; }

        public static float[] Numbers(Random random, int count, double size) =>
            [.. Enumerable.Range(0, count).Select(_ => (float)(size * ((2 * random.NextDouble()) - 1)))];

        public torch.Tensor State() => torch.tensor(_cell, [Batch, _hidden]);

        public torch.Tensor Run(torch.Tensor gates, torch.Tensor state)
        {
            var mask = _mask is null ? null : torch.tensor(_mask, [Batch, _time]);
            var zoneout = _zoneout is null ? null : torch.tensor(_zoneout, [Batch, _time, _hidden]);
            return QrnnRecurrence.Run(gates, state, _pooling, mask, zoneout);
        }

        public (double[] Output, double[] Cell) Pool(float[] gates) => Pool(Array.ConvertAll(gates, value => (double)value));

        public (double[] Output, double[] Cell) Pool(double[] gates)
        {
            var output = new double[Batch * _time * _hidden];
            var cells = Array.ConvertAll(_cell, value => (double)value);
            for (int b = 0; b < Batch; b++)
            {
                for (int t = 0; t < _time; t++)
                {
                    for (int j = 0; j < _hidden; j++)
                    {
                        int step = (b * _time) + t;
                        double Gate(int block) => gates[(step * GatesShape[2]) + (block * _hidden) + j];
                        double Sigmoid(int block) => 1 / (1 + Math.Exp(-Gate(block)));
                        double z = Math.Tanh(Gate(0));
                        double f = Sigmoid(1);
                        ref double c = ref cells[(b * _hidden) + j];
                        if (_mask?[step] != 0 && _zoneout?[(step * _hidden) + j] != 0)
                            c = _pooling == QrnnPooling.Ifo ? (f * c) + (Sigmoid(3) * z) : (f * z) + ((1 - f) * c);
                        output[(step * _hidden) + j] = _pooling == QrnnPooling.F ? c : Sigmoid(2) * c;
                    }
                }
            }

            return (output, cells);
        }
    }
}
