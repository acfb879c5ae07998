namespace Microsoft.ML.MultiFit;

/// <summary>Where the piece ids of a corpus lie, one document after the other.</summary>
internal interface ITokenStore : IDisposable
{
    int DocumentCount { get; }

    /// <summary>The place of a document's first id; of the document after the last, the number of all ids.</summary>
    long Start(int document);

    /// <summary>Some ids that follow each other.</summary>
    ReadOnlySpan<int> Ids(long start, int length);
}
