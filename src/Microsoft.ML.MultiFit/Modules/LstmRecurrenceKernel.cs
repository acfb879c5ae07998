using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Microsoft.ML.MultiFit;

/// <summary>What one step of an LSTM does beside its matrix product, on plain memory; the rows run in parallel.</summary>
internal static unsafe class LstmRecurrenceKernel
{
    private const int BlockSize = 512;

    /// <summary>Activates a step's gates in place and computes its cells and outputs.</summary>
    /// <param name="gates"><c>[batch, time, 4·hidden]</c>: ĩ, f̃, g̃, õ of the step before, i, f, g, o after, as they took effect under the mask.</param>
    /// <param name="cells"><c>[batch, time + 1, hidden]</c>: the cells before step t lie at t.</param>
    /// <param name="output"><c>[batch, time, hidden]</c>.</param>
    /// <param name="mask"><c>[batch, time]</c>, 0 at padding, where the cell keeps its value and the output is 0; null when there is none.</param>
    /// <param name="size">The sizes.</param>
    /// <param name="time">The step.</param>
    /// <param name="threadCount">Threads to use.</param>
    public static void Forward(float* gates, float* cells, float* output, float* mask, LstmRecurrenceSize size, int time, int threadCount) =>
        ParallelBlocks.For(size.Batch, threadCount, row =>
        {
            long step = ((long)row * size.Time) + time;
            int width = size.Hidden;
            var inputAndForget = new Span<float>(gates + (step * 4 * width), 2 * width);
            var candidate = new Span<float>(gates + (step * 4 * width) + (2 * width), width);
            var outputGate = new Span<float>(gates + (step * 4 * width) + (3 * width), width);
            var before = new ReadOnlySpan<float>(cells + ((step + row) * width), width);
            var cell = new Span<float>(cells + ((step + row + 1) * width), width);
            var h = new Span<float>(output + (step * width), width);
            if (mask != null && mask[step] == 0)
            {
                // These gates leave the cell as it is, and all their gradients come out as 0 by themselves.
                inputAndForget[..width].Clear();
                inputAndForget[width..].Fill(1);
                candidate.Clear();
                outputGate.Clear();
            }
            else
            {
                TensorPrimitives.Sigmoid(inputAndForget, inputAndForget);
                TensorPrimitives.Tanh(candidate, candidate);
                TensorPrimitives.Sigmoid(outputGate, outputGate);
            }

            TensorPrimitives.Multiply(inputAndForget[..width], candidate, cell);
            TensorPrimitives.MultiplyAdd(inputAndForget[width..], before, cell, cell);
            TensorPrimitives.Tanh(cell, h);
            TensorPrimitives.Multiply(h, outputGate, h);
        });

    /// <summary>Turns a step's activated gates in place into the gradients of ĩ, f̃, g̃ and õ.</summary>
    /// <param name="gates"><c>[batch, time, 4·hidden]</c>: i, f, g, o of the step before, their gradients after.</param>
    /// <param name="cells"><c>[batch, time + 1, hidden]</c> as the forward pass left them.</param>
    /// <param name="outputGradient"><c>[batch, time, hidden]</c>, with what later steps add to this one's.</param>
    /// <param name="cellGradient"><c>[batch, hidden]</c>: what the step after adds to the gradient of this step's cell; on return what this one adds.</param>
    /// <param name="size">The sizes.</param>
    /// <param name="time">The step.</param>
    /// <param name="threadCount">Threads to use.</param>
    public static void Backward(float* gates, float* cells, float* outputGradient, float* cellGradient, LstmRecurrenceSize size, int time, int threadCount) =>
        ParallelBlocks.For(size.Batch, threadCount, row =>
        {
            for (int start = 0; start < size.Hidden; start += BlockSize)
                BackwardBlock(gates, cells, outputGradient, cellGradient, size, row, time, start, Math.Min(BlockSize, size.Hidden - start));
        });

    [SkipLocalsInit]
    private static void BackwardBlock(
        float* gates, float* cells, float* outputGradient, float* cellGradient, LstmRecurrenceSize size, int row, int time, int start, int length)
    {
        long step = ((long)row * size.Time) + time;
        float* inputGate = gates + (step * 4 * size.Hidden) + start;
        float* forgetGate = inputGate + size.Hidden;
        float* candidate = forgetGate + size.Hidden;
        float* outputGate = candidate + size.Hidden;
        float* before = cells + ((step + row) * size.Hidden) + start;
        float* dh = outputGradient + (step * size.Hidden) + start;
        float* carried = cellGradient + ((long)row * size.Hidden) + start;
        float* squashed = stackalloc float[BlockSize];                          // tanh of the cell
        TensorPrimitives.Tanh(new ReadOnlySpan<float>(before + size.Hidden, length), new Span<float>(squashed, length));
        var one = Vector<float>.One;
        int j = 0;
        for (; j <= length - Vector<float>.Count; j += Vector<float>.Count)
        {
            var i = Vector.Load(inputGate + j);
            var f = Vector.Load(forgetGate + j);
            var g = Vector.Load(candidate + j);
            var o = Vector.Load(outputGate + j);
            var s = Vector.Load(squashed + j);
            var gradient = Vector.Load(dh + j);
            var dc = Vector.Load(carried + j) + (gradient * o * (one - (s * s)));
            (dc * g * i * (one - i)).Store(inputGate + j);
            (dc * Vector.Load(before + j) * f * (one - f)).Store(forgetGate + j);
            (dc * i * (one - (g * g))).Store(candidate + j);
            (gradient * s * o * (one - o)).Store(outputGate + j);
            (dc * f).Store(carried + j);
        }

        for (; j < length; j++)
        {
            float i = inputGate[j], f = forgetGate[j], g = candidate[j], o = outputGate[j], s = squashed[j];
            float dc = carried[j] + (dh[j] * o * (1 - (s * s)));
            inputGate[j] = dc * g * i * (1 - i);
            forgetGate[j] = dc * before[j] * f * (1 - f);
            candidate[j] = dc * i * (1 - (g * g));
            outputGate[j] = dh[j] * s * o * (1 - o);
            carried[j] = dc * f;
        }
    }
}

/// <summary>Sizes of one recurrence.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct LstmRecurrenceSize(int Batch, int Time, int Hidden);
