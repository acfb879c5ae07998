namespace Microsoft.ML.MultiFit;

/// <summary>A sentence and its translation.</summary>
/// <param name="Source">In the language of the labels.</param>
/// <param name="Target">In the other language.</param>
public readonly record struct SentencePair(string Source, string Target);
