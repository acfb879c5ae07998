namespace Microsoft.ML.MultiFit;

/// <summary>A document and its class.</summary>
/// <param name="Text">The document, before any text rules.</param>
/// <param name="Label">Its class, from 0.</param>
/// <param name="Weight">Its weight in the loss. Default 1.</param>
public readonly record struct LabeledDocument(string Text, int Label, float Weight = 1)
{
    /// <summary>
    /// A probability per class to learn, as a teacher gives them, summing to 1; <see cref="Label"/> then only counts for accuracy and class weights. Null: the
    /// label's class has all. Default null.
    /// </summary>
    public IReadOnlyList<float>? Distribution { get; init; }
}
