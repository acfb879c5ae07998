using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Microsoft.ML.MultiFit;

/// <summary>
/// QRNN pooling on plain memory (see <see cref="QrnnPooling"/>). Every lane (row, feature) is a recurrence of its own, so rows and blocks of features
/// run in parallel, in an order that changes no result. The code is written once and compiled for each kind of pooling, without its tests for the kind.
/// </summary>
internal static unsafe class QrnnRecurrenceKernel
{
    /// <summary>Features of one piece of work: its carried values stay in the first-level cache.</summary>
    private const int BlockSize = 512;

    /// <summary>Activates the gates in place and computes cells and outputs.</summary>
    /// <param name="pooling">The recurrence.</param>
    /// <param name="gates"><c>[batch, time, gates·hidden]</c>: z̃, f̃, õ, ĩ before, z, f, o, i after, as they took effect under mask and zoneout.</param>
    /// <param name="cells"><c>[batch, time + 1, hidden]</c>: step 0 is given, the others are computed.</param>
    /// <param name="output"><c>[batch, time, hidden]</c>.</param>
    /// <param name="mask"><c>[batch, time]</c>, 0 at padding, where the cell keeps its value; null when there is none.</param>
    /// <param name="zoneout"><c>[batch, time, hidden]</c>, 1, or 0 where the cell keeps its value; null when there is none.</param>
    /// <param name="size">The sizes.</param>
    /// <param name="threadCount">Threads to use.</param>
    public static void Forward(
        QrnnPooling pooling, float* gates, float* cells, float* output, float* mask, float* zoneout, QrnnRecurrenceSize size, int threadCount)
    {
        int blocks = BlockCount(size.Hidden);
        delegate*<float*, float*, float*, float*, float*, QrnnRecurrenceSize, int, int, int, void> forward = pooling switch
        {
            QrnnPooling.F => &ForwardBlock<OnlyForgetGate>,
            QrnnPooling.Ifo => &ForwardBlock<AllGates>,
            _ => &ForwardBlock<ForgetAndOutputGate>,
        };
        ParallelBlocks.For(size.Batch * blocks, threadCount, work =>
        {
            int start = work % blocks * BlockSize;
            forward(gates, cells, output, mask, zoneout, size, work / blocks, start, Math.Min(BlockSize, size.Hidden - start));
        });
    }

    /// <summary>Turns the activated gates in place into the gradients of z̃, f̃, õ, ĩ (method: ulmfit reference, section 2.6).</summary>
    /// <param name="pooling">The recurrence.</param>
    /// <param name="gates"><c>[batch, time, gates·hidden]</c>: as the forward pass left them before, their gradients after.</param>
    /// <param name="cells"><c>[batch, time + 1, hidden]</c> as the forward pass left them.</param>
    /// <param name="outputGradient"><c>[batch, time, hidden]</c>.</param>
    /// <param name="size">The sizes.</param>
    /// <param name="threadCount">Threads to use.</param>
    public static void Backward(QrnnPooling? pooling, float* gates, float* cells, float* outputGradient, QrnnRecurrenceSize size, int threadCount)
    {
        int blocks = BlockCount(size.Hidden);
        delegate*<float*, float*, float*, QrnnRecurrenceSize, int, int, int, void> backward = pooling switch
        {
            QrnnPooling.F => &BackwardBlock<OnlyForgetGate>,
            QrnnPooling.Ifo => &BackwardBlock<AllGates>,
            _ => &BackwardBlock<ForgetAndOutputGate>,
        };
        ParallelBlocks.For(size.Batch * blocks, threadCount, work =>
        {
            int start = work % blocks * BlockSize;
            backward(gates, cells, outputGradient, size, work / blocks, start, Math.Min(BlockSize, size.Hidden - start));
        });
    }

    private static int BlockCount(int hidden) => (hidden + BlockSize - 1) / BlockSize;

    private static void ForwardBlock<TGates>(
        float* gates, float* cells, float* output, float* mask, float* zoneout, QrnnRecurrenceSize size, int row, int start, int length)
        where TGates : struct, IGates
    {
        for (int time = 0; time < size.Time; time++)
        {
            long step = ((long)row * size.Time) + time;
            float* z = gates + (step * TGates.Count * size.Hidden) + start;
            float* f = z + size.Hidden;
            float* o = f + size.Hidden;
            float* input = o + size.Hidden;
            float* previous = cells + ((step + row) * size.Hidden) + start;
            float* cell = previous + size.Hidden;
            float* h = output + (step * size.Hidden) + start;
            TensorPrimitives.Tanh(new ReadOnlySpan<float>(z, length), new Span<float>(z, length));
            if (TGates.HasOutput)
                TensorPrimitives.Sigmoid(new ReadOnlySpan<float>(o, length), new Span<float>(o, length));
            if (mask != null && mask[step] == 0)
            {
                Keep<TGates>(new Span<float>(f, length), input);
            }
            else
            {
                TensorPrimitives.Sigmoid(new ReadOnlySpan<float>(f, length), new Span<float>(f, length));
                if (TGates.HasInput)
                    TensorPrimitives.Sigmoid(new ReadOnlySpan<float>(input, length), new Span<float>(input, length));
                if (zoneout != null)
                    KeepSome<TGates>(new Span<float>(f, length), input, new ReadOnlySpan<float>(zoneout + (step * size.Hidden) + start, length));
            }

            int i = 0;
            for (; i <= length - Vector<float>.Count; i += Vector<float>.Count)
            {
                var before = Vector.Load(previous + i);
                var now = TGates.HasInput
                    ? (before * Vector.Load(f + i)) + (Vector.Load(input + i) * Vector.Load(z + i))
                    : before + (Vector.Load(f + i) * (Vector.Load(z + i) - before));
                now.Store(cell + i);
                (TGates.HasOutput ? Vector.Load(o + i) * now : now).Store(h + i);
            }

            for (; i < length; i++)
            {
                cell[i] = TGates.HasInput ? (previous[i] * f[i]) + (input[i] * z[i]) : previous[i] + (f[i] * (z[i] - previous[i]));
                h[i] = TGates.HasOutput ? o[i] * cell[i] : cell[i];
            }
        }
    }

