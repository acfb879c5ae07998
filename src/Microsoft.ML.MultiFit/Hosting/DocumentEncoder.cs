namespace Microsoft.ML.MultiFit;

/// <summary>Cuts many documents into pieces at once.</summary>
internal static class DocumentEncoder
{
    /// <summary>The piece ids of each document, in the same order.</summary>
    /// <param name="model">Its text rules and vocabulary.</param>
    /// <param name="documents">The texts.</param>
    /// <param name="threadCount">Threads to use; null leaves one per core.</param>
    public static int[][] Encode(LanguageModel model, IReadOnlyList<string> documents, int? threadCount)
    {
        var encoded = new int[documents.Count][];
        if (encoded.Length == 1)
            encoded[0] = model.Encode(documents[0]);
        else
            Parallel.For(0, encoded.Length, new ParallelOptions { MaxDegreeOfParallelism = threadCount ?? -1 }, i => encoded[i] = model.Encode(documents[i]));
        return encoded;
    }
}
