namespace Microsoft.ML.MultiFit;

/// <summary>
/// The generator MT19937 and the ways GCC's library draws from a range, from 0 to 1 and by weights with it, so that a sample is the one that SentencePiece
/// takes. Source: Matsumoto and Nishimura 1998; Lemire 2019.
/// </summary>
internal sealed class MersenneTwister
{
    private const int Size = 624;
    private const int Middle = 397;

    private readonly uint[] _state = new uint[Size];
    private int _next = Size;

    public MersenneTwister(uint seed)
    {
        _state[0] = seed;
        for (uint i = 1; i < Size; i++)
            _state[i] = (1812433253 * (_state[i - 1] ^ (_state[i - 1] >> 30))) + i;
    }

    /// <summary>The next 32 bits.</summary>
    public uint Next()
    {
        if (_next == Size)
            Refill();
        uint bits = _state[_next++];
        bits ^= bits >> 11;
        bits ^= (bits << 7) & 0x9D2C5680;
        bits ^= (bits << 15) & 0xEFC60000;
        return bits ^ (bits >> 18);
    }

    /// <summary>A number from 0 to <paramref name="limit"/> − 1, each equally likely.</summary>
    public uint Below(uint limit)
    {
        ulong product = (ulong)Next() * limit;
        if ((uint)product < limit)
        {
            uint threshold = unchecked(0u - limit) % limit;
            while ((uint)product < threshold)
                product = (ulong)Next() * limit;
        }

        return (uint)(product >> 32);
    }

    /// <summary>A number from 0 to 1, 1 excluded.</summary>
    public double NextDouble()
    {
        double low = Next();
        return Math.Min((low + (Next() * 4294967296.0)) / 18446744073709551616.0, Math.BitDecrement(1.0));
    }

    /// <summary>An index of <paramref name="weights"/>, each as likely as its share of their sum. A single one is chosen without drawing a number.</summary>
    public int Choose(IReadOnlyList<float> weights)
    {
        if (weights.Count == 1)
            return 0;
        double sum = 0;
        foreach (float weight in weights)
            sum += weight;
        double drawn = NextDouble(), share = 0;
        for (int i = 0; i < weights.Count - 1; i++)
        {
            share += weights[i] / sum;
            if (share >= drawn)
                return i;
        }

        return weights.Count - 1;
    }

    private void Refill()
    {
        for (int i = 0; i < Size; i++)
        {
            uint joined = (_state[i] & 0x80000000) | (_state[(i + 1) % Size] & 0x7FFFFFFF);
            _state[i] = _state[(i + Middle) % Size] ^ (joined >> 1) ^ ((joined & 1) * 0x9908B0DF);
        }

        _next = 0;
    }
}
