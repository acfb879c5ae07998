namespace Microsoft.ML.MultiFit;

/// <summary>What is done to a text before the LASER encoder reads it.</summary>
public sealed record LaserOptions
{
    /// <summary>
    /// Language of the texts as an ISO 639 code, <c>de</c> or <c>pt-BR</c>: it decides how punctuation and apostrophes are treated, after which
    /// abbreviations a period stays, and that Greek (<c>el</c>) is written in Latin letters. Chinese and Japanese words must already stand between spaces:
    /// LASER has jieba and MeCab separate them, which are not part of this library. Default <c>en</c>.
    /// </summary>
    public string Language { get; init; } = "en";

    /// <summary>
    /// Whether a document is cut after every period that stands alone once words and punctuation are separated; its vector is then the mean of its sentences'
    /// (LASER's classification experiments). Otherwise it is encoded as one sentence. Default true.
    /// </summary>
    public bool SplitSentences { get; init; } = true;

    /// <summary>Whether XML entities become characters. LASER does so with single lines, and not with files. Default true.</summary>
    public bool DecodeEntities { get; init; } = true;

    internal IEnumerable<string> Problems() => new TextRules { Language = Language }.Problems();
}
