namespace Microsoft.ML.MultiFit;

/// <summary>
/// A vocabulary and how text is normalised for it: the contents of a SentencePiece <c>.model</c> file, as Google's tools read and write
/// them. Immutable.
/// </summary>
public sealed partial class SentencePieceModel
{
    private readonly Dictionary<string, int> _ids;

    /// <summary>Puts a model together from its parts.</summary>
    /// <exception cref="InvalidDataException">
    /// There are no pieces, one is empty or twice there or its score is not a number, the unknown piece is missing or doubled, or the rules
    /// of normalisation are damaged.
    /// </exception>
    public SentencePieceModel(IReadOnlyList<SentencePiece> pieces, SentencePieceTrainerSpec trainerSpec, SentencePieceNormalizerSpec normalizerSpec)
        : this([.. pieces], trainerSpec, normalizerSpec, [], default, "The SentencePiece model")
    {
    }

    private SentencePieceModel(
        SentencePiece[] pieces,
        SentencePieceTrainerSpec trainerSpec,
        SentencePieceNormalizerSpec normalizerSpec,
        Dictionary<int, byte[]> otherPieceFields,
        ReadOnlyMemory<byte> otherFields,
        string source)
    {
        ArgumentNullException.ThrowIfNull(trainerSpec);
        ArgumentNullException.ThrowIfNull(normalizerSpec);
        if (pieces.Length == 0)
            throw new InvalidDataException($"{source} is not a readable SentencePiece model: it has no pieces.");
        _ids = new Dictionary<string, int>(pieces.Length, StringComparer.Ordinal);
        UnknownId = -1;
        for (int id = 0; id < pieces.Length; id++)
        {
            var (piece, score, type) = pieces[id];
            if (string.IsNullOrEmpty(piece))
                throw new InvalidDataException($"{source} is not a readable SentencePiece model: piece {id} is empty.");
            if (!float.IsFinite(score))
                throw new InvalidDataException($"{source} is not a readable SentencePiece model: the score of piece {id} is not a number.");
            if (!Enum.IsDefined(type))
                throw new InvalidDataException($"{source} is not a readable SentencePiece model: piece {id} is of the unknown type {(int)type}.");
            if (!_ids.TryAdd(piece, id))
                throw new InvalidDataException($"{source} is not a readable SentencePiece model: piece {id} is the same as piece {_ids[piece]}.");
            if (type != SentencePieceType.Unknown)
                continue;
            if (UnknownId >= 0)
                throw new InvalidDataException($"{source} is not a readable SentencePiece model: pieces {UnknownId} and {id} are both the unknown piece.");
            UnknownId = id;
        }

        if (UnknownId < 0)
            throw new InvalidDataException($"{source} is not a readable SentencePiece model: it has no unknown piece.");
        if (trainerSpec.UnknownTextId is { } unknownText && (uint)unknownText >= (uint)pieces.Length)
            throw new InvalidDataException($"{source} is not a readable SentencePiece model: unknown text is to have id {unknownText}, which no piece has.");
        UnknownTextId = trainerSpec.UnknownTextId ?? UnknownId;
        CharacterMap = CharacterMap.Read(normalizerSpec.PrecompiledCharsMap.Span, source);
        Pieces = Array.AsReadOnly(pieces);
        TrainerSpec = trainerSpec;
        NormalizerSpec = normalizerSpec;
        _otherPieceFields = otherPieceFields;
        _otherFields = otherFields;
        PadId = FindSymbol("xxpad") ?? (trainerSpec.PadId >= 0 && trainerSpec.PadId < pieces.Length ? trainerSpec.PadId : 0);
        BeginOfSentenceId = FindSymbol("xxbos") ?? (trainerSpec.BeginOfSentenceId < pieces.Length ? trainerSpec.BeginOfSentenceId : -1);
    }

    /// <summary>The vocabulary; a piece's id is its index.</summary>
    public IReadOnlyList<SentencePiece> Pieces { get; }

    /// <summary>How the vocabulary was learned.</summary>
    public SentencePieceTrainerSpec TrainerSpec { get; }

    /// <summary>How text is normalised before it is cut.</summary>
    public SentencePieceNormalizerSpec NormalizerSpec { get; }

    /// <summary>Id of the unknown piece.</summary>
    public int UnknownId { get; }

    /// <summary>Id that text gets which no piece covers: the unknown piece's, unless <see cref="SentencePieceTrainerSpec.UnknownTextId"/> says another.</summary>
    public int UnknownTextId { get; }

    /// <summary>Id that pads batches: of <c>▁xxpad</c> or <c>xxpad</c>, else the file's padding piece, else 0.</summary>
    public int PadId { get; }

    /// <summary>Id that begins a document: of <c>▁xxbos</c> or <c>xxbos</c>, else the file's sentence start, else −1.</summary>
    public int BeginOfSentenceId { get; }

    /// <summary>The rules of normalisation, ready for use.</summary>
    internal CharacterMap CharacterMap { get; }

    /// <summary>A piece's id, or −1 if the vocabulary lacks it.</summary>
    /// <param name="piece">The piece as it is stored, with U+2581 for a space.</param>
    public int IdOf(string piece)
    {
        ArgumentNullException.ThrowIfNull(piece);
        return _ids.GetValueOrDefault(piece, -1);
    }

    private int? FindSymbol(string symbol)
    {
        if (_ids.TryGetValue(TextNormalizer.SpaceSymbol + symbol, out int id) || _ids.TryGetValue(symbol, out id))
            return id;
        return null;
    }
}
