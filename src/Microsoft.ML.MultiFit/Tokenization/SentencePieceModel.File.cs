namespace Microsoft.ML.MultiFit;

public sealed partial class SentencePieceModel
{
    // Real models have at most a few megabytes; anything above is not a vocabulary.
    private const int MaxFileBytes = 256 << 20;

    private readonly Dictionary<int, byte[]> _otherPieceFields;
    private readonly ReadOnlyMemory<byte> _otherFields;

    /// <summary>Reads a model file.</summary>
    /// <exception cref="InvalidDataException">
    /// The file is damaged or not a SentencePiece model; the message names file and reason.
    /// </exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static SentencePieceModel Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var stream = File.OpenRead(path);
        return Load(stream, $"'{path}'");
    }

    /// <summary>Reads a model from a stream, to its end. <paramref name="name"/> is what error messages call it.</summary>
    /// <exception cref="InvalidDataException">The stream's content is damaged or not a SentencePiece model.</exception>
    public static SentencePieceModel Load(Stream stream, string name = "SentencePiece model")
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentException.ThrowIfNullOrEmpty(name);
        using var content = new MemoryStream();
        var buffer = new byte[81920];
        for (int read; (read = stream.Read(buffer)) > 0;)
        {
            content.Write(buffer, 0, read);
            if (content.Length > MaxFileBytes)
                throw new InvalidDataException($"{name} is not a readable SentencePiece model: it is larger than {MaxFileBytes >> 20} MB.");
        }

        return Parse(content.GetBuffer().AsSpan(0, (int)content.Length), name);
    }

    /// <summary>Writes the model file; it appears whole or not at all.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        AtomicFile.Write(path, Save);
    }

    /// <summary>Writes the model.</summary>
    public void Save(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var model = new ProtobufWriter();
        for (int id = 0; id < Pieces.Count; id++)
        {
            var (piece, score, type) = Pieces[id];
            var entry = new ProtobufWriter();
            entry.WriteString(1, piece);
            entry.WriteFloat(2, score);
            if (type != SentencePieceType.Normal)
                entry.WriteInt32(3, (int)type);
            if (_otherPieceFields.TryGetValue(id, out byte[]? other))
                entry.WriteRaw(other);
            model.WriteBytes(1, entry.Written);
        }

        model.WriteBytes(2, TrainerSpec.Write().Written);
        model.WriteBytes(3, NormalizerSpec.Write().Written);
        model.WriteRaw(_otherFields.Span);
        stream.Write(model.Written);
    }

    private static SentencePieceModel Parse(ReadOnlySpan<byte> bytes, string source)
    {
        var pieces = new List<SentencePiece>();
        var otherPieceFields = new Dictionary<int, byte[]>();
        var trainerSpec = new SentencePieceTrainerSpec();
        var normalizerSpec = new SentencePieceNormalizerSpec();
        var other = new ProtobufWriter();
        var reader = new ProtobufReader(bytes, source);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    pieces.Add(ReadPiece(reader.ReadBytes(), source, out byte[] otherFields));
                    if (otherFields.Length > 0)
                        otherPieceFields[pieces.Count - 1] = otherFields;
                    break;
                case 2:
                    trainerSpec = SentencePieceTrainerSpec.Read(reader.ReadBytes(), source);
                    break;
                case 3:
                    normalizerSpec = SentencePieceNormalizerSpec.Read(reader.ReadBytes(), source);
                    break;
                default:
                    other.WriteRaw(reader.Skip());
                    break;
            }
        }

        return new SentencePieceModel([.. pieces], trainerSpec, normalizerSpec, otherPieceFields, other.Written.ToArray(), source);
    }

    private static SentencePiece ReadPiece(ReadOnlySpan<byte> message, string source, out byte[] otherFields)
    {
        var piece = new SentencePiece("", 0, SentencePieceType.Normal);
        var other = default(ProtobufWriter);
        var reader = new ProtobufReader(message, source);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: piece = piece with { Piece = reader.ReadString() }; break;
                case 2: piece = piece with { Score = reader.ReadFloat() }; break;
                case 3: piece = piece with { Type = (SentencePieceType)reader.ReadInt32() }; break;
                default: (other ??= new ProtobufWriter()).WriteRaw(reader.Skip()); break;
            }
        }

        otherFields = other is null ? [] : other.Written.ToArray();
        return piece;
    }
}
