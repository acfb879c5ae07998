namespace Microsoft.ML.MultiFit.Tests;

/// <summary>All segmentations of a short text, one after the other: what the fast searches and sums are held against.</summary>
internal static class AllSegmentations
{
    /// <summary>The ids and the score of each, best first. The text is normalised already and has only characters of one UTF-16 unit.</summary>
    public static List<(int[] Ids, double Score)> Of(SentencePieceModel model, string text)
    {
        var normal = model.Pieces.Where(piece => piece.Type == SentencePieceType.Normal).ToList();
        double unknown = normal.Min(piece => piece.Score) - 10;
        var all = new List<(int[], double)>();
        Extend([], 0, 0);
        return [.. all.OrderByDescending(segmentation => segmentation.Item2)];

        void Extend(int[] ids, int start, double score)
        {
            if (start == text.Length)
                all.Add((ids, score));
            for (int length = 1; start + length <= text.Length; length++)
            {
                int id = model.IdOf(text.Substring(start, length));
                var type = id < 0 ? SentencePieceType.Unknown : model.Pieces[id].Type;
                if (type is SentencePieceType.Normal or SentencePieceType.UserDefined)
                    Extend([.. ids, id], start + length, score + (type == SentencePieceType.Normal ? model.Pieces[id].Score : -0.1));
                else if (length == 1)
                    Extend([.. ids, model.UnknownId], start + length, score + unknown);
            }
        }
    }

    /// <summary>The probability of each: the exponential of its score times α, divided by the sum over all.</summary>
    public static double[] Probabilities(IEnumerable<(int[] Ids, double Score)> segmentations, double alpha)
    {
        double[] weights = [.. segmentations.Select(segmentation => Math.Exp(alpha * segmentation.Score))];
        return [.. weights.Select(weight => weight / weights.Sum())];
    }
}
