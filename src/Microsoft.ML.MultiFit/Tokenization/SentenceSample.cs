using System.Text;

namespace Microsoft.ML.MultiFit;

/// <summary>Which of the given sentences a vocabulary is learned from.</summary>
internal static class SentenceSample
{
    // Stands for characters outside the alphabet while the reference learns, so it passes over text that holds it.
    private const char ReservedCharacter = '\u2585';

    /// <summary>
    /// Every sentence that is neither empty nor too long, or the first of them, or a uniform sample (Vitter's algorithm R) that is held in memory.
    /// </summary>
    /// <exception cref="ArgumentException">All of them are too long.</exception>
    public static IEnumerable<string> Take(IEnumerable<string> sentences, UnigramTrainerOptions options, CancellationToken cancellationToken)
    {
        var usable = Usable(sentences, options, cancellationToken);
        return options.InputSentenceCount == 0 ? usable : options.ShuffleInputSentences ? Draw(usable, options) : usable.Take(options.InputSentenceCount);
    }

    private static IEnumerable<string> Usable(IEnumerable<string> sentences, UnigramTrainerOptions options, CancellationToken cancellationToken)
    {
        long taken = 0, tooLong = 0;
        foreach (string sentence in sentences)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (sentence.Length == 0 || sentence.Contains(ReservedCharacter))
                continue;
            if (sentence.Length * 3L > options.MaxSentenceBytes && Encoding.UTF8.GetByteCount(sentence) > options.MaxSentenceBytes)
            {
                tooLong++;
                continue;
            }

            taken++;
            yield return sentence;
        }

        if (taken == 0 && tooLong > 0)
        {
            throw new ArgumentException(
                $"Each of the {tooLong} sentences is longer than {options.MaxSentenceBytes} bytes. Give one sentence or paragraph at a time, or raise MaxSentenceBytes.",
                nameof(sentences));
        }
    }

    private static List<string> Draw(IEnumerable<string> sentences, UnigramTrainerOptions options)
    {
        var random = new MersenneTwister((uint)options.Seed);
        var sample = new List<string>();
        uint seen = 0;
        foreach (string sentence in sentences)
        {
            seen = Math.Max(seen, seen + 1);
            if (sample.Count < options.InputSentenceCount)
                sample.Add(sentence);
            else if (random.Below(seen) is var place && place < sample.Count)
                sample[(int)place] = sentence;
        }

        return sample;
    }
}
