namespace Microsoft.ML.MultiFit;

/// <summary>
/// How text is normalised before it is cut, or after its pieces are put together again, as the model file records it (<c>normalizer_spec</c>,
/// <c>denormalizer_spec</c>). Fields not listed here survive loading and saving.
/// </summary>
public sealed record SentencePieceNormalizerSpec
{
    /// <summary>Normalises spaces only.</summary>
    public SentencePieceNormalizerSpec()
    {
    }

    /// <summary>Normalises by these rules, then spaces as the other properties say.</summary>
    public SentencePieceNormalizerSpec(NormalizationRules rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        Name = rules.Name;
        PrecompiledCharsMap = rules.Map.ToBytes();
    }

    /// <summary>Name of the rules, for people. Default empty.</summary>
    public string Name { get; init; } = "";

    /// <summary>The replacement rules in SentencePiece's compiled form; empty for none.</summary>
    public ReadOnlyMemory<byte> PrecompiledCharsMap { get; init; }

    /// <summary>Whether a space is put in front, so that a word looks the same at the start of a text. Default true.</summary>
    public bool AddDummyPrefix { get; init; } = true;

    /// <summary>Whether spaces are trimmed and runs of them become one. Default true.</summary>
    public bool RemoveExtraWhitespaces { get; init; } = true;

    /// <summary>Whether a space is written as U+2581. Default true.</summary>
    public bool EscapeWhitespaces { get; init; } = true;

    /// <summary>Name of the file that own rules came from. Default empty.</summary>
    public string RuleFile { get; init; } = "";

    /// <summary>Fields of the file this record has no property for, as they are encoded there.</summary>
    internal ReadOnlyMemory<byte> OtherFields { get; init; }

    /// <summary>These rules and nothing else: spaces stay as they are. So decoded text is normalised.</summary>
    public static SentencePieceNormalizerSpec Of(NormalizationRules rules) =>
        new(rules) { AddDummyPrefix = false, RemoveExtraWhitespaces = false, EscapeWhitespaces = false };

    internal static SentencePieceNormalizerSpec Read(ReadOnlyMemory<byte> message, string source)
    {
        var spec = new SentencePieceNormalizerSpec();
        var other = new ProtobufWriter();
        var reader = new ProtobufReader(message, source);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: spec = spec with { Name = reader.ReadString() }; break;
                case 2: spec = spec with { PrecompiledCharsMap = reader.ReadBytes() }; break;
                case 3: spec = spec with { AddDummyPrefix = reader.ReadBool() }; break;
                case 4: spec = spec with { RemoveExtraWhitespaces = reader.ReadBool() }; break;
                case 5: spec = spec with { EscapeWhitespaces = reader.ReadBool() }; break;
                case 6: spec = spec with { RuleFile = reader.ReadString() }; break;
                default: other.WriteRaw(reader.Skip()); break;
            }
        }

        return spec with { OtherFields = other.Written.ToArray() };
    }

    internal ProtobufWriter Write()
    {
        var writer = new ProtobufWriter();
        writer.WriteString(1, Name);
        writer.WriteBytes(2, PrecompiledCharsMap.Span);
        writer.WriteBool(3, AddDummyPrefix);
        writer.WriteBool(4, RemoveExtraWhitespaces);
        writer.WriteBool(5, EscapeWhitespaces);
        writer.WriteString(6, RuleFile);
        writer.WriteRaw(OtherFields.Span);
        return writer;
    }
}
