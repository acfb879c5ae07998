namespace Microsoft.ML.MultiFit;

/// <summary>
/// Divides a stream of documents into parts, in the order of the MultiFiT authors: first training, then validation, then test documents, then
/// training documents again. Their small corpora stop there (<see cref="FurtherTrainTokenCount"/> 0), their large ones go on for 98 million
/// tokens, so that both share their validation and test documents. A document is never cut: it belongs to the part in which it begins.
/// </summary>
public sealed record CorpusSplit
{
    /// <summary>Tokens of the first training documents, at least 0. Default 2,000,000 (the authors').</summary>
    public long TrainTokenCount { get; init; } = 2_000_000;

    /// <summary>Tokens of the validation documents, at least 0. Default 200,000 (the authors').</summary>
    public long ValidationTokenCount { get; init; } = 200_000;

    /// <summary>Tokens of the test documents, at least 0. Default 200,000 (the authors').</summary>
    public long TestTokenCount { get; init; } = 200_000;

    /// <summary>Tokens of the training documents after them, at least 0; null for all that is left. Default null.</summary>
    public long? FurtherTrainTokenCount { get; init; }

    /// <summary>Each document with its part. Stops reading when the last part is full.</summary>
    /// <param name="documents">Read once, while the parts are taken.</param>
    /// <param name="countTokens">Tokens of a document, at least 0, such as <see cref="CountTokens"/>.</param>
    /// <exception cref="ArgumentException">Options are out of range; the message names them all.</exception>
    public IEnumerable<(CorpusPart Part, string Document)> Apply(IEnumerable<string> documents, Func<string, int> countTokens)
    {
        ArgumentNullException.ThrowIfNull(documents);
        ArgumentNullException.ThrowIfNull(countTokens);
        Options.Check(nameof(CorpusSplit), Problems());
        return Parts(documents, countTokens);
    }

    /// <summary>Tokens as the authors count them: words after the Moses tokenizer of early 2019, and one for every line's end.</summary>
    /// <param name="document">Lines of text.</param>
    /// <param name="language">An ISO 639 code.</param>
    public static int CountTokens(string document, string language)
    {
        ArgumentNullException.ThrowIfNull(document);
        var rules = TextRules.Paper(language) with { FastaiRules = false, MarkFields = false };
        // A space stands after xxbos and between tokens.
        return document.Length == 0 ? 0 : rules.Apply(document).Count(c => c == ' ') + LineCount(document);
    }

    /// <summary>The same without Moses, which is never more.</summary>
    internal static int CountWords(string document)
    {
        int count = document.Length == 0 ? 0 : LineCount(document);
        for (int i = 0; i < document.Length; i++)
            count += !char.IsWhiteSpace(document[i]) && (i == 0 || char.IsWhiteSpace(document[i - 1])) ? 1 : 0;
        return count;
    }

    private static int LineCount(string document) => document.AsSpan().Count('\n') + 1;

    private IEnumerable<(CorpusPart Part, string Document)> Parts(IEnumerable<string> documents, Func<string, int> countTokens)
    {
        (CorpusPart Part, long Count)[] parts =
        [
            (CorpusPart.Train, TrainTokenCount), (CorpusPart.Validation, ValidationTokenCount), (CorpusPart.Test, TestTokenCount),
            (CorpusPart.Train, FurtherTrainTokenCount ?? long.MaxValue),
        ];
        int place = 0;
        long count = 0;
        foreach (var document in documents)
        {
            while (place < parts.Length && count >= parts[place].Count)
                (place, count) = (place + 1, 0);
            if (place == parts.Length)
                yield break;
            yield return (parts[place].Part, document);
            count += countTokens(document);
        }
    }

    private IEnumerable<string> Problems()
    {
        foreach (var (name, value) in new[]
        {
            (nameof(TrainTokenCount), TrainTokenCount), (nameof(ValidationTokenCount), ValidationTokenCount),
            (nameof(TestTokenCount), TestTokenCount), (nameof(FurtherTrainTokenCount), FurtherTrainTokenCount ?? 0),
        })
        {
            if (value < 0)
                yield return $"{name} must be at least 0, but is {value}.";
        }
    }
}
