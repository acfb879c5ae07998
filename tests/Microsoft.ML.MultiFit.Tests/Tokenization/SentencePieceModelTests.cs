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
        var trainer = new SentencePieceTrainerSpec
        {
            VocabularySize = 5,
            CharacterCoverage = 0.99f,
            ControlSymbols = ["<c>"],
            UserDefinedSymbols = ["▁xxpad", "x"],
            ByteFallback = true,
            TreatWhitespaceAsSuffix = true,
            UnknownId = 3,
            BeginOfSentenceId = -1,
            EndOfSentenceId = -1,
            PadId = 7,
            UnknownSurface = "?",
        };
        var normalizer = new SentencePieceNormalizerSpec
        {
            Name = "n",
            PrecompiledCharsMap = NmtNfkc.Map.ToBytes(),
            AddDummyPrefix = false,
            RemoveExtraWhitespaces = false,
            EscapeWhitespaces = false,
        };
        var copy = Read(Bytes(new SentencePieceModel(s_pieces, trainer, normalizer)));
        Assert.Equal(s_pieces, copy.Pieces);
        Assert.Equal(trainer.ControlSymbols, copy.TrainerSpec.ControlSymbols);
        Assert.Equal(trainer.UserDefinedSymbols, copy.TrainerSpec.UserDefinedSymbols);
        Assert.Equal(trainer, copy.TrainerSpec with { ControlSymbols = trainer.ControlSymbols, UserDefinedSymbols = trainer.UserDefinedSymbols, OtherFields = default });
        Assert.Equal(normalizer.PrecompiledCharsMap.ToArray(), copy.NormalizerSpec.PrecompiledCharsMap.ToArray());
        Assert.Equal(normalizer, copy.NormalizerSpec with { PrecompiledCharsMap = normalizer.PrecompiledCharsMap, OtherFields = default });
    }

    [Theory]
    [InlineData("test_model")]
    [InlineData("seqio_sentencepiece")]
    [InlineData("ref_ja_unigram_4000")]
    public void Reference_models_lose_nothing(string name)
    {
        if (SharedFiles.Find($"data/sentencepiece/{name}.model", output) is not { } path)
            return;
        var model = SentencePieceModel.Load(path);
        byte[] once = Bytes(model);
        Assert.Equal(model.Pieces, Read(once).Pieces);
        Assert.Equal(once, Bytes(Read(once)));
        Assert.Equal(Fields(File.ReadAllBytes(path)), Fields(once));
    }

    [Fact]
    public void Unknown_fields_survive()
    {
        byte[] unknown = [0xF8, 0x3F, 0x96, 0x01, 0xFA, 0x3F, 0x02, 0xC3, 0xBC, 0xFD, 0x3F, 1, 2, 3, 4, 0xF9, 0x3F, 1, 2, 3, 4, 5, 6, 7, 8];
        var writer = new ProtobufWriter();
        var piece = new ProtobufWriter();
        piece.WriteString(1, "<unk>");
        piece.WriteInt32(3, 2);
        piece.WriteRaw(unknown);
        writer.WriteBytes(1, piece.Written);
        writer.WriteBytes(2, unknown);
        writer.WriteBytes(3, unknown);
        writer.WriteRaw(unknown);
        byte[] saved = Bytes(Read(writer.Written.ToArray()));
        int count = 0;
        for (int i = 0; i + unknown.Length <= saved.Length; i++)
            count += saved.AsSpan(i).StartsWith(unknown) ? 1 : 0;
        Assert.Equal(4, count);
    }

    [Fact]
    public void Ids_of_symbols_are_found()
    {
        var model = Model(s_pieces);
        Assert.Equal((0, 1, 3, -1), (model.UnknownId, model.PadId, model.IdOf("a"), model.IdOf("b")));
        var foreign = new SentencePieceModel([s_pieces[2], s_pieces[0]], new() { PadId = 1, BeginOfSentenceId = 9 }, new());
        Assert.Equal((1, 1, -1), (foreign.UnknownId, foreign.PadId, foreign.BeginOfSentenceId));
        Assert.Equal(0, new SentencePieceModel([s_pieces[2], s_pieces[0]], new() { PadId = 5 }, new()).PadId);
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

    [Fact]
    public void Altered_bytes_never_crash()
    {
        byte[] original = Bytes(new SentencePieceModel(s_pieces, new(), new() { PrecompiledCharsMap = SmallMap() }));
        var random = new Random(1);
        int refused = 0;
        for (int i = 0; i < 5_000; i++)
        {
            byte[] bytes = [.. original];
            for (int change = 0; change <= i % 3; change++)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            try
            {
                new UnigramTokenizer(Read(bytes)).EncodeToIds("ﬁa\u0301 ü😀 xxpad \0");
            }
            catch (Exception exception) when (exception is InvalidDataException or ArgumentException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 1_000, 4_999);
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
    }

    [Fact]
    public void Saving_where_nothing_can_be_written_names_the_path()
    {
        string path = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N"), "m.model");
        Assert.Contains(path, Assert.ThrowsAny<IOException>(() => Model(s_pieces).Save(path)).Message);
    }

    private static byte[] SmallMap() => CharacterMap.Compile([KeyValuePair.Create("ﬁ"u8.ToArray(), "fi"u8.ToArray()), KeyValuePair.Create("a\u0301"u8.ToArray(), "á"u8.ToArray())]).ToBytes();

    /// <summary>The fields of the messages in a model file in a fixed order, those with default values left out.</summary>
    private static List<string> Fields(byte[] bytes)
    {
        var fields = new List<string>();
        var reader = new ProtobufReader(bytes, "file");
        while (reader.Next())
        {
            if (reader.Field is not (2 or 3))
            {
                if (reader.Field != 1)
                    fields.Add(Convert.ToHexString(reader.Skip()));
                else
                    reader.Skip();
                continue;
            }

            int message = reader.Field;
            var inner = new ProtobufReader(reader.ReadBytes(), "message");
            while (inner.Next())
            {
                int field = inner.Field;
                string value = Convert.ToHexString(inner.Skip());
                bool written = message == 3 ? field <= 5 : field is 3 or 4 or 10 or 24 or 30 or 31 or 35 or >= 40 and <= 44;
                if (!written)
                    fields.Add($"{message}.{field}: {value}");
            }
        }

        fields.Sort(StringComparer.Ordinal);
        return fields;
    }
}
