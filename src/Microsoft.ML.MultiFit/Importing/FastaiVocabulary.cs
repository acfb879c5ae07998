namespace Microsoft.ML.MultiFit;

/// <summary>
/// The vocabulary of a fastai model: its token list (<c>itos.pkl</c>) says which row of the weights belongs to which token, its SentencePiece model
/// how text is cut. Both become one SentencePiece model whose ids are the rows.
/// </summary>
internal static class FastaiVocabulary
{
    private const string UnknownSymbol = "xxunk";

    /// <summary>Reads the pickled list of tokens.</summary>
    /// <exception cref="InvalidDataException">It is damaged, not a list of texts, or more than data.</exception>
    public static IReadOnlyList<string> ReadTokens(Func<Stream> open)
    {
        using var stream = new BufferedStream(open());
        if (PickleReader.ReadPlain(stream) is not List<object?> { Count: > 0 } items)
            throw new InvalidDataException("it is not a pickled list of tokens.");
        return [.. items.Select(item => item as string ?? throw new InvalidDataException("the list holds something that is not text."))];
    }

    /// <summary>Whether the symbols are written without U+2581, as in the models released with the paper.</summary>
    public static bool IsOfPaper(SentencePieceModel vocabulary) => vocabulary.IdOf(UnknownSymbol) >= 0;

    /// <summary>
    /// The SentencePiece model with its pieces in the order of the tokens. Where the symbols have no U+2581, text that no piece covers gets the id of
    /// <c>xxunk</c>: the authors looked pieces up by their text, which SentencePiece leaves as it is when it knows no piece.
    /// </summary>
    /// <exception cref="InvalidDataException">A piece is not among the tokens.</exception>
    public static SentencePieceModel OfPieces(SentencePieceModel model, IReadOnlyList<string>? tokens)
    {
        int[] order = tokens is null ? [.. Enumerable.Range(0, model.Pieces.Count)] : Order(model, tokens);
        var newIds = new Dictionary<int, int>();
        var pieces = new SentencePiece[order.Length];
        for (int id = 0; id < order.Length; id++)
        {
            pieces[id] = order[id] < 0 ? Unreachable(id) : model.Pieces[order[id]];
            if (order[id] >= 0)
                newIds[order[id]] = id;
        }

        var spec = model.TrainerSpec;
        int NewId(int old) => newIds.GetValueOrDefault(old, -1);
        return new SentencePieceModel(
            pieces,
            spec with
            {
                UnknownId = NewId(model.UnknownId),
                BeginOfSentenceId = NewId(spec.BeginOfSentenceId),
                EndOfSentenceId = NewId(spec.EndOfSentenceId),
                PadId = NewId(spec.PadId),
                UnknownTextId = model.IdOf(UnknownSymbol) is >= 0 and var unknown ? NewId(unknown) : spec.UnknownTextId,
            },
            model.NormalizerSpec);
    }

    /// <summary>A vocabulary of whole words: every token is a word, the one of <c>xxunk</c> (else the first) stands for all that are not in the list.</summary>
    public static SentencePieceModel OfWords(IReadOnlyList<string> tokens)
    {
        var last = LastPlaces(tokens);
        int unknown = last.GetValueOrDefault(UnknownSymbol, 0);
        var pieces = tokens.Select((token, id) =>
            id == unknown ? new SentencePiece(TextNormalizer.SpaceSymbol + token, 0, SentencePieceType.Unknown) :
            last[token] != id ? Unreachable(id) :
            // A falling score is all that the order of the list tells about how frequent a word is.
            new SentencePiece(TextNormalizer.SpaceSymbol + token, -id, UnigramTrainerOptions.TextRuleSymbols.Contains(TextNormalizer.SpaceSymbol + token) ? SentencePieceType.UserDefined : SentencePieceType.Normal));
        return WordVocabularyTrainer.Create([.. pieces], unknown);
    }

    /// <summary>Whether the tokens are pieces of words, which need a SentencePiece model.</summary>
    public static bool ArePieces(IReadOnlyList<string> tokens) => tokens.Any(token => token.StartsWith(TextNormalizer.SpaceSymbol, StringComparison.Ordinal));

    /// <summary>For each token the piece with its text; −1 for a token that text never yields.</summary>
    private static int[] Order(SentencePieceModel model, IReadOnlyList<string> tokens)
    {
        var order = new int[tokens.Count];
        var last = LastPlaces(tokens);
        for (int id = 0; id < tokens.Count; id++)
            order[id] = last[tokens[id]] == id && tokens[id].Length > 0 ? model.IdOf(tokens[id]) : -1;
        for (int id = 0; id < model.Pieces.Count; id++)
        {
            var (piece, _, type) = model.Pieces[id];
            if (type is SentencePieceType.Normal or SentencePieceType.UserDefined or SentencePieceType.Unknown && !last.ContainsKey(piece))
                throw new InvalidDataException($"The tokenizer's piece {id} '{piece}' is not among the {tokens.Count} tokens; they do not belong together.");
        }

        return order;
    }

    /// <summary>Of a token that is there twice (fastai fills up with <c>xxfake</c>) the last place counts, as in fastai's own lookup.</summary>
    private static Dictionary<string, int> LastPlaces(IReadOnlyList<string> tokens)
    {
        var last = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int id = 0; id < tokens.Count; id++)
            last[tokens[id]] = id;
        return last;
    }

    private static SentencePiece Unreachable(int id) => new(FormattableString.Invariant($"<unused {id}>"), 0, SentencePieceType.Unused);
}
