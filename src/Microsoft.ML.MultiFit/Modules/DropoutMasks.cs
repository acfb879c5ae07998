using System.Buffers;
using System.Numerics.Tensors;
using System.Runtime.Intrinsics;
using TorchSharp;

namespace Microsoft.ML.MultiFit;

/// <summary>
/// Draws dropout masks: 0 with probability p, else 1/(1 − p). The numbers depend on the seed and on how many masks were drawn before, not on
/// threads, hardware or the tensor library's own generator, so equal seeds give equal models. On other devices than the CPU the library's generator there
/// draws them, seeded anew for every mask: that depends on nothing else either, but a model trained there is another one.
/// </summary>
/// <param name="seed">Equal seeds give equal masks.</param>
/// <param name="device">Where the masks are to be, and the network with them; null for the CPU.</param>
internal sealed class DropoutMasks(int seed, torch.Device? device = null)
{
    /// <summary>Elements with a generator of their own, the unit of parallel work.</summary>
    private const int BlockSize = 1 << 15;

    /// <summary>Where the masks are.</summary>
    public torch.Device Device { get; } = device ?? torch.CPU;

    /// <summary>Masks drawn so far. Set to draw again what followed.</summary>
    public ulong Drawn { get; set; }

    /// <summary>A mask of the given shape; null where nothing is dropped.</summary>
    public torch.Tensor? Draw(double probability, params long[] shape) => Draw(probability, 1 / (1 - probability), shape);

    /// <summary>A mask of 0 and 1; null where nothing is dropped.</summary>
    public torch.Tensor? DrawUnscaled(double probability, params long[] shape) => Draw(probability, 1, shape);

    /// <summary>The next mask as a rule that makes it whenever it is needed; the same numbers as <see cref="Draw(double, long[])"/> gives.</summary>
    public LazyMask DrawLazily(double probability) => new(NextStream(), probability, (float)(1 / (1 - probability)));

    private torch.Tensor? Draw(double probability, double kept, long[] shape)
    {
        if (probability <= 0)
            return null;
        ulong stream = NextStream();
        var mask = torch.empty(shape, device: Device);
        if (Device.type == DeviceType.CPU)
            Fill(mask, probability, (float)kept, stream);
        else
            FillByLibrary(mask, probability, kept, stream);
        return mask;
    }

    /// <summary>Fills a mask on any device. Changes the state of the tensor library's generators.</summary>
    internal static void FillByLibrary(torch.Tensor mask, double probability, double kept, ulong stream)
    {
        torch.manual_seed((long)(stream >> 1));
        mask.bernoulli_(1 - probability).mul_(kept);
    }

    private static unsafe void Fill(torch.Tensor mask, double probability, float kept, ulong stream)
    {
        float* values = TensorMemory.Pointer(mask);
        int count = TensorMemory.Floats(mask).Length;
        int blocks = (count + BlockSize - 1) / BlockSize;
        ParallelBlocks.For(blocks, torch.get_num_threads(), block =>
        {
            int start = block * BlockSize;
            FillBlock(new Span<float>(values + start, Math.Min(BlockSize, count - start)), probability, kept, KeyOfBlock(stream, block));
        });
        GC.KeepAlive(mask);
    }

    /// <summary>Eight lanes of xorshift128 (Marsaglia 2003).</summary>
    private static void FillBlock(Span<float> values, double probability, float keptValue, ulong key)
    {
        Span<uint> start = stackalloc uint[4 * Vector256<uint>.Count];
        for (int i = 0; i < start.Length; i++)
            start[i] = (uint)(Mix(key + (ulong)i) >> 32) | 1u;
        var x = Vector256.Create<uint>(start[..8]);
        var y = Vector256.Create<uint>(start[8..16]);
        var z = Vector256.Create<uint>(start[16..24]);
        var w = Vector256.Create<uint>(start[24..]);
        var threshold = Vector256.Create((uint)Math.Min(uint.MaxValue, probability * 4294967296.0));
        var kept = Vector256.Create(keptValue);
        Span<float> last = stackalloc float[Vector256<float>.Count];
        for (int i = 0; i < values.Length; i += Vector256<float>.Count)
        {
            var t = x ^ (x << 11);
            x = y;
            y = z;
            z = w;
            w = w ^ (w >>> 19) ^ t ^ (t >>> 8);
            var drawn = Vector256.GreaterThanOrEqual(w, threshold).AsSingle() & kept;
            if (i + Vector256<float>.Count <= values.Length)
            {
                drawn.CopyTo(values[i..]);
            }
            else
            {
                drawn.CopyTo(last);
                last[..(values.Length - i)].CopyTo(values[i..]);
            }
        }
    }

    private ulong NextStream() => Mix(((ulong)(uint)seed << 32) ^ ++Drawn);

    private static ulong KeyOfBlock(ulong stream, int block) => Mix(stream + (ulong)block);

    /// <summary>The finaliser of splitmix64: neighbouring numbers become unrelated ones.</summary>
    private static ulong Mix(ulong value)
    {
        value += 0x9E3779B97F4A7C15;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }

    /// <summary>A mask that is made block by block where it is used.</summary>
    internal sealed record LazyMask(ulong Stream, double Probability, float Kept)
    {
        /// <summary>Target ← source · mask; contiguous CPU tensors of the same shape, which may be the same.</summary>
        public unsafe void Multiply(torch.Tensor source, torch.Tensor target)
        {
            float* from = TensorMemory.Pointer(source);
            float* to = TensorMemory.Pointer(target);
            int count = TensorMemory.Floats(source).Length;
            int blocks = (count + BlockSize - 1) / BlockSize;
            ParallelBlocks.For(blocks, torch.get_num_threads(), block =>
            {
                int start = block * BlockSize;
                int length = Math.Min(BlockSize, count - start);
                var factors = ArrayPool<float>.Shared.Rent(length);
                FillBlock(factors.AsSpan(0, length), Probability, Kept, KeyOfBlock(Stream, block));
                TensorPrimitives.Multiply(new ReadOnlySpan<float>(from + start, length), factors.AsSpan(0, length), new Span<float>(to + start, length));
                ArrayPool<float>.Shared.Return(factors);
            });
            GC.KeepAlive(source);
            GC.KeepAlive(target);
        }
    }
}
