namespace Microsoft.ML.MultiFit;

/// <summary>A document of the target language and what a teacher says of it.</summary>
/// <param name="Text">The document, before any text rules.</param>
/// <param name="Label">The teacher's word; null where it has none, and the document waits for the student to label it in a later round.</param>
/// <param name="Weight">Its weight in the loss, at least 0. Default 1.</param>
public readonly record struct PseudoLabeledDocument(string Text, PseudoLabel? Label, float Weight = 1);
