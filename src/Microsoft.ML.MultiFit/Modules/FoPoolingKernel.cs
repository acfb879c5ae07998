using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Microsoft.ML.MultiFit;

/// <summary>
/// fo-pooling on plain memory (reference: Bradbury et al. 2017, section 2, with the forget gate weighing the new value). Every lane (row, feature)
/// is a recurrence of its own, so rows and blocks of features run in parallel, in an order that changes no result.
/// </summary>
internal static unsafe class FoPoolingKernel
{
    /// <summary>Features of one piece of work: its carried values stay in the first-level cache.</summary>
    private const int BlockSize = 512;

    /// <summary>Activates the gates in place and computes cells and outputs.</summary>
    /// <param name="gates"><c>[batch, time, 3·hidden]</c>: z̃, f̃, õ before, z, f, o after.</param>
    /// <param name="cells"><c>[batch, time + 1, hidden]</c>: step 0 is given, the others are computed.</param>
    /// <param name="output"><c>[batch, time, hidden]</c>.</param>
    /// <param name="mask"><c>[batch, time]</c>, 0 at padding, where f becomes 0; null when there is none.</param>
    /// <param name="size">The sizes.</param>
    /// <param name="threadCount">Threads to use.</param>
    public static void Forward(float* gates, float* cells, float* output, float* mask, FoPoolingSize size, int threadCount)
    {
        int blocks = BlockCount(size.Hidden);
        ParallelBlocks.For(size.Batch * blocks, threadCount, work =>
        {
            int row = work / blocks;
            int start = work % blocks * BlockSize;
            ForwardBlock(gates, cells, output, mask, size, row, start, Math.Min(BlockSize, size.Hidden - start));
        });
    }

    /// <summary>Turns the activated gates in place into the gradients of z̃, f̃ and õ (method: ulmfit reference, section 2.6).</summary>
    /// <param name="gates"><c>[batch, time, 3·hidden]</c>: z, f, o before, their gradients after.</param>
    /// <param name="cells"><c>[batch, time + 1, hidden]</c> as the forward pass left them.</param>
    /// <param name="outputGradient"><c>[batch, time, hidden]</c>.</param>
    /// <param name="size">The sizes.</param>
    /// <param name="threadCount">Threads to use.</param>
    public static void Backward(float* gates, float* cells, float* outputGradient, FoPoolingSize size, int threadCount)
    {
        int blocks = BlockCount(size.Hidden);
        ParallelBlocks.For(size.Batch * blocks, threadCount, work =>
        {
            int row = work / blocks;
            int start = work % blocks * BlockSize;
            BackwardBlock(gates, cells, outputGradient, size, row, start, Math.Min(BlockSize, size.Hidden - start));
        });
    }

    private static int BlockCount(int hidden) => (hidden + BlockSize - 1) / BlockSize;

    private static void ForwardBlock(float* gates, float* cells, float* output, float* mask, FoPoolingSize size, int row, int start, int length)
    {
        for (int time = 0; time < size.Time; time++)
        {
            long step = ((long)row * size.Time) + time;
            float* z = gates + (step * 3 * size.Hidden) + start;
            float* f = z + size.Hidden;
            float* o = f + size.Hidden;
            float* previous = cells + ((step + row) * size.Hidden) + start;
            float* cell = previous + size.Hidden;
            float* h = output + (step * size.Hidden) + start;
            TensorPrimitives.Tanh(new ReadOnlySpan<float>(z, length), new Span<float>(z, length));
            TensorPrimitives.Sigmoid(new ReadOnlySpan<float>(o, length), new Span<float>(o, length));
            if (mask != null && mask[step] == 0)
                new Span<float>(f, length).Clear();
            else
                TensorPrimitives.Sigmoid(new ReadOnlySpan<float>(f, length), new Span<float>(f, length));

            int i = 0;
            for (; i <= length - Vector<float>.Count; i += Vector<float>.Count)
            {
                var before = Vector.Load(previous + i);
                var now = before + (Vector.Load(f + i) * (Vector.Load(z + i) - before));
                now.Store(cell + i);
                (Vector.Load(o + i) * now).Store(h + i);
            }

            for (; i < length; i++)
            {
                cell[i] = previous[i] + (f[i] * (z[i] - previous[i]));
                h[i] = o[i] * cell[i];
            }
        }
    }

    [SkipLocalsInit]
    private static void BackwardBlock(float* gates, float* cells, float* outputGradient, FoPoolingSize size, int row, int start, int length)
    {
        // What the later steps add to the gradient of this step's cell.
        float* carried = stackalloc float[BlockSize];
        new Span<float>(carried, length).Clear();
        var one = Vector<float>.One;
        for (int time = size.Time - 1; time >= 0; time--)
        {
            long step = ((long)row * size.Time) + time;
            float* z = gates + (step * 3 * size.Hidden) + start;
            float* f = z + size.Hidden;
            float* o = f + size.Hidden;
            float* previous = cells + ((step + row) * size.Hidden) + start;
            float* cell = previous + size.Hidden;
            float* dh = outputGradient + (step * size.Hidden) + start;
            int i = 0;
            for (; i <= length - Vector<float>.Count; i += Vector<float>.Count)
            {
                var candidate = Vector.Load(z + i);
                var forget = Vector.Load(f + i);
                var outputGate = Vector.Load(o + i);
                var gradient = Vector.Load(dh + i);
                var cellGradient = Vector.Load(carried + i) + (gradient * outputGate);
                var newShare = cellGradient * forget;
                var oldShare = cellGradient - newShare;
                (newShare * (one - (candidate * candidate))).Store(z + i);
                (oldShare * forget * (candidate - Vector.Load(previous + i))).Store(f + i);
                (gradient * Vector.Load(cell + i) * outputGate * (one - outputGate)).Store(o + i);
                oldShare.Store(carried + i);
            }

            for (; i < length; i++)
            {
                float cellGradient = carried[i] + (dh[i] * o[i]);
                float newShare = cellGradient * f[i];
                float oldShare = cellGradient - newShare;
                float candidateGradient = newShare * (1 - (z[i] * z[i]));
                f[i] = oldShare * f[i] * (z[i] - previous[i]);
                z[i] = candidateGradient;
                o[i] = dh[i] * cell[i] * o[i] * (1 - o[i]);
                carried[i] = oldShare;
            }
        }
    }
}

/// <summary>Sizes of one fo-pooling.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct FoPoolingSize(int Batch, int Time, int Hidden);
