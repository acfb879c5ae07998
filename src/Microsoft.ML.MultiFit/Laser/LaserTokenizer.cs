namespace Microsoft.ML.MultiFit;

/// <summary>Turns texts into the unit ids that a LASER encoder reads. Immutable.</summary>
internal sealed class LaserTokenizer(FastBpe bpe, LaserDictionary dictionary, LaserOptions options)
{
    /// <summary>
    /// Units of the longest sentence, its end included; what is longer is cut, so that a document without periods cannot take all memory. Above LASER's own
    /// 12,000 per batch.
    /// </summary>
    public const int LongestSentence = 16_384;

    private readonly LaserText _text = new(options);

    /// <summary>The sentences of a text: ids of their units, each ending with that of <c>&lt;/s&gt;</c>. Of an empty text there is one, the end alone.</summary>
    public IReadOnlyList<int[]> Encode(string text)
    {
        var sentences = new List<int[]>();
        var ids = new List<int>();
        var units = new List<string>();
        string[] words = _text.Words(text);
        for (int i = 0; i < words.Length; i++)
        {
            units.Clear();
            bpe.Encode(words[i], units);
            foreach (string unit in units)
            {
                ids.Add(dictionary.IdOf(unit));
                if (ids.Count == LongestSentence - 1)
                    End();
            }

            if (options.SplitSentences && words[i] == "." && i < words.Length - 1 && ids.Count > 0)
                End();
        }

        if (ids.Count > 0 || sentences.Count == 0)
            End();
        return sentences;

        void End()
        {
            sentences.Add([.. ids, dictionary.EndOfSentenceId]);
            ids.Clear();
        }
    }
}
