namespace Microsoft.ML.MultiFit.Tests;

/// <summary>
/// Two made-up languages with a word-for-word dictionary: the first writes in Latin letters, the second in Greek ones. A sentence is about one of three topics,
/// each with words of its own.
/// </summary>
internal static class ToyLanguages
{
    public const int TopicCount = 3;
    private const int TopicWords = 12;
    private const string Latin = "bdfgklmnprst";
    private const string Greek = "βδφγκλμνπρστ";

    public static readonly CrossLingualEmbeddingOptions SmallOptions = new()
    {
        Vocabulary = new() { VocabularySize = 200, HardVocabularyLimit = false, CharacterCoverage = 1, UserDefinedSymbols = [] },
        Dimension = 24,
    };

    /// <summary>Sentences of the topics in turn, and their translations in the same order of words.</summary>
    public static List<SentencePair> Pairs(int count, int seed = 0)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            int[] words = [.. Enumerable.Range(0, random.Next(3, 8)).Select(_ => (TopicWords * (i % TopicCount)) + random.Next(TopicWords))];
            return new SentencePair(Sentence(words, Latin, "a"), Sentence(words, Greek, "ω"));
        })];
    }

    private static string Sentence(int[] words, string consonants, string vowel) =>
        string.Join(' ', words.Select(word => $"{consonants[word / 12]}{vowel}{consonants[word % 12]}{vowel}"));
}
