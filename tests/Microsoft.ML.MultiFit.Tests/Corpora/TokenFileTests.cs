using System.Buffers.Binary;

namespace Microsoft.ML.MultiFit.Tests;

public sealed class TokenFileTests : IDisposable
{
    private static readonly ContentKey s_key = ContentKey.OfTexts("text");

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Lies_on_disk_as_described()
    {
        TokenFile.Write(Path, s_key, 300, [[7, 299], [], [5]]);
        var bytes = File.ReadAllBytes(Path);
        Assert.Equal("MFTokens"u8.ToArray(), bytes[..8]);
        Assert.Equal([1, 300], Ints(bytes, 8, 2));
        Assert.Equal([3L, 3L], Longs(bytes, 32, 2));
        Assert.Equal([7, 299, 5, 0], Ints(bytes, 64, 4));
        Assert.Equal([0L, 2, 2, 3], Longs(bytes, 80, 4));
        Assert.Equal(112, bytes.Length);
    }

    [Fact]
    public void An_empty_corpus_is_a_corpus()
    {
        TokenFile.Write(Path, s_key, 300, []);
        using var tokens = TokenFile.Open(Path, s_key, 300);
        Assert.Equal(0, tokens.DocumentCount);
        Assert.Equal(0, tokens.Start(0));
    }

    [Fact]
    public void Ids_outside_the_vocabulary_are_refused_although_the_file_is_whole()
    {
        TokenFile.Write(Path, s_key, 300, [[7, 300]]);
        Assert.Equal($"{Path}: its numbers are impossible", Refused(s_key, 300));
        TokenFile.Write(Path, s_key, 300, [[7, -1]]);
        Assert.Equal($"{Path}: its numbers are impossible", Refused(s_key, 300));
    }

    [Fact]
    public void Files_of_another_key_or_kind_are_refused()
    {
        TokenFile.Write(Path, s_key, 300, [[7]]);
        Assert.Equal($"{Path}: made from other text, rules or vocabulary", Refused(ContentKey.OfTexts("other"), 300));
        Assert.Equal($"{Path}: made from other text, rules or vocabulary", Refused(s_key, 301));
        File.WriteAllText(Path, new string('x', 1000));
        Assert.Equal($"{Path}: not a file of piece ids", Refused(s_key, 300));
    }

    [Fact]
    public void Forged_sizes_are_refused_before_anything_is_read()
    {
        TokenFile.Write(Path, s_key, 300, [[7]]);
        foreach (long count in new[] { long.MaxValue, long.MaxValue / 16, -1, 1L << 40 })
        {
            var bytes = File.ReadAllBytes(Path);
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(40), count);
            File.WriteAllBytes(Path, bytes);
            Assert.StartsWith(Path, Refused(s_key, 300));
        }
    }

    private string Path => _folder.File("ids.tokens");

    private string Refused(ContentKey key, int vocabularySize) =>
        Assert.Throws<InvalidDataException>(() => TokenFile.Open(Path, key, vocabularySize)).Message;

    private static int[] Ints(byte[] bytes, int offset, int count) =>
        [.. Enumerable.Range(0, count).Select(i => BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(offset + (4 * i))))];

    private static long[] Longs(byte[] bytes, int offset, int count) =>
        [.. Enumerable.Range(0, count).Select(i => BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(offset + (8 * i))))];
}
