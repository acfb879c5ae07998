namespace Microsoft.ML.MultiFit;

/// <summary>Which pseudo-labels a student learns from: the confident ones, and of each class no more than so many.</summary>
/// <param name="MinimumConfidence">The least confidence that will do.</param>
/// <param name="DocumentsPerClass">How many documents of each class at most; null for all.</param>
internal sealed record PseudoLabelSelection(double MinimumConfidence, int? DocumentsPerClass)
{
    /// <summary>The places of the selected documents, rising.</summary>
    /// <param name="labels">The label of every document; null where there is none.</param>
    public int[] Select(IReadOnlyList<PseudoLabel?> labels)
    {
        var confident = Enumerable.Range(0, labels.Count).Where(document => labels[document] is { } label && label.Confidence >= MinimumConfidence);
        if (DocumentsPerClass is { } count)
        {
            confident = confident
                .GroupBy(document => labels[document]!.Value.Label)
                .SelectMany(documents => documents.OrderByDescending(document => labels[document]!.Value.Confidence).Take(count))
                .Order();
        }

        return [.. confident];
    }
}
