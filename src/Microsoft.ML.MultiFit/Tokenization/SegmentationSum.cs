namespace Microsoft.ML.MultiFit;

/// <summary>
/// Sums over all ways to cut a word into pieces, by probabilities instead of their logarithms; a common power of two keeps them from vanishing in long
/// words. Reused from word to word; not for several threads.
/// </summary>
/// <param name="edges">The pieces at each place.</param>
/// <param name="pieces">Probability and length of each piece.</param>
/// <param name="longest">Characters of the longest word.</param>
internal sealed class SegmentationSum(PieceEdges edges, (float Probability, int Length)[] pieces, int longest)
{
    private const int ScaleBits = 500;

    private static readonly double s_scale = Math.ScaleB(1, ScaleBits);

    private readonly int _longestPiece = pieces.Max(piece => piece.Length);
    private readonly double[] _forward = new double[longest + 1];
    private readonly double[] _backward = new double[longest + 1];
    private readonly int[] _scalings = new int[longest + 1];

    /// <summary>Adds how often each piece occurs in a random segmentation, times <paramref name="weight"/>, rounded.</summary>
    /// <returns>The log probability of the word, summed over all segmentations.</returns>
    public double AddExpectations(int place, int length, double weight, long[] counts)
    {
        SumForward(place, length);
        SumBackward(place, length, weight, counts);
        return Math.Log(_forward[length]) - (_scalings[length] * ScaleBits * Math.Log(2));
    }

    private void SumForward(int place, int length)
    {
        double[] forward = _forward;
        forward.AsSpan(1, length).Clear();
        forward[0] = 1;
        int scalings = 0;
        for (int start = 0; start < length; start++)
        {
            if (forward[start] * s_scale < 1)
                scalings += Rescale(forward.AsSpan(start, Math.Min(_longestPiece, length - start + 1)));
            _scalings[start] = scalings;
            double before = forward[start];
            foreach (int piece in edges.Pieces.AsSpan(edges.Starts[place + start]..edges.Starts[place + start + 1]))
            {
                var (probability, pieceLength) = pieces[piece];
                forward[start + pieceLength] += before * probability;
            }
        }

        _scalings[length] = scalings;
    }

    /// <summary>Scales the sums that are still open, unless one of them is large: then the others do not matter beside it.</summary>
    private static int Rescale(Span<double> open)
    {
        if (System.Numerics.Tensors.TensorPrimitives.Max<double>(open) * s_scale >= 1)
            return 0;
        System.Numerics.Tensors.TensorPrimitives.Multiply(open, s_scale, open);
        return 1;
    }

    /// <summary>The sums from the end, divided by that of the whole word, so that the product with those from the start is a share of it.</summary>
    private void SumBackward(int place, int length, double weight, long[] counts)
    {
        double[] backward = _backward;
        backward[length] = 1 / _forward[length];
        for (int start = length - 1; start >= 0; start--)
        {
            double share = _forward[start] * weight;
            int scalings = _scalings[start];
            double sum = 0;
            foreach (int piece in edges.Pieces.AsSpan(edges.Starts[place + start]..edges.Starts[place + start + 1]))
            {
                var (probability, pieceLength) = pieces[piece];
                double after = probability * backward[start + pieceLength];
                if (_scalings[start + pieceLength] != scalings)
                    after *= s_scale;
                sum += after;
                counts[piece] += (long)((share * after) + 0.5);
            }

            backward[start] = sum;
        }
    }
}