    /// <summary>Gates that leave the cell as it is.</summary>
    private static void Keep<TGates>(Span<float> f, float* input)
        where TGates : struct, IGates
    {
        f.Fill(TGates.HasInput ? 1 : 0);
        if (TGates.HasInput)
            new Span<float>(input, f.Length).Clear();
    }

    /// <summary>The same for the features whose update is 0. Where the cell is kept, all gradients of the gates come out as 0 by themselves.</summary>
    private static void KeepSome<TGates>(Span<float> f, float* input, ReadOnlySpan<float> update)
        where TGates : struct, IGates
    {
        if (TGates.HasInput)
        {
            var i = new Span<float>(input, f.Length);
            TensorPrimitives.Multiply(i, update, i);
            TensorPrimitives.Subtract(f, 1, f);
            TensorPrimitives.Multiply(f, update, f);
            TensorPrimitives.Add(f, 1, f);
        }
        else
        {
            TensorPrimitives.Multiply(f, update, f);
        }
    }

    [SkipLocalsInit]
    private static void BackwardBlock<TGates>(float* gates, float* cells, float* outputGradient, QrnnRecurrenceSize size, int row, int start, int length)
        where TGates : struct, IGates
    {
        // What the later steps add to the gradient of this step's cell.
        float* carried = stackalloc float[BlockSize];
        new Span<float>(carried, length).Clear();
        var one = Vector<float>.One;
        for (int time = size.Time - 1; time >= 0; time--)
        {
            long step = ((long)row * size.Time) + time;
            float* z = gates + (step * TGates.Count * size.Hidden) + start;
            float* f = z + size.Hidden;
            float* o = f + size.Hidden;
            float* input = o + size.Hidden;
            float* previous = cells + ((step + row) * size.Hidden) + start;
            float* cell = previous + size.Hidden;
            float* dh = outputGradient + (step * size.Hidden) + start;
            int i = 0;
            for (; i <= length - Vector<float>.Count; i += Vector<float>.Count)
            {
                var candidate = Vector.Load(z + i);
                var forget = Vector.Load(f + i);
                var gradient = Vector.Load(dh + i);
                var cellGradient = Vector.Load(carried + i) + (TGates.HasOutput ? gradient * Vector.Load(o + i) : gradient);
                if (TGates.HasOutput)
                {
                    var outputGate = Vector.Load(o + i);
                    (gradient * Vector.Load(cell + i) * outputGate * (one - outputGate)).Store(o + i);
                }

                if (TGates.HasInput)
                {
                    var inputGate = Vector.Load(input + i);
                    var oldShare = cellGradient * forget;
                    var newShare = cellGradient * inputGate;
                    (newShare * (one - (candidate * candidate))).Store(z + i);
                    (oldShare * (one - forget) * Vector.Load(previous + i)).Store(f + i);
                    (newShare * (one - inputGate) * candidate).Store(input + i);
                    oldShare.Store(carried + i);
                }
                else
                {
                    var newShare = cellGradient * forget;
                    var oldShare = cellGradient - newShare;
                    (newShare * (one - (candidate * candidate))).Store(z + i);
                    (oldShare * forget * (candidate - Vector.Load(previous + i))).Store(f + i);
                    oldShare.Store(carried + i);
                }
            }

            for (; i < length; i++)
            {
                float candidate = z[i], forget = f[i];
                float cellGradient = carried[i] + (TGates.HasOutput ? dh[i] * o[i] : dh[i]);
                if (TGates.HasOutput)
                    o[i] = dh[i] * cell[i] * o[i] * (1 - o[i]);
                float newShare = cellGradient * (TGates.HasInput ? input[i] : forget);
                float oldShare = TGates.HasInput ? cellGradient * forget : cellGradient - newShare;
                z[i] = newShare * (1 - (candidate * candidate));
                f[i] = TGates.HasInput ? oldShare * (1 - forget) * previous[i] : oldShare * forget * (candidate - previous[i]);
                if (TGates.HasInput)
                    input[i] = newShare * (1 - input[i]) * candidate;
                carried[i] = oldShare;
            }
        }
    }

    /// <summary>Which gates there are besides z and f; constants once compiled.</summary>
    private interface IGates
    {
        static abstract int Count { get; }

        static abstract bool HasOutput { get; }

        static abstract bool HasInput { get; }
    }

    private readonly struct OnlyForgetGate : IGates
    {
        public static int Count => 2;

        public static bool HasOutput => false;

        public static bool HasInput => false;
    }

    private readonly struct ForgetAndOutputGate : IGates
    {
        public static int Count => 3;

        public static bool HasOutput => true;

        public static bool HasInput => false;
    }

    private readonly struct AllGates : IGates
    {
        public static int Count => 4;

        public static bool HasOutput => true;

        public static bool HasInput => true;
    }
}

/// <summary>Sizes of one recurrence.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct QrnnRecurrenceSize(int Batch, int Time, int Hidden);
