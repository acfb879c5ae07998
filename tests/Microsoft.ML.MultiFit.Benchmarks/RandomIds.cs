namespace Microsoft.ML.MultiFit.Benchmarks;

/// <summary>Documents of random pieces: speed does not depend on what a text says.</summary>
internal static class RandomIds
{
    /// <summary>A document as a tokenizer would give it, without padding and unknown pieces.</summary>
    public static int[] Document(int length, int vocabularySize, Random random)
    {
        var ids = new int[length];
        for (int i = 0; i < length; i++)
            ids[i] = random.Next(2, vocabularySize);
        return ids;
    }

    /// <summary>Documents of 300 tokens until there are so many.</summary>
    public static TokenCorpus Corpus(long tokenCount, int vocabularySize)
    {
        const int length = 300;
        var random = new Random(1);
        int count = (int)((tokenCount + length - 1) / length);
        return TokenCorpus.Of(Enumerable.Range(0, count).Select(_ => Document(length, vocabularySize, random)));
    }
}
