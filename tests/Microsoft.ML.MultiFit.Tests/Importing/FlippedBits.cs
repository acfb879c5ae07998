namespace Microsoft.ML.MultiFit.Tests;

/// <summary>Damages a file bit by bit.</summary>
internal static class FlippedBits
{
    /// <summary>Every damaged file is read, or refused with an <see cref="InvalidDataException"/>, and takes little memory.</summary>
    /// <param name="file">The file.</param>
    /// <param name="read">Reads a damaged one.</param>
    /// <param name="step">Flips one bit in so many.</param>
    public static void AreReadOrRefused(byte[] file, Action<byte[]> read, int step = 1)
    {
        for (int bit = 0; bit < 8 * file.Length; bit += step)
        {
            var damaged = (byte[])file.Clone();
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            long before = GC.GetAllocatedBytesForCurrentThread();
            var thrown = Record.Exception(() => read(damaged));
            Assert.True(thrown is null or InvalidDataException, $"bit {bit}: {thrown}");
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 << 20);
        }
    }
}
