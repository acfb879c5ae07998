namespace Microsoft.ML.MultiFit;

/// <summary>A page of a wiki as readable text.</summary>
/// <param name="Title">The page's name.</param>
/// <param name="Text">A paragraph, heading or list item a line; no empty lines.</param>
public sealed record WikiArticle(string Title, string Text);
