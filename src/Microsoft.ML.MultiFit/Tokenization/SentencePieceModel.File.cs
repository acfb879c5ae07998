namespace Microsoft.ML.MultiFit;

public sealed partial class SentencePieceModel
{
    // Reading a file takes at most twice its size and this much. Real models have at most twenty megabytes.
    private const int MaxFileBytes = 64 << 20;
    // A piece's string, entry and place in the index, beside twice the bytes of its text.
    private const int BytesPerPiece = 48;

    // The file this model was read from, with the fields and the order that other programs chose.
    private readonly ReadOnlyMemory<byte> _file;

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
        return Parse(ReadAll(stream, name), name);
    }

    /// <summary>Writes the model file; it appears whole or not at all. A model that was read is written as it was, byte for byte.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        AtomicFile.Write(path, Save);
    }

    /// <summary>Writes the model; one that was read as it was, byte for byte.</summary>
    public void Save(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        stream.Write(_file.IsEmpty ? Write().Written : _file.Span);
    }

    private ProtobufWriter Write()
    {
        var model = new ProtobufWriter();
        foreach (var (piece, score, type) in Pieces)
        {
            var entry = new ProtobufWriter();
            entry.WriteString(1, piece);
            entry.WriteFloat(2, score);
            if (type != SentencePieceType.Normal)
                entry.WriteInt32(3, (int)type);
            model.WriteBytes(1, entry.Written);
        }

        model.WriteBytes(2, TrainerSpec.Write().Written);
        model.WriteBytes(3, NormalizerSpec.Write().Written);
        if (SelfTestSamples.Count > 0)
            model.WriteBytes(4, WriteSamples().Written);
        if (DenormalizerSpec is not null)
            model.WriteBytes(5, DenormalizerSpec.Write().Written);
        return model;
    }

    private ProtobufWriter WriteSamples()
    {
        var samples = new ProtobufWriter();
        foreach (var (input, expected) in SelfTestSamples)
        {
            var sample = new ProtobufWriter();
            sample.WriteString(1, input);
            sample.WriteString(2, expected);
            samples.WriteBytes(1, sample.Written);
        }

        return samples;
    }

    private static ReadOnlyMemory<byte> ReadAll(Stream stream, string name)
    {
        // One byte more than there should be, so that the end shows without a larger array.
        var content = new byte[stream.CanSeek ? Math.Clamp(stream.Length - stream.Position + 1, 1, MaxFileBytes + 1) : 65536];
        int length = 0;
        for (int read; (read = stream.Read(content, length, content.Length - length)) > 0;)
        {
            length += read;
            if (length > MaxFileBytes)
                throw new InvalidDataException($"{name} is not a readable SentencePiece model: it is larger than {MaxFileBytes >> 20} MB.");
            if (length == content.Length)
                Array.Resize(ref content, Math.Min(2 * length, MaxFileBytes + 1));
        }

        return content.Length > length + 1 ? content.AsSpan(0, length).ToArray() : content.AsMemory(0, length);
    }

    private static SentencePieceModel Parse(ReadOnlyMemory<byte> file, string source)
    {
        var pieces = new SentencePiece[CountPieces(file, source)];
        int count = 0;
        var seen = new HashSet<int>();
        var trainerSpec = new SentencePieceTrainerSpec();
        var normalizerSpec = new SentencePieceNormalizerSpec();
        var samples = new List<SentencePieceSample>();
        var denormalizerSpec = default(SentencePieceNormalizerSpec);
        var reader = new ProtobufReader(file, source);
        while (reader.Next())
        {
            if (reader.Field is > 1 and <= 5 && !seen.Add(reader.Field))
                throw reader.Damaged($"part {reader.Field} is there twice");
            switch (reader.Field)
            {
                case 1: pieces[count++] = ReadPiece(reader.ReadBytes(), source); break;
                case 2: trainerSpec = SentencePieceTrainerSpec.Read(reader.ReadBytes(), source); break;
                case 3: normalizerSpec = SentencePieceNormalizerSpec.Read(reader.ReadBytes(), source); break;
                case 4: ReadSamples(reader.ReadBytes(), source, samples); break;
                case 5: denormalizerSpec = SentencePieceNormalizerSpec.Read(reader.ReadBytes(), source); break;
                default: reader.Skip(); break;
            }
        }

        return new SentencePieceModel(pieces, trainerSpec, normalizerSpec, denormalizerSpec, samples, file, source);
    }

    private static int CountPieces(ReadOnlyMemory<byte> file, string source)
    {
        int count = 0;
        var reader = new ProtobufReader(file, source);
        while (reader.Next())
        {
            count += reader.Field == 1 ? 1 : 0;
            reader.Skip();
        }

        if (count > (MaxFileBytes - file.Length) / BytesPerPiece)
            throw reader.Damaged($"{count} pieces are too many for a file of this size");
        return count;
    }

    private static SentencePiece ReadPiece(ReadOnlyMemory<byte> message, string source)
    {
        var piece = new SentencePiece("", 0, SentencePieceType.Normal);
        var reader = new ProtobufReader(message, source);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: piece = piece with { Piece = reader.ReadString() }; break;
                case 2: piece = piece with { Score = reader.ReadFloat() }; break;
                case 3: piece = piece with { Type = (SentencePieceType)reader.ReadInt32() }; break;
                default: reader.Skip(); break;
            }
        }

        return piece;
    }

    private static void ReadSamples(ReadOnlyMemory<byte> message, string source, List<SentencePieceSample> samples)
    {
        var reader = new ProtobufReader(message, source);
        while (reader.Next())
        {
            if (reader.Field == 1)
                samples.Add(ReadSample(reader.ReadBytes(), source));
            else
                reader.Skip();
        }
    }

    private static SentencePieceSample ReadSample(ReadOnlyMemory<byte> message, string source)
    {
        var sample = new SentencePieceSample("", "");
        var reader = new ProtobufReader(message, source);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: sample = sample with { Input = reader.ReadString() }; break;
                case 2: sample = sample with { Expected = reader.ReadString() }; break;
                default: reader.Skip(); break;
            }
        }

        return sample;
    }
}
