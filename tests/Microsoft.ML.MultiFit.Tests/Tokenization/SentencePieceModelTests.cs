using System.Buffers.Binary;
using Xunit.Abstractions;

namespace Microsoft.ML.MultiFit.Tests;

public class SentencePieceModelTests(ITestOutputHelper output)
{
    private static readonly SentencePiece[] s_pieces =
    [
        new("<unk>", 0, SentencePieceType.Unknown), new("▁xxpad", 0, SentencePieceType.UserDefined), new("▁", -1.5f, SentencePieceType.Normal),
        new("a", -2.25f, SentencePieceType.Normal), new("ü😀", -3, SentencePieceType.Normal),
    ];

    private static SentencePieceModel Model(params SentencePiece[] pieces) => new(pieces, new(), new());

    private static byte[] Bytes(SentencePieceModel model)
    {
        using var stream = new MemoryStream();
        model.Save(stream);
        return stream.ToArray();
    }

    private static SentencePieceModel Read(byte[] bytes, string name = "file") => SentencePieceModel.Load(new MemoryStream(bytes), name);

    [Fact]
    public void Saved_model_reads_back()
    {
        var model = new SentencePieceModel(
            [.. s_pieces, .. Enumerable.Range(0, 256).Select(value => new SentencePiece($"<0x{value:X2}>", 0, SentencePieceType.Byte))],
            Filled(new SentencePieceTrainerSpec()) with { UnknownTextId = 2 },
            Filled(new SentencePieceNormalizerSpec()) with { PrecompiledCharsMap = SmallMap() },
            Filled(new SentencePieceNormalizerSpec()) with { PrecompiledCharsMap = NormalizationRules.NmtNfkc.Map.ToBytes() },
            [new("a b", "▁a ▁b"), new("", "")]);
        var copy = Read(Bytes(model));
        Assert.Equal(model.Pieces, copy.Pieces);
        Assert.Equal(model.SelfTestSamples, copy.SelfTestSamples);
        Assert.Equal(Values(model.TrainerSpec), Values(copy.TrainerSpec));
        Assert.Equal(Values(model.NormalizerSpec), Values(copy.NormalizerSpec));
        Assert.Equal(Values(model.DenormalizerSpec!), Values(copy.DenormalizerSpec!));
        Assert.Equal(Bytes(model), Bytes(copy));
    }

    [Fact]
    public void Reference_models_are_written_as_they_were()
    {
        if (SharedFiles.Find("data/sentencepiece", output) is not { } folder)
            return;
        string[] paths = Directory.GetFiles(folder, "*.model");
        Assert.NotEmpty(paths);
        foreach (string path in paths)
        {
            var model = SentencePieceModel.Load(path);
            Assert.Equal(File.ReadAllBytes(path), Bytes(model));
            // Put together anew, nothing is lost that has a name.
            var copy = Read(Bytes(new SentencePieceModel(model.Pieces, model.TrainerSpec, model.NormalizerSpec, model.DenormalizerSpec, model.SelfTestSamples)));
            Assert.Equal(model.Pieces, copy.Pieces);
            Assert.Equal(Values(model.TrainerSpec), Values(copy.TrainerSpec));
            Assert.Equal(Values(model.NormalizerSpec), Values(copy.NormalizerSpec));
        }
    }

    [Fact]
    public void Unknown_fields_survive()
    {
        byte[] unknown = [0xF8, 0x3F, 0x96, 0x01, 0xFA, 0x3F, 0x02, 0xC3, 0xBC, 0xFD, 0x3F, 1, 2, 3, 4, 0xF9, 0x3F, 1, 2, 3, 4, 5, 6, 7, 8, 0xC3, 0x3F, 8, 5, 0x13, 0x14, 0xC4, 0x3F];
        var writer = new ProtobufWriter();
        var piece = new ProtobufWriter();
        piece.WriteString(1, "<unk>");
        piece.WriteInt32(3, 2);
        piece.WriteRaw(unknown);
        writer.WriteBytes(1, piece.Written);
        writer.WriteBytes(2, unknown);
        writer.WriteBytes(3, unknown);
        writer.WriteRaw(unknown);
        var model = Read(writer.Written.ToArray());
        Assert.Equal(writer.Written.ToArray(), Bytes(model));
        byte[] saved = Bytes(new SentencePieceModel(model.Pieces, model.TrainerSpec, model.NormalizerSpec));
        int count = 0;
        for (int i = 0; i + unknown.Length <= saved.Length; i++)
            count += saved.AsSpan(i).StartsWith(unknown) ? 1 : 0;
        // Of the specs alone: pieces and the model itself are put together anew.
        Assert.Equal(2, count);
    }

