using TorchSharp;

namespace Microsoft.ML.MultiFit.Tests;

/// <summary>The oracle is the recurrence as the papers write it, in double, one lane after the other.</summary>
[Collection(nameof(TorchCollection))]
public class FoPoolingTests
{
    public static TheoryData<int, int, int, bool, bool> Shapes()
    {
        var shapes = new TheoryData<int, int, int, bool, bool>();
        foreach (int time in new[] { 1, 2, 5 })
        {
            foreach (int hidden in new[] { 1, 3, 8, 19, 515 })    // below, at and above the vector width; above one block
            {
                shapes.Add(2, time, hidden, false, false);
                shapes.Add(3, time, hidden, true, true);
            }
        }

        return shapes;
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Values_equal_the_plain_loop(int batch, int time, int hidden, bool carried, bool masked)
    {
        using var scope = torch.NewDisposeScope();
        var random = new Random(batch + time + hidden);
        var gates = Numbers(random, batch * time * 3 * hidden, 3);
        var cell = Numbers(random, batch * hidden, carried ? 1 : 0);
        var mask = masked ? Mask(random, batch, time) : null;
        var (expected, expectedCell) = Pool(gates, cell, mask, batch, time, hidden);

        foreach (bool stepByStep in new[] { false, true })
        {
            var state = torch.tensor(cell, [batch, hidden]);
            var input = torch.tensor(gates, [batch, time, 3 * hidden]);
            var maskTensor = mask is null ? null : torch.tensor(mask, [batch, time]);
            var output = stepByStep ? FoPooling.PoolStepByStep(input, state, maskTensor) : FoPooling.Pool(input, state, maskTensor);
            Close(expected, TensorMemory.Floats(output), 1e-5);
            Close(expectedCell, TensorMemory.Floats(state), 1e-5);
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Gradients_equal_finite_differences(int batch, int time, int hidden, bool carried, bool masked)
    {
        using var scope = torch.NewDisposeScope();
        var random = new Random(batch + time + hidden);
        var gates = Numbers(random, batch * time * 3 * hidden, 2);
        var cell = Numbers(random, batch * hidden, carried ? 1 : 0);
        var mask = masked ? Mask(random, batch, time) : null;
        var outputGradient = Numbers(random, batch * time * hidden, 1);

        foreach (bool stepByStep in new[] { false, true })
        {
            var leaf = torch.tensor(gates, [batch, time, 3 * hidden]).requires_grad_();
            var state = torch.tensor(cell, [batch, hidden]);
            var maskTensor = mask is null ? null : torch.tensor(mask, [batch, time]);
            var input = leaf.clone();     // the kernel uses its input up
            var output = stepByStep ? FoPooling.PoolStepByStep(input, state, maskTensor) : FoPooling.Pool(input, state, maskTensor);
            output.mul(torch.tensor(outputGradient, [batch, time, hidden])).sum().backward();
            var gradient = TensorMemory.Floats(leaf.grad!);

            // Every gate of small cases, some of large ones.
            for (int i = 0; i < gates.Length; i += Math.Max(1, gates.Length / 97))
            {
                const double Step = 1e-5;
                double Loss(double offset)
                {
                    var moved = Array.ConvertAll(gates, value => (double)value);
                    moved[i] += offset;
                    return Pool(moved, Array.ConvertAll(cell, value => (double)value), mask, batch, time, hidden)
                        .Output.Zip(outputGradient, (h, weight) => h * weight).Sum();
                }

                Assert.Equal((Loss(Step) - Loss(-Step)) / (2 * Step), gradient[i], 1e-4);
            }
        }
    }

    [Fact]
    public void Two_chunks_with_carried_state_equal_one()
    {
        using var scope = torch.NewDisposeScope();
        const int Batch = 2, Time = 9, Hidden = 5;
        var gates = Numbers(new Random(1), Batch * Time * 3 * Hidden, 2);
        var whole = FoPooling.Pool(torch.tensor(gates, [Batch, Time, 3 * Hidden]), torch.zeros(new long[] { Batch, Hidden }), null);
        var state = torch.zeros(new long[] { Batch, Hidden });
        var input = torch.tensor(gates, [Batch, Time, 3 * Hidden]);
        var first = FoPooling.Pool(input.narrow(1, 0, 4).contiguous(), state, null);
        var second = FoPooling.Pool(input.narrow(1, 4, 5).contiguous(), state, null);
        Close(TensorMemory.Floats(whole).ToArray(), TensorMemory.Floats(torch.cat([first, second], 1)), 1e-7);
    }

    [Fact]
    public void Refuses_gates_that_do_not_fit_the_state()
    {
        using var scope = torch.NewDisposeScope();
        Assert.Throws<ArgumentException>(() => FoPooling.Pool(torch.zeros(2, 3, 10), torch.zeros(new long[] { 2, 3 }), null));
    }

    private static (double[] Output, double[] Cell) Pool(float[] gates, float[] cell, float[]? mask, int batch, int time, int hidden) =>
        Pool(Array.ConvertAll(gates, value => (double)value), Array.ConvertAll(cell, value => (double)value), mask, batch, time, hidden);

    private static (double[] Output, double[] Cell) Pool(double[] gates, double[] cell, float[]? mask, int batch, int time, int hidden)
    {
        var output = new double[batch * time * hidden];
        var current = (double[])cell.Clone();
        for (int b = 0; b < batch; b++)
        {
            for (int t = 0; t < time; t++)
            {
                for (int j = 0; j < hidden; j++)
                {
                    int gate = (((b * time) + t) * 3 * hidden) + j;
                    double z = Math.Tanh(gates[gate]);
                    double f = 1 / (1 + Math.Exp(-gates[gate + hidden]));
                    double o = 1 / (1 + Math.Exp(-gates[gate + (2 * hidden)]));
                    if (mask is not null && mask[(b * time) + t] == 0)
                        f = 0;
                    ref double c = ref current[(b * hidden) + j];
                    c = (f * z) + ((1 - f) * c);
                    output[(((b * time) + t) * hidden) + j] = o * c;
                }
            }
        }

        return (output, current);
    }

    private static float[] Numbers(Random random, int count, double size) =>
        [.. Enumerable.Range(0, count).Select(_ => (float)(size * ((2 * random.NextDouble()) - 1)))];

    /// <summary>Padding in front, of another length in every row.</summary>
    private static float[] Mask(Random random, int batch, int time) =>
        [.. Enumerable.Range(0, batch).SelectMany(_ =>
        {
            int padding = random.Next(time + 1);
            return Enumerable.Range(0, time).Select(t => t < padding ? 0f : 1f);
        })];

    private static void Close(double[] expected, ReadOnlySpan<float> actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], tolerance);
    }

    private static void Close(float[] expected, ReadOnlySpan<float> actual, double tolerance) =>
        Close(Array.ConvertAll(expected, value => (double)value), actual, tolerance);
}
