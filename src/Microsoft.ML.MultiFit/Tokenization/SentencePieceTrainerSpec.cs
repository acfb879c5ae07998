namespace Microsoft.ML.MultiFit;

/// <summary>
/// How a vocabulary was learned, as the model file records it (<c>trainer_spec</c>). Defaults are those of the file format: a field that
/// the file leaves out has them. Fields not listed here survive loading and saving.
/// </summary>
public sealed record SentencePieceTrainerSpec
{
    internal const float DefaultCharacterCoverage = 0.9995f;

    // The format: "extensions 200 to max".
    private const int UnknownTextIdField = 200;

    /// <summary>Kind of the model. Default unigram.</summary>
    public SentencePieceModelType ModelType { get; init; } = SentencePieceModelType.Unigram;

    /// <summary>Pieces in all. Default 8000.</summary>
    public int VocabularySize { get; init; } = 8000;

    /// <summary>Share of the text's characters that the alphabet covers. Default 0.9995.</summary>
    public float CharacterCoverage { get; init; } = DefaultCharacterCoverage;

    /// <summary>Symbols that text never produces.</summary>
    public IReadOnlyList<string> ControlSymbols { get; init; } = [];

    /// <summary>Symbols that are found in text as they are.</summary>
    public IReadOnlyList<string> UserDefinedSymbols { get; init; } = [];

    /// <summary>Whether a word's space is its end rather than its start. Default false.</summary>
    public bool TreatWhitespaceAsSuffix { get; init; }

    /// <summary>Whether unknown characters become pieces of one byte each. Default false.</summary>
    public bool ByteFallback { get; init; }

    /// <summary>Id of the unknown piece. Default 0.</summary>
    public int UnknownId { get; init; }

    /// <summary>Id of the piece that begins a sentence, −1 for none. Default 1.</summary>
    public int BeginOfSentenceId { get; init; } = 1;

    /// <summary>Id of the piece that ends a sentence, −1 for none. Default 2.</summary>
    public int EndOfSentenceId { get; init; } = 2;

    /// <summary>Id of the padding piece, −1 for none. Default −1.</summary>
    public int PadId { get; init; } = -1;

    /// <summary>What decoding prints for the unknown piece. Default <c> ⁇ </c>.</summary>
    public string UnknownSurface { get; init; } = " \u2047 ";

    /// <summary>
    /// Id that text gets which no piece covers; null for that of the unknown piece. Kept in a field of the range that the format leaves to others,
    /// where other tools pass over it. Default null.
    /// </summary>
    public int? UnknownTextId { get; init; }

    /// <summary>Fields of the file this record has no property for, as they are encoded there.</summary>
    internal ReadOnlyMemory<byte> OtherFields { get; init; }

    internal static SentencePieceTrainerSpec Read(ReadOnlySpan<byte> message, string source)
    {
        var spec = new SentencePieceTrainerSpec();
        List<string> control = [], userDefined = [];
        var other = new ProtobufWriter();
        var reader = new ProtobufReader(message, source);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 3: spec = spec with { ModelType = (SentencePieceModelType)reader.ReadInt32() }; break;
                case 4: spec = spec with { VocabularySize = reader.ReadInt32() }; break;
                case 10: spec = spec with { CharacterCoverage = reader.ReadFloat() }; break;
                case 24: spec = spec with { TreatWhitespaceAsSuffix = reader.ReadBool() }; break;
                case 30: control.Add(reader.ReadString()); break;
                case 31: userDefined.Add(reader.ReadString()); break;
                case 35: spec = spec with { ByteFallback = reader.ReadBool() }; break;
                case 40: spec = spec with { UnknownId = reader.ReadInt32() }; break;
                case 41: spec = spec with { BeginOfSentenceId = reader.ReadInt32() }; break;
                case 42: spec = spec with { EndOfSentenceId = reader.ReadInt32() }; break;
                case 43: spec = spec with { PadId = reader.ReadInt32() }; break;
                case 44: spec = spec with { UnknownSurface = reader.ReadString() }; break;
                case UnknownTextIdField: spec = spec with { UnknownTextId = reader.ReadInt32() }; break;
                default: other.WriteRaw(reader.Skip()); break;
            }
        }

        return spec with { ControlSymbols = control, UserDefinedSymbols = userDefined, OtherFields = other.Written.ToArray() };
    }

    internal ProtobufWriter Write()
    {
        var writer = new ProtobufWriter();
        writer.WriteRaw(OtherFields.Span);
        writer.WriteInt32(3, (int)ModelType);
        writer.WriteInt32(4, VocabularySize);
        writer.WriteFloat(10, CharacterCoverage);
        writer.WriteBool(24, TreatWhitespaceAsSuffix);
        foreach (string symbol in ControlSymbols)
            writer.WriteString(30, symbol);
        foreach (string symbol in UserDefinedSymbols)
            writer.WriteString(31, symbol);
        writer.WriteBool(35, ByteFallback);
        writer.WriteInt32(40, UnknownId);
        writer.WriteInt32(41, BeginOfSentenceId);
        writer.WriteInt32(42, EndOfSentenceId);
        writer.WriteInt32(43, PadId);
        writer.WriteString(44, UnknownSurface);
        if (UnknownTextId is { } id)
            writer.WriteInt32(UnknownTextIdField, id);
        return writer;
    }
}
