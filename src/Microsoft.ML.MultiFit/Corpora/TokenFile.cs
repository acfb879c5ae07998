using System.IO.Hashing;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Microsoft.ML.MultiFit;

/// <summary>
/// A file of piece ids, numbers as they lie in memory: a header of 64 bytes, the ids (4 bytes each), zeros up to a multiple of 8, and the place of
/// each document's first id (8 bytes each), with the number of all ids at the end. It is written in one pass, with memory for the places only.
/// </summary>
internal static class TokenFile
{
    private const int Version = 1;
    private const int BufferSize = 1 << 20;

    private static ReadOnlySpan<byte> MagicBytes => "MFTokens"u8;

    private static ulong Magic => MemoryMarshal.Read<ulong>(MagicBytes);

    /// <summary>Writes the file; it appears whole or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <param name="key">What the ids were made from.</param>
    /// <param name="vocabularySize">Ids are below it.</param>
    /// <param name="documents">The ids, read once.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, ContentKey key, int vocabularySize, IEnumerable<int[]> documents) =>
        AtomicFile.Write(path, stream =>
        {
            var header = new Header { Magic = Magic, Version = Version, VocabularySize = vocabularySize, Key = key.Value };
            var hash = new XxHash128();
            var starts = new List<long> { 0 };
            stream.Position = Unsafe.SizeOf<Header>();
            foreach (var document in documents)
            {
                Append(MemoryMarshal.AsBytes(document.AsSpan()));
                starts.Add(starts[^1] + document.Length);
            }

            if (starts[^1] % 2 != 0)
                Append(stackalloc byte[sizeof(int)]);
            Append(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(starts)));
            header.DocumentCount = starts.Count - 1;
            header.TokenCount = starts[^1];
            header.Checksum = Checksum(hash, header);
            stream.Position = 0;
            stream.Write(MemoryMarshal.AsBytes(new ReadOnlySpan<Header>(in header)));

            void Append(ReadOnlySpan<byte> bytes)
            {
                stream.Write(bytes);
                hash.Append(bytes);
            }
        });

    /// <summary>Checks the whole file, in one pass that keeps nothing, and maps it.</summary>
    /// <exception cref="InvalidDataException">It is not a file of ids with this key, was cut off or altered; the message names file and reason.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static MappedTokens Open(string path, ContentKey key, int vocabularySize)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0, FileOptions.SequentialScan);
        try
        {
            var header = Read(file, key, vocabularySize);
            return new MappedTokens(file, Unsafe.SizeOf<Header>(), header.TokenCount, StartsOffset(header.TokenCount), (int)header.DocumentCount);
        }
        catch (Exception exception)
        {
            file.Dispose();
            if (exception is InvalidDataException)
                throw new InvalidDataException($"{path}: {exception.Message}", exception);
            throw;
        }
    }

    private static Header Read(FileStream file, ContentKey key, int vocabularySize)
    {
        Header header = default;
        int read = file.ReadAtLeast(MemoryMarshal.AsBytes(new Span<Header>(ref header)), Unsafe.SizeOf<Header>(), throwOnEndOfStream: false);
        Require(read == Unsafe.SizeOf<Header>() && header.Magic == Magic, "not a file of piece ids");
        Require(header.Version == Version, $"version {header.Version} of the format is unknown");
        Require(header.Key == key.Value && header.VocabularySize == vocabularySize, "made from other text, rules or vocabulary");
        Require(header.TokenCount is >= 0 and < long.MaxValue / 16 && header.DocumentCount is >= 0 and < int.MaxValue, "its sizes are impossible");
        long expected = StartsOffset(header.TokenCount) + ((header.DocumentCount + 1) * sizeof(long));
        Require(file.Length == expected, $"{file.Length} bytes long instead of {expected}");

        var hash = new XxHash128();
        var buffer = GC.AllocateUninitializedArray<byte>(BufferSize);
        uint largest = 0;
        Pass(header.TokenCount * sizeof(int), bytes => largest = Math.Max(largest, TensorPrimitives.Max(MemoryMarshal.Cast<byte, uint>(bytes))));
        Pass(StartsOffset(header.TokenCount) - file.Position, _ => { });
        long last = 0;
        bool rising = true, first = true;
        Pass((header.DocumentCount + 1) * sizeof(long), bytes =>
        {
            foreach (long start in MemoryMarshal.Cast<byte, long>(bytes))
            {
                rising &= first ? start == 0 : start >= last && start - last <= Array.MaxLength;
                (last, first) = (start, false);
            }
        });
        Require(Checksum(hash, header) == header.Checksum, "its content was changed");
        Require((largest < vocabularySize || header.TokenCount == 0) && rising && last == header.TokenCount, "its numbers are impossible");
        return header;

        void Pass(long count, Action<ReadOnlySpan<byte>> look)
        {
            while (count > 0)
            {
                var part = buffer.AsSpan(0, (int)Math.Min(count, buffer.Length));
                file.ReadExactly(part);
                hash.Append(part);
                look(part);
                count -= part.Length;
            }
        }
    }

    /// <summary>The hash of all that follows the header, with the header's own numbers.</summary>
    private static UInt128 Checksum(XxHash128 hash, Header header)
    {
        header.Checksum = 0;
        hash.Append(MemoryMarshal.AsBytes(new ReadOnlySpan<Header>(in header)));
        return hash.GetCurrentHashAsUInt128();
    }

    private static long StartsOffset(long tokenCount) => Unsafe.SizeOf<Header>() + ((tokenCount + 1) / 2 * sizeof(long));

    private static void Require(bool condition, string otherwise)
    {
        if (!condition)
            throw new InvalidDataException(otherwise);
    }

    [StructLayout(LayoutKind.Explicit, Size = 64)]
    private struct Header
    {
        [FieldOffset(0)]
        public ulong Magic;

        [FieldOffset(8)]
        public int Version;

        [FieldOffset(12)]
        public int VocabularySize;

        [FieldOffset(16)]
        public UInt128 Key;

        [FieldOffset(32)]
        public long DocumentCount;

        [FieldOffset(40)]
        public long TokenCount;

        [FieldOffset(48)]
        public UInt128 Checksum;
    }
}
