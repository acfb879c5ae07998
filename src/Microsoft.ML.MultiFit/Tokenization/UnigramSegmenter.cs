using System.Buffers;
using System.Text;

namespace Microsoft.ML.MultiFit;

/// <summary>Finds the most probable pieces of a normalised text: Viterbi over a trie of the vocabulary.</summary>
internal sealed partial class UnigramSegmenter : ISamplingSegmenter
{
    // As in the reference implementation: an unknown character costs 10 more than the rarest piece,
    private const float UnknownPenalty = 10f;
    // and a user-defined symbol scores as if each of its bytes were the best piece, so that it is always taken;
    private const double UserDefinedPenalty = 0.1;
    // the best score is sought from the smallest positive number on, so that it is that one where all are negative.
    private const float SmallestPositive = 1.17549435E-38f;

    private readonly PieceTrie _trie;
    private readonly double[] _scores;
    private readonly float[] _latticeScores;
    private readonly float _unknownScore;
    private readonly int _unknownId;

    public UnigramSegmenter(SentencePieceModel model)
    {
        _unknownId = model.UnknownId;
        float min = float.MaxValue, max = SmallestPositive;
        foreach (var piece in model.Pieces.Where(piece => piece.Type == SentencePieceType.Normal && IsFindable(piece)))
            (min, max) = (Math.Min(min, piece.Score), Math.Max(max, piece.Score));
        _unknownScore = (min == float.MaxValue ? 0 : min) - UnknownPenalty;
        _scores = new double[model.Pieces.Count];
        _latticeScores = new float[model.Pieces.Count];
        for (int id = 0; id < _scores.Length; id++)
        {
            var (piece, score, type) = model.Pieces[id];
            _scores[id] = type == SentencePieceType.UserDefined ? (Encoding.UTF8.GetByteCount(piece) * max) - UserDefinedPenalty : score;
            // In lattices the reference counts the symbol's characters instead of its bytes.
            _latticeScores[id] = type == SentencePieceType.UserDefined ? (float)((piece.EnumerateRunes().Count() * max) - UserDefinedPenalty) : score;
        }

        var findable = model.Pieces.Select((piece, id) => (piece, id)).Where(entry => IsFindable(entry.piece));
        _trie = new PieceTrie(DoubleArrayBuilder.Build(findable.Select(entry => (entry.piece.Piece, entry.id))));
    }

    /// <inheritdoc/>
    public PooledList<SegmentPiece> Segment(ReadOnlySpan<byte> text)
    {
        var ends = ArrayPool<BestEnd>.Shared.Rent(text.Length + 1);
        Search(text, ends.AsSpan(0, text.Length + 1));
        int count = 0;
        for (int end = text.Length; end > 0; end = ends[end].Start)
            count++;
        var path = new PooledList<SegmentPiece>(count);
        path.Advance(count);
        for (int end = text.Length; end > 0; end = ends[end].Start)
            path.Span[--count] = new SegmentPiece(end, ends[end].Id);
        ArrayPool<BestEnd>.Shared.Return(ends);
        return path;
    }

    private static bool IsFindable(SentencePiece piece) =>
        piece.Type is SentencePieceType.Normal or SentencePieceType.UserDefined && !piece.Piece.Contains('\0');

    /// <summary>Finds for every place of the text the best piece that ends there.</summary>
    private void Search(ReadOnlySpan<byte> text, Span<BestEnd> ends)
    {
        ends.Fill(new BestEnd(0, -1, 0));
        var units = _trie.Units;
        ReadOnlySpan<double> scores = _scores;
        for (int start = 0; start < text.Length;)
        {
            int characterEnd = Math.Min(start + TextNormalizer.Utf8Length(text[start]), text.Length);
            bool characterIsPiece = false;
            float before = ends[start].Score;
            uint position = _trie.Root;
            for (int end = start; end < text.Length && PieceTrie.Step(units, ref position, text[end], out int id);)
            {
                end++;
                if (id < 0)
                    continue;
                // The sum is compared in double precision with the rounded best one, as the reference does: it decides ties.
                double score = scores[id] + before;
                if (ends[end].Start < 0 || score > ends[end].Score)
                    ends[end] = new BestEnd((float)score, start, id);
                characterIsPiece |= end == characterEnd;
            }

            if (!characterIsPiece)
            {
                float score = _unknownScore + before;
                if (ends[characterEnd].Start < 0 || score > ends[characterEnd].Score)
                    ends[characterEnd] = new BestEnd(score, start, _unknownId);
            }

            start = characterEnd;
        }
    }

    /// <summary>The best segmentation of the text up to a place.</summary>
    /// <param name="Score">Its score.</param>
    /// <param name="Start">Where its last piece begins; −1 while there is none.</param>
    /// <param name="Id">Id of that piece.</param>
    private readonly record struct BestEnd(float Score, int Start, int Id);
}
