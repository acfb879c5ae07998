namespace Microsoft.ML.MultiFit;

/// <summary>A text that the trainer cut when the model was made, by which a tool can check that it cuts alike.</summary>
/// <param name="Input">The text.</param>
/// <param name="Expected">Its pieces, with spaces between.</param>
public readonly record struct SentencePieceSample(string Input, string Expected);
