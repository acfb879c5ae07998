namespace PaperExperiments;

/// <summary>A product review, with what its author thought of the product as a class: 0 negative, 1 positive.</summary>
internal sealed record Review(int Label, string Text);
