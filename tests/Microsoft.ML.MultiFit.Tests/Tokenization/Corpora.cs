namespace Microsoft.ML.MultiFit.Tests;

/// <summary>Corpora for learning, without rules of normalisation.</summary>
internal static class Corpora
{
    public static UnigramCorpus Of(IEnumerable<string> sentences, UnigramTrainerOptions options)
    {
        var words = Words(sentences, options);
        return UnigramCorpus.Of(words, UnigramAlphabet.Of(words, options));
    }

    public static UnigramWords Words(IEnumerable<string> sentences, UnigramTrainerOptions options)
    {
        var normalizer = new TextNormalizer(new SentencePieceNormalizerSpec(), CharacterMap.Empty, options.UserDefinedSymbols, options.TreatWhitespaceAsSuffix);
        return UnigramWords.Count(sentences, options, normalizer, new UnigramSymbols(options).Texts, new ParallelOptions { MaxDegreeOfParallelism = 2 });
    }
}
