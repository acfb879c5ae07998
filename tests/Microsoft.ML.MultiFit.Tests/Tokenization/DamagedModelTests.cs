using System.Globalization;
using Xunit.Abstractions;

namespace Microsoft.ML.MultiFit.Tests;

/// <summary>
/// Damaged models are refused or used, but never crash, hang or fill the memory. The environment variable <c>MULTIFIT_MUTATIONS</c> asks for more
/// than the few thousand files of a normal run.
/// </summary>
public class DamagedModelTests(ITestOutputHelper output)
{
    private const int AllowedBytes = 64 << 20;

    private static readonly string s_text = string.Concat(Enumerable.Repeat("ﬁa\u0301 bbc ü😀<sep>ab\u3000\u0001 \0 中abc ", 20));

    private static int MutationCount => int.Parse(Environment.GetEnvironmentVariable("MULTIFIT_MUTATIONS") ?? "10000", CultureInfo.InvariantCulture);

    [Fact]
    public void Small_models() => Try(ModelMutations.SmallModel(), MutationCount);

    [Theory]
    [InlineData("test_model")]
    [InlineData("seqio_sentencepiece")]
    public void Real_models(string name)
    {
        if (SharedFiles.Find($"data/sentencepiece/{name}.model", output) is { } path)
            Try(File.ReadAllBytes(path), Math.Max(MutationCount / 100, 1));
    }

    [Fact]
    public void Vocabularies_of_tiny_pieces_stay_within_the_limit()
    {
        // Short pieces take the most memory for their bytes in the file.
        var file = new ProtobufWriter();
        file.WriteBytes(1, [0x0A, 1, (byte)'?', 0x18, 2]);
        for (int i = 0; i < 1_000_000; i++)
            file.WriteBytes(1, [0x0A, 3, (byte)(1 + (i % 127)), (byte)(1 + (i / 127 % 127)), (byte)(1 + (i / (127 * 127))), 0x15, 0, 0, (byte)i, 0]);
        byte[] bytes = file.Written.ToArray();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(1_000_001, SentencePieceModel.Load(new MemoryStream(bytes)).Pieces.Count);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, bytes.Length, (2 * bytes.Length) + AllowedBytes);
    }

    [Theory]
    [InlineData(SentencePieceType.Normal, 1, 2_000_000, false)]
    [InlineData(SentencePieceType.UserDefined, 1, 2_000_000, false)]
    [InlineData(SentencePieceType.Normal, 1, 2_200_000, true)]
    [InlineData(SentencePieceType.Normal, 100_000, 19, false)]
    [InlineData(SentencePieceType.UserDefined, 100_000, 19, false)]
    [InlineData(SentencePieceType.Normal, 150_000, 40, true)]
    [InlineData(SentencePieceType.UserDefined, 150_000, 40, true)]
    [InlineData(SentencePieceType.Normal, 300_000, 5, false)]
    [InlineData(SentencePieceType.UserDefined, 300_000, 5, false)]
    public void Tries_of_two_million_nodes_stay_within_the_limit(SentencePieceType type, int count, int length, bool isRefused)
    {
        var random = new Random(1);
        var pieces = Enumerable.Range(0, count).Select(_ => new SentencePiece(new string(random.GetItems("abcdefghijklmnopqrstuvwxyz".AsSpan(), length)), -1, type)).DistinctBy(piece => piece.Piece);
        using var file = new MemoryStream();
        new SentencePieceModel([new("<unk>", 0, SentencePieceType.Unknown), new("x", -1, SentencePieceType.Normal), .. pieces], new(), new()).Save(file);
        file.Position = 0;
        long before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            var tokenizer = new UnigramTokenizer(SentencePieceModel.Load(file));
            Assert.False(isRefused);
            Assert.Equal([1], tokenizer.EncodeToIds("x").Skip(1));
        }
        catch (InvalidDataException exception)
        {
            Assert.True(isRefused, exception.Message);
            Assert.Contains("more than two million", exception.Message);
        }

        long taken = GC.GetAllocatedBytesForCurrentThread() - before;
        output.WriteLine($"{taken:N0} bytes for a file of {file.Length:N0}.");
        Assert.InRange(taken, file.Length, (2 * file.Length) + AllowedBytes);
    }

    [Fact]
    public void Pieces_that_no_trie_holds_are_refused()
    {
        var model = new SentencePieceModel([new("<unk>", 0, SentencePieceType.Unknown), new(new string('a', 1 << 22), 0, SentencePieceType.Normal)], new(), new());
        Assert.Contains("too long pieces", Assert.Throws<InvalidDataException>(() => new UnigramTokenizer(model)).Message);
    }

    private void Try(byte[] original, int count)
    {
        int refused = 0;
        long most = 0;
        int current = 0;
        Exception? failure = null;
        var worker = new Thread(() =>
        {
            try
            {
                for (; current < count; current++)
                {
                    byte[] damaged = ModelMutations.Damage(original, new Random(current));
                    // What is taken in all is more than what is held at any time.
                    long before = GC.GetAllocatedBytesForCurrentThread();
                    refused += IsRefused(damaged) ? 1 : 0;
                    most = Math.Max(most, GC.GetAllocatedBytesForCurrentThread() - before - (2 * damaged.Length));
                }
            }
            catch (Exception exception)
            {
                failure = exception;
            }
        })
        { IsBackground = true };
        worker.Start();
        // One file takes milliseconds; only one that hangs takes minutes.
        for (int seen = -1; !worker.Join(TimeSpan.FromMinutes(5)); seen = current)
            Assert.True(seen != current, $"File {current} hangs.");
        Assert.True(failure is null, $"File {current} fails: {failure}");
        output.WriteLine($"{count} damaged files: {refused} refused, the others used; at most {most:N0} bytes beyond twice the file.");
        Assert.InRange(refused, count / 4, count - 1);
        Assert.True(most < AllowedBytes, $"A file took {most} bytes beyond twice its size.");
    }

    private static bool IsRefused(byte[] damaged)
    {
        SentencePieceModel model;
        try
        {
            model = SentencePieceModel.Load(new MemoryStream(damaged), "file");
        }
        catch (InvalidDataException exception)
        {
            Assert.StartsWith("file ", exception.Message, StringComparison.Ordinal);
            return true;
        }

        if (model.TrainerSpec.ModelType is not (SentencePieceModelType.Unigram or SentencePieceModelType.Word))
            return false;
        var tokenizer = new UnigramTokenizer(model);
        tokenizer.Decode(tokenizer.EncodeToIds(s_text));
        using var normalized = new TextNormalizer(model).NormalizeWithOrigins(s_text);
        Assert.Equal(normalized.Utf8.Length + 1, normalized.Origins.Length);
        return false;
    }
}
