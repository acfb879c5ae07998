using System.Buffers;
using System.Text;

namespace Microsoft.ML.MultiFit;

/// <summary>Finds the most probable pieces of a normalised text: Viterbi over a trie of the vocabulary.</summary>
internal sealed class UnigramSegmenter : ISegmenter
{
    // As in the reference implementation: an unknown character costs 10 more than the rarest piece,
    private const float UnknownPenalty = 10f;
    // and a user-defined symbol scores as if each of its bytes were the best piece, so that it is always taken;
    private const double UserDefinedPenalty = 0.1;
    // the best score is sought from the smallest positive number on, so that it is that one where all are negative.
    private const float SmallestPositive = 1.17549435E-38f;

    private readonly DoubleArray _trie;
    private readonly float[] _scores;
    private readonly bool[] _userDefined;
    private readonly float _maxScore;
    private readonly float _unknownScore;
    private readonly int _unknownId;

    public UnigramSegmenter(SentencePieceModel model)
    {
        _unknownId = model.UnknownId;
        _scores = [.. model.Pieces.Select(piece => piece.Score)];
        _userDefined = [.. model.Pieces.Select(piece => piece.Type == SentencePieceType.UserDefined)];
        float min = float.MaxValue, max = SmallestPositive;
        var entries = new List<(byte[] Key, int Id)>();
        for (int id = 0; id < model.Pieces.Count; id++)
        {
            var (piece, score, type) = model.Pieces[id];
            if (type is not (SentencePieceType.Normal or SentencePieceType.UserDefined) || piece.Contains('\0'))
                continue;
            entries.Add((Encoding.UTF8.GetBytes(piece), id));
            if (type != SentencePieceType.Normal)
                continue;
            min = Math.Min(min, score);
            max = Math.Max(max, score);
        }

        if (min == float.MaxValue)
            min = 0;
        _maxScore = max;
        _unknownScore = min - UnknownPenalty;
        entries.Sort((left, right) => DoubleArrayBuilder.CompareKeys(left.Key, right.Key));
        _trie = DoubleArrayBuilder.Build([.. entries.Select(entry => entry.Key)], [.. entries.Select(entry => entry.Id)]);
    }

    /// <inheritdoc/>
    public SegmentationPath Segment(ReadOnlySpan<byte> text)
    {
        int[] starts = ArrayPool<int>.Shared.Rent(text.Length + 1);
        int[] ids = ArrayPool<int>.Shared.Rent(text.Length + 1);
        float[] best = ArrayPool<float>.Shared.Rent(text.Length + 1);
        starts.AsSpan(0, text.Length + 1).Fill(-1);
        best[0] = 0;
        for (int start = 0; start < text.Length;)
        {
            int characterLength = Math.Min(TextNormalizer.Utf8Length(text[start]), text.Length - start);
            bool characterIsPiece = false;
            int position = _trie.Root;
            for (int end = start; end < text.Length && _trie.Step(ref position, text[end], out int id);)
            {
                end++;
                if (id < 0)
                    continue;
                double score = _userDefined[id] ? ((end - start) * _maxScore) - UserDefinedPenalty : _scores[id];
                // The sum is compared in double precision with the rounded best one, as the reference does: it decides ties.
                double candidate = score + best[start];
                if (starts[end] < 0 || candidate > best[end])
                    (best[end], starts[end], ids[end]) = ((float)candidate, start, id);
                characterIsPiece |= end - start == characterLength;
            }

            if (!characterIsPiece)
            {
                int end = start + characterLength;
                float candidate = _unknownScore + best[start];
                if (starts[end] < 0 || candidate > best[end])
                    (best[end], starts[end], ids[end]) = (candidate, start, _unknownId);
            }

            start += characterLength;
        }

        ArrayPool<float>.Shared.Return(best);
        return new SegmentationPath(starts, ids, text.Length, _unknownId);
    }
}
