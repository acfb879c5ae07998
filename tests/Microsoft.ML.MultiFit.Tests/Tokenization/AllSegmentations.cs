namespace Microsoft.ML.MultiFit.Tests;

/// <summary>All segmentations of a short text, one after the other: what the fast searches and sums are held against.</summary>
internal static class AllSegmentations
{
    /// <summary>The ids and the score of each, best first. The text is normalised already and has only characters of one UTF-16 unit.</summary>
    public static List<(int[] Ids, double Score)> Of(SentencePieceModel model, string text)
    {
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
                if (id < 0 || model.Pieces[id].Type is not (SentencePieceType.Normal or SentencePieceType.UserDefined))
                    id = model.UnknownId;
                if (id != model.UnknownId || length == 1)
                    Extend([.. ids, id], start + length, score + Score(model, id, length));
            }
        }
    }

    /// <summary>The score of a piece with so many characters; of an unknown one the sum of its characters' scores.</summary>
    public static double Score(SentencePieceModel model, int id, int length)
    {
        var normal = model.Pieces.Where(piece => piece.Type == SentencePieceType.Normal).Select(piece => (double)piece.Score);
        return model.Pieces[id].Type switch
        {
            SentencePieceType.UserDefined => (length * Math.Max(0, normal.Max())) - 0.1,
            SentencePieceType.Unknown => length * (normal.Min() - 10),
            _ => model.Pieces[id].Score,
        };
    }

    /// <summary>The probability of each: the exponential of its score times α, divided by the sum over all.</summary>
    public static double[] Probabilities(IEnumerable<(int[] Ids, double Score)> segmentations, double alpha)
    {
        double[] weights = [.. segmentations.Select(segmentation => Math.Exp(alpha * segmentation.Score))];
        return [.. weights.Select(weight => weight / weights.Sum())];
    }
}
