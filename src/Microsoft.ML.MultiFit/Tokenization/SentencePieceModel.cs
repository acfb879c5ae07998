namespace Microsoft.ML.MultiFit;

/// <summary>
/// A vocabulary and how text is normalised for it: the contents of a SentencePiece <c>.model</c> file, as Google's tools read and write
/// them. Immutable.
/// </summary>
public sealed partial class SentencePieceModel
{
    private readonly PieceIndex _ids;

    /// <summary>Puts a model together from its parts.</summary>
    /// <param name="pieces">The vocabulary in the order of its ids.</param>
    /// <param name="trainerSpec">How it was learned, what its symbols are.</param>
    /// <param name="normalizerSpec">How text is normalised before it is cut.</param>
    /// <param name="denormalizerSpec">How decoded text is normalised; null for not at all.</param>
    /// <param name="selfTestSamples">Texts and their pieces to store with the model; null for none.</param>
    /// <exception cref="InvalidDataException">
    /// There are no pieces, one is empty or twice there or its score is not a number, the unknown piece is missing or doubled, the pieces of bytes are not
    /// those that <see cref="SentencePieceTrainerSpec.ByteFallback"/> asks for, or the rules of normalisation are damaged.
    /// </exception>
    public SentencePieceModel(
        IReadOnlyList<SentencePiece> pieces,
        SentencePieceTrainerSpec trainerSpec,
        SentencePieceNormalizerSpec normalizerSpec,
        SentencePieceNormalizerSpec? denormalizerSpec = null,
        IReadOnlyList<SentencePieceSample>? selfTestSamples = null)
        : this([.. pieces], trainerSpec, normalizerSpec, denormalizerSpec, selfTestSamples ?? [], default, "The SentencePiece model")
    {
    }

    private SentencePieceModel(
        SentencePiece[] pieces,
        SentencePieceTrainerSpec trainerSpec,
        SentencePieceNormalizerSpec normalizerSpec,
        SentencePieceNormalizerSpec? denormalizerSpec,
        IReadOnlyList<SentencePieceSample> selfTestSamples,
        ReadOnlyMemory<byte> file,
        string source)
    {
        ArgumentNullException.ThrowIfNull(trainerSpec);
        ArgumentNullException.ThrowIfNull(normalizerSpec);
        if (pieces.Length == 0)
            throw Unreadable("it has no pieces");
        _ids = new PieceIndex(pieces);
        UnknownId = -1;
        for (int id = 0; id < pieces.Length; id++)
        {
            var (piece, score, type) = pieces[id];
            if (string.IsNullOrEmpty(piece))
                throw Unreadable($"piece {id} is empty");
            if (!float.IsFinite(score))
                throw Unreadable($"the score of piece {id} is not a number");
            if (!Enum.IsDefined(type))
                throw Unreadable($"piece {id} is of the unknown type {(int)type}");
            if (_ids.Add(id) is var first && first != id)
                throw Unreadable($"piece {id} is the same as piece {first}");
            if (type != SentencePieceType.Unknown)
                continue;
            if (UnknownId >= 0)
                throw Unreadable($"pieces {UnknownId} and {id} are both the unknown piece");
            UnknownId = id;
        }

        if (UnknownId < 0)
            throw Unreadable("it has no unknown piece");
        if (trainerSpec.UnknownTextId is { } unknownText && (uint)unknownText >= (uint)pieces.Length)
            throw Unreadable($"unknown text is to have id {unknownText}, which no piece has");
        if (!Enum.IsDefined(trainerSpec.ModelType))
            throw Unreadable($"it is of the unknown kind {(int)trainerSpec.ModelType}");
        UnknownTextId = trainerSpec.UnknownTextId ?? UnknownId;
        ByteIds = FindByteIds(pieces, trainerSpec.ByteFallback, Unreadable);
        CharacterMap = CharacterMap.Read(normalizerSpec.PrecompiledCharsMap.Span, source);
        if (denormalizerSpec is { PrecompiledCharsMap.IsEmpty: false })
            Denormalizer = new TextNormalizer(denormalizerSpec, CharacterMap.Read(denormalizerSpec.PrecompiledCharsMap.Span, source), []);
        Pieces = Array.AsReadOnly(pieces);
        TrainerSpec = trainerSpec;
        NormalizerSpec = normalizerSpec;
        DenormalizerSpec = denormalizerSpec;
        SelfTestSamples = selfTestSamples;
        _file = file;
        PadId = FindSymbol("xxpad") ?? Math.Max(0, FindControl(trainerSpec.PadPiece));
        BeginOfSentenceId = FindSymbol("xxbos") ?? FindControl(trainerSpec.BeginOfSentencePiece);
        EndOfSentenceId = FindSymbol("xxeos") ?? FindControl(trainerSpec.EndOfSentencePiece);

        InvalidDataException Unreadable(string reason) => new($"{source} is not a readable SentencePiece model: {reason}.");
    }

