using System.Runtime.Intrinsics;
using TorchSharp;

namespace Microsoft.ML.MultiFit;

/// <summary>
/// Draws dropout masks: 0 with probability p, else 1/(1 − p). The numbers depend on the seed and on how many masks were drawn before, not on
/// threads, hardware or the tensor library's own generator, so equal seeds give equal models.
/// </summary>
internal sealed class DropoutMasks(int seed)
{
    /// <summary>Elements with a generator of their own, the unit of parallel work.</summary>
    private const int BlockSize = 1 << 15;

    /// <summary>Masks drawn so far. Set to draw again what followed.</summary>
    public ulong Drawn { get; set; }

    /// <summary>A mask of the given shape; null where nothing is dropped.</summary>
    public torch.Tensor? Draw(double probability, params long[] shape) => Draw(probability, 1 / (1 - probability), shape);

    /// <summary>A mask of 0 and 1; null where nothing is dropped.</summary>
    public torch.Tensor? DrawUnscaled(double probability, params long[] shape) => Draw(probability, 1, shape);

    private torch.Tensor? Draw(double probability, double kept, long[] shape)
    {
        if (probability <= 0)
            return null;
        var mask = torch.empty(shape);
        Fill(mask, probability, (float)kept);
        return mask;
    }

    private unsafe void Fill(torch.Tensor mask, double probability, float kept)
    {
        float* values = TensorMemory.Pointer(mask);
        int count = TensorMemory.Floats(mask).Length;
        ulong stream = Mix(((ulong)(uint)seed << 32) ^ ++Drawn);
        int blocks = (count + BlockSize - 1) / BlockSize;
        ParallelBlocks.For(blocks, torch.get_num_threads(), block =>
        {
            int start = block * BlockSize;
            FillBlock(new Span<float>(values + start, Math.Min(BlockSize, count - start)), probability, kept, Mix(stream + (ulong)block));
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

    /// <summary>The finaliser of splitmix64: neighbouring numbers become unrelated ones.</summary>
    private static ulong Mix(ulong value)
    {
        value += 0x9E3779B97F4A7C15;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