    [Fact]
    public void Ids_of_symbols_are_found()
    {
        var model = Model(s_pieces);
        Assert.Equal((0, 1, 3, -1), (model.UnknownId, model.PadId, model.IdOf("a"), model.IdOf("b")));
        var control = new SentencePiece("</s>", 0, SentencePieceType.Control);
        var foreign = new SentencePieceModel([s_pieces[2], s_pieces[0], control, control with { Piece = "[PAD]" }], new() { PadPiece = "[PAD]", BeginOfSentenceId = -9 }, new());
        Assert.Equal((1, 3, -1, 2), (foreign.UnknownId, foreign.PadId, foreign.BeginOfSentenceId, foreign.EndOfSentenceId));
        Assert.Equal(0, new SentencePieceModel([s_pieces[2], s_pieces[0]], new() { PadId = 5, PadPiece = "▁" }, new()).PadId);
    }

    [Fact]
    public void Every_truncation_is_refused_or_a_shorter_model()
    {
        byte[] bytes = Bytes(Model(s_pieces));
        for (int length = 0; length < bytes.Length; length++)
        {
            try
            {
                // A file cut between two pieces is a valid file with fewer pieces.
                Assert.True(Read(bytes[..length]).Pieces.Count <= s_pieces.Length);
            }
            catch (InvalidDataException exception)
            {
                Assert.StartsWith("file ", exception.Message, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData("", "no pieces")]
    [InlineData("PK\u0003\u0004 a zip file", "near byte")]
    [InlineData("{ \"model\": 1 }", "near byte")]
    [InlineData("<html>", "near byte")]
    public void Foreign_files_are_named(string content, string reason)
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, content);
            string message = Assert.Throws<InvalidDataException>(() => SentencePieceModel.Load(path)).Message;
            Assert.Contains(path, message);
            Assert.Contains(reason, message);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_forged_size_takes_no_memory()
    {
        // A piece that claims two gigabytes.
        byte[] forged = [0x0A, 0x80, 0x80, 0x80, 0x80, 0x08, 1, 2, 3];
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("claims", Assert.Throws<InvalidDataException>(() => Read(forged)).Message);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 2_000_000);
    }

    [Fact]
    public void Impossible_vocabularies_are_refused()
    {
        var unknown = s_pieces[0];
        Assert.Contains("no unknown", Refused(s_pieces[2]));
        Assert.Contains("both the unknown", Refused(unknown, unknown with { Piece = "?" }));
        Assert.Contains("piece 1 is empty", Refused(unknown, new("", 0, SentencePieceType.Normal)));
        Assert.Contains("piece 2 is the same as piece 1", Refused(unknown, s_pieces[3], s_pieces[3]));
        Assert.Contains("score of piece 1", Refused(unknown, new("a", float.NaN, SentencePieceType.Normal)));
        Assert.Contains("unknown type 9", Refused(unknown, new("a", 0, (SentencePieceType)9)));
        Assert.Contains("not spelled in bytes", Refused(unknown, new("<0x0A>", 0, SentencePieceType.Byte)));
        Assert.Contains("called '<0x0a>'", Refused(unknown, new("<0x0a>", 0, SentencePieceType.Byte)));
        Assert.Contains("no piece <0x00>", Assert.Throws<InvalidDataException>(() => new SentencePieceModel(s_pieces, new() { ByteFallback = true }, new())).Message);
        Assert.Contains("unknown kind 7", Assert.Throws<InvalidDataException>(() => new SentencePieceModel(s_pieces, new() { ModelType = (SentencePieceModelType)7 }, new())).Message);

        static string Refused(params SentencePiece[] pieces) => Assert.Throws<InvalidDataException>(() => Model(pieces)).Message;
    }

    [Fact]
    public void Damaged_normalisation_rules_are_refused()
    {
        byte[] map = SmallMap();
        foreach (byte[] damaged in (byte[][])[map[..3], map[..40], map[..^1]])
            Assert.Throws<InvalidDataException>(() => new SentencePieceModel(s_pieces, new(), new() { PrecompiledCharsMap = damaged }));
        byte[] oversized = [.. map];
        BinaryPrimitives.WriteInt32LittleEndian(oversized, int.MaxValue - 3);
        Assert.Throws<InvalidDataException>(() => new SentencePieceModel(s_pieces, new(), new() { PrecompiledCharsMap = oversized }));
        Assert.Throws<InvalidDataException>(() => new SentencePieceModel(s_pieces, new(), new(), new() { PrecompiledCharsMap = map[..40] }));
    }

    [Fact]
    public void Rules_without_end_are_refused()
    {
        // From the root's children at 0x100, 'a' leads to its own base again; each unit is a byte and the distance to the children of that byte.
        uint[] units = new uint[512];
        units[0] = 0x100 << 10;
        units[0x100 ^ 'a'] = 'a' | ((uint)'a' << 10);
        Assert.Contains("no end", Refused(units));
        // 'a', then 'b', then back.
        units[0x100 ^ 'a'] = 'a' | ((uint)('a' ^ 0x80) << 10);
        units[0x180 ^ 'b'] = 'b' | ((uint)('b' ^ 0x80) << 10);
        Assert.Contains("no end", Refused(units));
        Assert.Contains("writes more than", Refused(units[..1], new string('x', 4097) + "\0"));

        static string Refused(uint[] units, string replacements = "\0")
        {
            byte[] map = [.. BitConverter.GetBytes(4 * units.Length), .. units.SelectMany(BitConverter.GetBytes), .. replacements.Select(letter => (byte)letter)];
            return Assert.Throws<InvalidDataException>(() => new SentencePieceModel(s_pieces, new(), new() { PrecompiledCharsMap = map })).Message;
        }
    }

    [Fact]
    public void Too_many_pieces_are_refused_before_memory_is_taken()
    {
        byte[] file = [.. Enumerable.Repeat((byte[])[0x0A, 0x00], 1_500_000).SelectMany(piece => piece)];
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("1500000 pieces are too many", Assert.Throws<InvalidDataException>(() => Read(file)).Message);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 4_000_000);
    }

