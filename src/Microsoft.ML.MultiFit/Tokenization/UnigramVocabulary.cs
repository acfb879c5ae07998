using System.Runtime.InteropServices;

namespace Microsoft.ML.MultiFit;

/// <summary>The final choice among the pieces that learning leaves.</summary>
internal static class UnigramVocabulary
{
    // The characters without a score get the lowest one and, so that no two are equal, this much more each.
    private const float MissingCharacterStep = 0.0001f;

    /// <summary>The whole alphabet and the best other pieces, by falling score; of equal ones those with the smaller code points first.</summary>
    /// <param name="corpus">The text.</param>
    /// <param name="pieces">What learning left of the seeds.</param>
    /// <param name="size">Pieces to choose, at most.</param>
    /// <param name="taken">What is in the vocabulary already.</param>
    public static List<SentencePiece> Choose(UnigramCorpus corpus, UnigramPieces pieces, int size, IEnumerable<string> taken)
    {
        var chosen = new List<Entry>();
        float missing = pieces.Scores.Min();
        float missingStep = 0;
        var characterScores = new Dictionary<ushort, float>();
        for (int piece = 0; piece < pieces.Count; piece++)
        {
            if (pieces.Lengths[piece] == 1)
                characterScores[corpus.Text[pieces.Starts[piece]]] = pieces.Scores[piece];
        }

        foreach (var (codePoint, _) in corpus.Alphabet.Characters)
        {
            ushort number = corpus.Alphabet.NumberOf(codePoint);
            if (!characterScores.TryGetValue(number, out float score))
            {
                score = missing + missingStep;
                missingStep += MissingCharacterStep;
            }

            chosen.Add(new Entry(score, new[] { number }));
        }

        var others = Enumerable.Range(0, pieces.Count).Where(piece => pieces.Lengths[piece] > 1)
            .Select(piece => new Entry(pieces.Scores[piece], corpus.Text.AsMemory(pieces.Starts[piece], pieces.Lengths[piece]))).ToList();
        others.Sort();
        var symbols = taken.ToHashSet(StringComparer.Ordinal);
        chosen.AddRange(others.Where(entry => !symbols.Contains(Read(corpus, entry))).Take(size - chosen.Count));
        chosen.Sort();
        return [.. chosen.Select(entry => new SentencePiece(Read(corpus, entry), entry.Score, SentencePieceType.Normal))];
    }

    private static string Read(UnigramCorpus corpus, Entry entry) =>
        string.Concat(MemoryMarshal.ToEnumerable(entry.Text).Select(number => char.ConvertFromUtf32(corpus.Alphabet.CodePoints.Span[number])));

    private readonly record struct Entry(float Score, ReadOnlyMemory<ushort> Text) : IComparable<Entry>
    {
        // Numbers of characters are in the order of their code points.
        public int CompareTo(Entry other) => Score == other.Score ? Text.Span.SequenceCompareTo(other.Text.Span) : other.Score.CompareTo(Score);
    }
}
