namespace Microsoft.ML.MultiFit;

/// <summary>
/// The pieces of a vocabulary that are not learned, by their ids: the unknown piece, those around sentences, symbols and bytes. The first have the ids
/// that the options give; the others take the lowest free ones in their order, and learned pieces what is left.
/// </summary>
internal sealed class UnigramSymbols
{
    private readonly SortedDictionary<int, SentencePiece> _byId = [];

    public UnigramSymbols(UnigramTrainerOptions options)
    {
        UnknownId = options.UnknownId ?? DefaultUnknownId(options);
        foreach (var (id, piece, type) in Given(options))
            _byId[id] = new SentencePiece(piece, 0, type);
        int free = 0;
        foreach (var (symbol, type) in Listed(options))
        {
            int id = _byId.FirstOrDefault(entry => entry.Value.Piece == symbol, new(-1, default!)).Key;
            // A symbol may have the text of a piece with a given id: then that piece gets its type.
            while (id < 0 && _byId.ContainsKey(free))
                free++;
            _byId[id < 0 ? free : id] = new SentencePiece(symbol, 0, type);
        }
    }

    /// <summary>Id of the unknown piece.</summary>
    public int UnknownId { get; }

    public int Count => _byId.Count;

    /// <summary>What the text may hold of them.</summary>
    public IEnumerable<string> Texts => _byId.Values.Select(piece => piece.Piece);

    /// <summary>The vocabulary: symbols at their ids, learned pieces in their order at the others.</summary>
    /// <exception cref="ArgumentException">A symbol's id is larger than the vocabulary.</exception>
    public List<SentencePiece> Merge(IReadOnlyList<SentencePiece> learned)
    {
        var all = new List<SentencePiece>(Count + learned.Count);
        int next = 0;
        while (all.Count < Count + learned.Count)
        {
            if (_byId.TryGetValue(all.Count, out var symbol))
                all.Add(symbol);
            else if (next < learned.Count)
                all.Add(learned[next++]);
            else
                throw new ArgumentException(
                    $"The vocabulary has only {Count + learned.Count} pieces, so that none can have the id {_byId.Keys.Max()}. Lower that id, or give more text.", "sentences");
        }

        return all;
    }

    public static IEnumerable<string> Problems(UnigramTrainerOptions options)
    {
        bool hasNames = true;
        foreach (var (name, list) in new[] { (nameof(options.UserDefinedSymbols), options.UserDefinedSymbols), (nameof(options.ControlSymbols), options.ControlSymbols) })
        {
            if (list is null || list.Any(string.IsNullOrEmpty))
            {
                hasNames = false;
                yield return $"{name} must be a list of texts that are not empty.";
            }
        }

        foreach (var (name, piece) in new[]
        {
            (nameof(options.UnknownPiece), options.UnknownPiece), (nameof(options.BeginOfSentencePiece), options.BeginOfSentencePiece),
            (nameof(options.EndOfSentencePiece), options.EndOfSentencePiece), (nameof(options.PadPiece), options.PadPiece),
        })
        {
            if (string.IsNullOrEmpty(piece))
            {
                hasNames = false;
                yield return $"{name} must not be empty.";
            }
        }

        if (!hasNames)
            yield break;
        if (Listed(options).Select(symbol => symbol.Symbol).Append(options.UnknownPiece).GroupBy(symbol => symbol, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
            yield return $"UserDefinedSymbols and ControlSymbols must differ from each other and from UnknownPiece, but '{twice.Key}' is there twice.";
        if (options.UnknownId < 0)
            yield return $"UnknownId must not be negative, but is {options.UnknownId}.";
        var given = Given(options).ToList();
        foreach (var same in given.GroupBy(symbol => symbol.Id).Where(group => group.Count() > 1))
            yield return $"UnknownId, BeginOfSentenceId, EndOfSentenceId and PadId must differ, but {string.Join(" and ", same.Select(symbol => symbol.Piece))} have the id {same.Key}.";
        foreach (var same in given.GroupBy(symbol => symbol.Piece, StringComparer.Ordinal).Where(group => group.Count() > 1))
            yield return $"UnknownPiece, BeginOfSentencePiece, EndOfSentencePiece and PadPiece must differ, but '{same.Key}' is there twice.";
        int count = given.Select(symbol => symbol.Piece).Union(Listed(options).Select(symbol => symbol.Symbol), StringComparer.Ordinal).Count();
        if (count >= options.VocabularySize || given.Max(symbol => symbol.Id) >= options.VocabularySize)
        {
            yield return $"VocabularySize must leave room for pieces beside the {count} symbols and be above their ids, the largest of which is "
                + $"{given.Max(symbol => symbol.Id)}, but is {options.VocabularySize}.";
        }
    }

    private static int DefaultUnknownId(UnigramTrainerOptions options) => options.ControlSymbols.Count + options.UserDefinedSymbols.Count;

    private static IEnumerable<(int Id, string Piece, SentencePieceType Type)> Given(UnigramTrainerOptions options)
    {
        yield return (options.UnknownId ?? DefaultUnknownId(options), options.UnknownPiece, SentencePieceType.Unknown);
        if (options.BeginOfSentenceId >= 0)
            yield return (options.BeginOfSentenceId, options.BeginOfSentencePiece, SentencePieceType.Control);
        if (options.EndOfSentenceId >= 0)
            yield return (options.EndOfSentenceId, options.EndOfSentencePiece, SentencePieceType.Control);
        if (options.PadId >= 0)
            yield return (options.PadId, options.PadPiece, SentencePieceType.Control);
    }

    private static IEnumerable<(string Symbol, SentencePieceType Type)> Listed(UnigramTrainerOptions options)
    {
        foreach (string symbol in options.ControlSymbols)
            yield return (symbol, SentencePieceType.Control);
        foreach (string symbol in options.UserDefinedSymbols)
            yield return (symbol, SentencePieceType.UserDefined);
        for (int value = 0; options.ByteFallback && value < 256; value++)
            yield return ($"<0x{value:X2}>", SentencePieceType.Byte);
    }
}
