namespace Microsoft.ML.MultiFit;

/// <summary>
/// How text is normalised before it is cut, as the model file records it (<c>normalizer_spec</c>). Fields not listed here survive loading
/// and saving.
/// </summary>
public sealed record SentencePieceNormalizerSpec
{
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

    /// <summary>Fields of the file this record has no property for, as they are encoded there.</summary>
    internal ReadOnlyMemory<byte> OtherFields { get; init; }

    internal static SentencePieceNormalizerSpec Read(ReadOnlySpan<byte> message, string source)
    {
        var spec = new SentencePieceNormalizerSpec();
        var other = new ProtobufWriter();
        var reader = new ProtobufReader(message, source);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: spec = spec with { Name = reader.ReadString() }; break;
                case 2: spec = spec with { PrecompiledCharsMap = reader.ReadBytes().ToArray() }; break;
                case 3: spec = spec with { AddDummyPrefix = reader.ReadBool() }; break;
                case 4: spec = spec with { RemoveExtraWhitespaces = reader.ReadBool() }; break;
                case 5: spec = spec with { EscapeWhitespaces = reader.ReadBool() }; break;
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
        writer.WriteRaw(OtherFields.Span);
        return writer;
    }
}
