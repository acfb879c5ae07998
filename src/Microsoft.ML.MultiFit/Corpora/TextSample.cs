namespace Microsoft.ML.MultiFit;

/// <summary>A random part of a corpus that fits memory, for learning a vocabulary.</summary>
public static class TextSample
{
    /// <summary>
    /// A uniform sample of texts, in their order: each gets a random number, and those with the lowest numbers are taken, as many as fit. All of
    /// them where they fit.
    /// </summary>
    /// <param name="texts">Read once; no more than the sample is in memory.</param>
    /// <param name="characterCount">Characters of the sample, at most; at least 1.</param>
    /// <param name="seed">Equal seeds and texts give equal samples.</param>
    public static IReadOnlyList<string> Take(IEnumerable<string> texts, long characterCount, int seed)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentOutOfRangeException.ThrowIfLessThan(characterCount, 1);
        var random = new Random(seed);
        var sample = new PriorityQueue<(long Index, string Text), long>();
        long index = 0, characters = 0, limit = long.MaxValue;
        foreach (var text in texts)
        {
            long number = random.NextInt64();
            index++;
            if (number >= limit)
                continue;
            sample.Enqueue((index, text), -number);
            characters += text.Length;
            while (characters > characterCount && sample.TryDequeue(out var dropped, out long highest))
            {
                characters -= dropped.Text.Length;
                limit = -highest;
            }
        }

        return [.. sample.UnorderedItems.Select(item => item.Element).OrderBy(item => item.Index).Select(item => item.Text)];
    }
}