    [Fact]
    public void Saving_where_nothing_can_be_written_names_the_path()
    {
        string path = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N"), "m.model");
        Assert.Contains(path, Assert.ThrowsAny<IOException>(() => Model(s_pieces).Save(path)).Message);
    }

    private static byte[] SmallMap() => new NormalizationRules([new("ﬁ", "fi"), new("a\u0301", "á")]).Map.ToBytes();

    /// <summary>The spec with a value of its own in every property.</summary>
    private static T Filled<T>(T spec)
    {
        int number = 100;
        foreach (var property in typeof(T).GetProperties().Where(property => property.SetMethod is not null))
        {
            number++;
            object? value = property.GetValue(spec) switch
            {
                int => number,
                ulong => (1UL << 40) + (ulong)number,
                float => number + 0.5f,
                bool old => !old,
                string => $"s{number}",
                SentencePieceModelType => SentencePieceModelType.Word,
                IReadOnlyList<string> => (string[])[$"a{number}", $"b{number}"],
                var other => other,
            };
            property.SetValue(spec, value);
        }

        return spec;
    }

    private static List<string> Values<T>(T spec) => [.. typeof(T).GetProperties().Select(property => property.Name + " " + property.GetValue(spec) switch
    {
        IEnumerable<string> list => string.Join('|', list),
        ReadOnlyMemory<byte> bytes => Convert.ToHexString(bytes.Span),
        var value => value,
    })];
}
