namespace Microsoft.ML.MultiFit;

/// <summary>Texts on their way to piece ids: cut in parallel, given on in their order, only a few of them in memory at a time.</summary>
internal static class EncodedDocuments
{
    /// <summary>The ids of every document that is not empty or white space, as a model reads it.</summary>
    /// <param name="model">Its text rules and vocabulary.</param>
    /// <param name="documents">Read once, while the ids are taken.</param>
    /// <param name="parameterName">What an error calls the documents.</param>
    /// <param name="threadCount">Threads to use; null for one per core.</param>
    /// <param name="cancellationToken">Looked at before every document.</param>
    /// <exception cref="ArgumentException">A document is null.</exception>
    public static IEnumerable<int[]> Of(
        LanguageModel model, IEnumerable<string> documents, string parameterName, int? threadCount, CancellationToken cancellationToken)
    {
        var texts = documents
            .Select((text, index) => text ?? throw new ArgumentException($"Document {index} is null.", parameterName))
            .Where(text => !string.IsNullOrWhiteSpace(text));
        return Of(texts, model.Encode, threadCount ?? Environment.ProcessorCount, cancellationToken);
    }

    /// <summary>The ids of every text.</summary>
    /// <param name="texts">Read once, while the ids are taken.</param>
    /// <param name="encode">Text → ids; called from several threads at once.</param>
    /// <param name="threadCount">Threads to use.</param>
    /// <param name="cancellationToken">Looked at before every document.</param>
    public static IEnumerable<int[]> Of(IEnumerable<string> texts, Func<string, int[]> encode, int threadCount, CancellationToken cancellationToken) =>
        ParallelGroups.Select(texts, text => text.Length, encode, threadCount, cancellationToken);
}
