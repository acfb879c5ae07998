using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Microsoft.ML.MultiFit;

/// <summary>
/// QRNN pooling on plain memory (see <see cref="QrnnPooling"/>). Every lane (row, feature) is a recurrence of its own, so rows and blocks of features
/// run in parallel, in an order that changes no result. The code is written once and compiled for each kind of pooling, without its tests for the kind.
/// </summary>
internal static unsafe class QrnnRecurrenceKernel
{
    /// <summary>Features of one piece of work, at most: its carried values stay in the first-level cache, and memory is read in long runs.</summary>
    private const int LargestBlock = 2_048;

    /// <summary>Features of one piece of work where there are too few rows for all threads.</summary>
    private const int SmallBlock = 256;

    private const int RowsPerThread = 8;

    private const int MostGates = 4;

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
        int blockSize = size.Batch < RowsPerThread * threadCount ? SmallBlock : LargestBlock;
        int blocks = (size.Hidden + blockSize - 1) / blockSize;
        delegate*<float*, float*, float*, float*, float*, QrnnRecurrenceSize, int, int, int, void> forward = pooling switch
        {
            QrnnPooling.F => &ForwardBlock<OnlyForgetGate>,
            QrnnPooling.Ifo => &ForwardBlock<AllGates>,
            _ => &ForwardBlock<ForgetAndOutputGate>,
        };
        ParallelBlocks.For(size.Batch * blocks, threadCount, work =>
        {
            int start = work % blocks * blockSize;
            forward(gates, cells, output, mask, zoneout, size, work / blocks, start, Math.Min(blockSize, size.Hidden - start));
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
        int blockSize = size.Batch < RowsPerThread * threadCount ? SmallBlock : LargestBlock;
        int blocks = (size.Hidden + blockSize - 1) / blockSize;
        delegate*<float*, float*, float*, QrnnRecurrenceSize, int, int, int, void> backward = pooling switch
        {
            QrnnPooling.F => &BackwardBlock<OnlyForgetGate>,
            QrnnPooling.Ifo => &BackwardBlock<AllGates>,
            _ => &BackwardBlock<ForgetAndOutputGate>,
        };
        ParallelBlocks.For(size.Batch * blocks, threadCount, work =>
        {
            int start = work % blocks * blockSize;
            backward(gates, cells, outputGradient, size, work / blocks, start, Math.Min(blockSize, size.Hidden - start));
        });
    }

    private static void ForwardBlock<TGates>(
        float* gates, float* cells, float* output, float* mask, float* zoneout, QrnnRecurrenceSize size, int row, int start, int length)
        where TGates : struct, IGates
    {
        int lanes = Vector<float>.Count;
        float* last = stackalloc float[(MostGates + 4) * lanes];
        for (int time = 0; time < size.Time; time++)
        {
            long step = ((long)row * size.Time) + time;
            float* z = gates + (step * TGates.Count * size.Hidden) + start;
            float* previous = cells + ((step + row) * size.Hidden) + start;
            float* cell = previous + size.Hidden;
            float* h = output + (step * size.Hidden) + start;
            float* update = zoneout == null ? null : zoneout + (step * size.Hidden) + start;
            bool isPadding = mask != null && mask[step] == 0;
            int i = 0;
            for (; i <= length - lanes; i += lanes)
                ForwardLanes<TGates>(z + i, size.Hidden, previous + i, update == null ? null : update + i, isPadding, cell + i, h + i);
            if (i == length)
                continue;

            // Fewer features than a vector holds are computed in a place of their own.
            int rest = length - i;
            float* others = last + (TGates.Count * lanes);
            CopyRows(z + i, size.Hidden, last, lanes, TGates.Count, rest);
            CopyRows(previous + i, 0, others, 0, 1, rest);
            if (update != null)
                CopyRows(update + i, 0, others + lanes, 0, 1, rest);
            ForwardLanes<TGates>(last, lanes, others, update == null ? null : others + lanes, isPadding, others + (2 * lanes), others + (3 * lanes));
            CopyRows(last, lanes, z + i, size.Hidden, TGates.Count, rest);
            CopyRows(others + (2 * lanes), 0, cell + i, 0, 1, rest);
            CopyRows(others + (3 * lanes), 0, h + i, 0, 1, rest);
        }
    }

    /// <summary>One step of as many features as a vector holds.</summary>
    /// <param name="z">Their z̃; f̃, õ and ĩ follow at the same distance each.</param>
    /// <param name="distance">From gate to gate, in numbers.</param>
    /// <param name="previous">The cells before.</param>
    /// <param name="update">0 where the cell keeps its value, else 1; null for 1.</param>
    /// <param name="isPadding">All cells keep their value.</param>
    /// <param name="cell">The cells after.</param>
    /// <param name="h">The outputs.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ForwardLanes<TGates>(float* z, int distance, float* previous, float* update, bool isPadding, float* cell, float* h)
        where TGates : struct, IGates
    {
        float* f = z + distance;
        float* o = f + distance;
        float* input = o + distance;
        var before = Vector.Load(previous);
        var candidate = ExponentialFunctions.Tanh(Vector.Load(z));
        var forget = ExponentialFunctions.Sigmoid(Vector.Load(f));
        var inputGate = TGates.HasInput ? ExponentialFunctions.Sigmoid(Vector.Load(input)) : Vector<float>.Zero;

        // Where the cell is kept, all gradients of the gates come out as 0 by themselves.
        if (isPadding || update != null)
        {
            var moves = isPadding ? Vector<float>.Zero : Vector.Load(update);
            forget = TGates.HasInput ? Vector<float>.One + ((forget - Vector<float>.One) * moves) : forget * moves;
            inputGate *= moves;
        }

        var now = TGates.HasInput ? (before * forget) + (inputGate * candidate) : before + (forget * (candidate - before));
        candidate.Store(z);
        forget.Store(f);
        now.Store(cell);
        if (TGates.HasOutput)
        {
            var outputGate = ExponentialFunctions.Sigmoid(Vector.Load(o));
            outputGate.Store(o);
            now *= outputGate;
        }

        if (TGates.HasInput)
            inputGate.Store(input);
        now.Store(h);
    }

    [SkipLocalsInit]
    private static void BackwardBlock<TGates>(float* gates, float* cells, float* outputGradient, QrnnRecurrenceSize size, int row, int start, int length)
        where TGates : struct, IGates
    {
        // What the later steps add to the gradient of this step's cell. The last vector may reach beyond the block.
        int lanes = Vector<float>.Count;
        float* carried = stackalloc float[LargestBlock + lanes];
        new Span<float>(carried, length + lanes).Clear();
        float* last = stackalloc float[(MostGates + 3) * lanes];
        for (int time = size.Time - 1; time >= 0; time--)
        {
            long step = ((long)row * size.Time) + time;
            float* z = gates + (step * TGates.Count * size.Hidden) + start;
            float* previous = cells + ((step + row) * size.Hidden) + start;
            float* cell = previous + size.Hidden;
            float* dh = outputGradient + (step * size.Hidden) + start;
            int i = 0;
            for (; i <= length - lanes; i += lanes)
                BackwardLanes<TGates>(z + i, size.Hidden, previous + i, cell + i, dh + i, carried + i);
            if (i == length)
                continue;
            int rest = length - i;
            float* others = last + (TGates.Count * lanes);
            CopyRows(z + i, size.Hidden, last, lanes, TGates.Count, rest);
            CopyRows(previous + i, 0, others, 0, 1, rest);
            CopyRows(cell + i, 0, others + lanes, 0, 1, rest);
            CopyRows(dh + i, 0, others + (2 * lanes), 0, 1, rest);
            BackwardLanes<TGates>(last, lanes, others, others + lanes, others + (2 * lanes), carried + i);
            CopyRows(last, lanes, z + i, size.Hidden, TGates.Count, rest);
        }
    }

    /// <summary>The gradients of what <see cref="ForwardLanes"/> did, in the gates' place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void BackwardLanes<TGates>(float* z, int distance, float* previous, float* cell, float* dh, float* carried)
        where TGates : struct, IGates
    {
        float* f = z + distance;
        float* o = f + distance;
        float* input = o + distance;
        var one = Vector<float>.One;
        var candidate = Vector.Load(z);
        var forget = Vector.Load(f);
        var gradient = Vector.Load(dh);
        var cellGradient = Vector.Load(carried) + (TGates.HasOutput ? gradient * Vector.Load(o) : gradient);
        if (TGates.HasOutput)
        {
            var outputGate = Vector.Load(o);
            (gradient * Vector.Load(cell) * outputGate * (one - outputGate)).Store(o);
        }

        if (TGates.HasInput)
        {
            var inputGate = Vector.Load(input);
            var oldShare = cellGradient * forget;
            var newShare = cellGradient * inputGate;
            (newShare * (one - (candidate * candidate))).Store(z);
            (oldShare * (one - forget) * Vector.Load(previous)).Store(f);
            (newShare * (one - inputGate) * candidate).Store(input);
            oldShare.Store(carried);
        }
        else
        {
            var newShare = cellGradient * forget;
            var oldShare = cellGradient - newShare;
            (newShare * (one - (candidate * candidate))).Store(z);
            (oldShare * forget * (candidate - Vector.Load(previous))).Store(f);
            oldShare.Store(carried);
        }
    }

    /// <summary>Copies the first numbers of some rows.</summary>
    private static void CopyRows(float* source, int sourceDistance, float* target, int targetDistance, int rows, int count)
    {
        for (int row = 0; row < rows; row++)
            new ReadOnlySpan<float>(source + (row * sourceDistance), count).CopyTo(new Span<float>(target + (row * targetDistance), count));
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