    /// <summary>The vocabulary; a piece's id is its index.</summary>
    public IReadOnlyList<SentencePiece> Pieces { get; }

    /// <summary>How the vocabulary was learned.</summary>
    public SentencePieceTrainerSpec TrainerSpec { get; }

    /// <summary>How text is normalised before it is cut.</summary>
    public SentencePieceNormalizerSpec NormalizerSpec { get; }

    /// <summary>How decoded text is normalised; null for not at all.</summary>
    public SentencePieceNormalizerSpec? DenormalizerSpec { get; }

    /// <summary>Texts and their pieces as the trainer cut them, if it was told to store some.</summary>
    public IReadOnlyList<SentencePieceSample> SelfTestSamples { get; }

    /// <summary>Id of the unknown piece.</summary>
    public int UnknownId { get; }

    /// <summary>Id that text gets which no piece covers: the unknown piece's, unless <see cref="SentencePieceTrainerSpec.UnknownTextId"/> says another.</summary>
    public int UnknownTextId { get; }

    /// <summary>Id that pads batches: of <c>▁xxpad</c> or <c>xxpad</c>, else of the control symbol <see cref="SentencePieceTrainerSpec.PadPiece"/>, else 0.</summary>
    public int PadId { get; }

    /// <summary>Id that begins a document: of <c>▁xxbos</c> or <c>xxbos</c>, else of the control symbol <see cref="SentencePieceTrainerSpec.BeginOfSentencePiece"/>, else −1.</summary>
    public int BeginOfSentenceId { get; }

    /// <summary>Id that ends a document: of <c>▁xxeos</c> or <c>xxeos</c>, else of the control symbol <see cref="SentencePieceTrainerSpec.EndOfSentencePiece"/>, else −1.</summary>
    public int EndOfSentenceId { get; }

    /// <summary>The rules of normalisation, ready for use.</summary>
    internal CharacterMap CharacterMap { get; }

    /// <summary>What is done to decoded text; null for nothing.</summary>
    internal TextNormalizer? Denormalizer { get; }

    /// <summary>The id of each byte's piece; null if unknown characters are not spelled in bytes.</summary>
    internal int[]? ByteIds { get; }

    /// <summary>A piece's id, or −1 if the vocabulary lacks it.</summary>
    /// <param name="piece">The piece as it is stored, with U+2581 for a space.</param>
    public int IdOf(string piece)
    {
        ArgumentNullException.ThrowIfNull(piece);
        return IdOf(piece.AsSpan());
    }

    /// <summary>
    /// Puts pieces together as text, as Google's spm_decode does: U+2581 becomes a space, control symbols vanish, bytes become characters, and what is no piece of
    /// the vocabulary, such as the unknown text that encoding leaves, stays as it is.
    /// </summary>
    /// <param name="pieces">None may be null.</param>
    public string Decode(IEnumerable<string> pieces)
    {
        ArgumentNullException.ThrowIfNull(pieces);
        var decoder = new PieceDecoder(this);
        foreach (string piece in pieces)
            decoder.Add(piece);
        decoder.Flush();
        return Denormalizer is null ? decoder.ToString() : Denormalizer.Normalize(decoder.ToString());
    }

    internal int IdOf(ReadOnlySpan<char> piece) => _ids.Find(piece);

    private int? FindSymbol(string symbol)
    {
        int id = IdOf(TextNormalizer.SpaceSymbol + symbol);
        if (id < 0)
            id = IdOf(symbol);
        return id < 0 ? null : id;
    }

    private int FindControl(string piece)
    {
        int id = IdOf(piece);
        return id >= 0 && Pieces[id].Type == SentencePieceType.Control ? id : -1;
    }

    private static int[]? FindByteIds(SentencePiece[] pieces, bool byteFallback, Func<string, InvalidDataException> unreadable)
    {
        int[] ids = new int[256];
        Array.Fill(ids, -1);
        for (int id = 0; id < pieces.Length; id++)
        {
            if (pieces[id].Type != SentencePieceType.Byte)
                continue;
            if (pieces[id].ByteValue < 0)
                throw unreadable($"piece {id} is to be a byte, but is called '{pieces[id].Piece}'");
            if (!byteFallback)
                throw unreadable($"piece {id} is a byte, but unknown characters are not spelled in bytes");
            ids[pieces[id].ByteValue] = id;
        }

        if (!byteFallback)
            return null;
        if (Array.IndexOf(ids, -1) is >= 0 and var missing)
            throw unreadable($"it spells unknown characters in bytes, but has no piece <0x{missing:X2}>");
        return ids;
    }
}
