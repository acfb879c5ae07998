namespace Microsoft.ML.MultiFit;

/// <summary>Random numbers that depend on a seed and an epoch alone, so that an epoch can be repeated without the ones before it.</summary>
internal static class Shuffling
{
    public static Random Random(int seed, int epoch) => new(unchecked((seed * 1_000_003) + (epoch * 7_919) + 17));
}
