namespace Microsoft.ML.MultiFit;

/// <summary>
/// The piece ids of many documents, one after the other: in memory, or in a file of a <see cref="TokenCache"/>, which is mapped and read as
/// it is needed.
/// </summary>
public sealed class TokenCorpus : IDisposable
{
    private readonly ITokenStore _store;

    internal TokenCorpus(ITokenStore store, ContentKey? encoding = null)
    {
        _store = store;
        Encoding = encoding;
    }

    /// <summary>Number of documents.</summary>
    public int DocumentCount => _store.DocumentCount;

    /// <summary>Ids of all documents together.</summary>
    public long TokenCount => _store.Start(DocumentCount);

    /// <summary>The text rules, vocabulary and direction that made the ids; null where nobody said.</summary>
    internal ContentKey? Encoding { get; }

    /// <summary>The ids of one document, counted from 0. Valid until the corpus is disposed of.</summary>
    public ReadOnlySpan<int> this[int document] => _store.Ids(_store.Start(document), Length(document));

    /// <summary>Number of ids of one document.</summary>
    public int Length(int document) => (int)(_store.Start(document + 1) - _store.Start(document));

    /// <summary>Cuts documents into the pieces of a model's vocabulary and keeps the ids in memory, four bytes each. Empty documents are left out.</summary>
    /// <param name="model">Its text rules and vocabulary.</param>
    /// <param name="documents">One document each. Read once.</param>
    /// <param name="threadCount">Threads to use; null for one per core. The ids do not depend on it.</param>
    /// <param name="cancellationToken">Looked at before every document.</param>
    /// <exception cref="ArgumentException">A document is null, or the ids of all documents do not fit one array.</exception>
    public static TokenCorpus Encode(
        LanguageModel model, IEnumerable<string> documents, int? threadCount = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(documents);
        return Encode(model, documents, nameof(documents), threadCount, cancellationToken);
    }

    /// <summary>The same, for callers that have another name for the documents.</summary>
    internal static TokenCorpus Encode(
        LanguageModel model, IEnumerable<string> documents, string parameterName, int? threadCount, CancellationToken cancellationToken) =>
        new(
            TokenArray.Of(EncodedDocuments.Of(model, documents, parameterName, threadCount, cancellationToken)),
            ContentKey.OfEncoding(model));

    /// <summary>Keeps documents that are ids already.</summary>
    internal static TokenCorpus Of(IEnumerable<int[]> documents) => new(TokenArray.Of(documents));

    /// <summary>Cuts texts into ids in parallel, in their order.</summary>
    internal static TokenCorpus Encode(IEnumerable<string> texts, Func<string, int[]> encode, int threadCount, CancellationToken cancellationToken) =>
        Of(EncodedDocuments.Of(texts, encode, threadCount, cancellationToken));

    /// <summary>Closes the file the ids lie in, if there is one.</summary>
    public void Dispose() => _store.Dispose();
}
