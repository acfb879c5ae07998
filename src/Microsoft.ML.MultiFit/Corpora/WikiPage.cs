namespace Microsoft.ML.MultiFit;

/// <summary>A page as it stands in a dump.</summary>
/// <param name="Title">Its name, with the namespace before it.</param>
/// <param name="Namespace">The namespace's number.</param>
/// <param name="IsRedirect">Whether it only leads to another page.</param>
/// <param name="IsWikitext">Whether its text is wikitext, not a script or data.</param>
/// <param name="Text">The text of its last revision.</param>
internal sealed record WikiPage(string Title, int Namespace, bool IsRedirect, bool IsWikitext, string Text);
