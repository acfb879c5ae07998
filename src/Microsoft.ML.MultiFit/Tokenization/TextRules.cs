using System.Text;
using System.Text.Json.Serialization;

namespace Microsoft.ML.MultiFit;

/// <summary>
/// What is done to a text before it is cut into pieces: fields are joined and marked, words and punctuation separated (Moses), repetitions
/// and capitals written as symbols of their own (fastai). The result is lower case with single spaces. Takes time linear in the text;
/// independent of culture. Source: the MultiFiT authors' scripts, fastai 1.0 and the Moses tokenizer.
/// </summary>
/// <remarks>
/// The defaults are for new models. They differ from the authors' rules in three points, all undone by <see cref="Paper"/>: HTML is decoded
/// before the text is split (the authors' order never sees an entity whole, and turns <c>"</c> into <c>&amp;'</c>); combining marks belong
/// to their word (splitting them off breaks Yoruba, Hindi or Thai words apart); Chinese characters stay together, because a unigram
/// vocabulary finds their words itself and single characters make documents longer without telling the model more.
/// </remarks>
public sealed record TextRules
{
    /// <summary>Whether words and punctuation are separated by the Moses rules. Default true.</summary>
    [JsonPropertyName("moses")]
    public bool Moses { get; init; } = true;

    /// <summary>
    /// Language of the text as an ISO 639 code, <c>de</c> or <c>pt-BR</c>: it decides how apostrophes are split and after which
    /// abbreviations a period stays. Languages without rules of their own use the English abbreviations. Default <c>en</c>.
    /// </summary>
    [JsonPropertyName("language")]
    public string Language { get; init; } = "en";

    /// <summary>Whether fastai's rules are applied: HTML repaired, repetitions and capitals marked, lower case. Default true.</summary>
    [JsonPropertyName("fastaiRules")]
    public bool FastaiRules { get; init; } = true;

    /// <summary>Whether every field begins with <c>xxfld</c> and its number. Default true.</summary>
    [JsonPropertyName("markFields")]
    public bool MarkFields { get; init; } = true;

    /// <summary>
    /// Whether every Chinese character (also in Japanese text) is put between spaces, as Moses did in early 2019 and in the released
    /// <c>zh</c> and <c>ja</c> models. Default false.
    /// </summary>
    [JsonPropertyName("splitHan")]
    public bool SplitHan { get; init; }

    /// <summary>
    /// Whether the authors' accidents are kept, which the vocabularies of their released models have learned: Moses writes XML entities and
    /// the HTML rules read them back wrongly (<c>"</c> becomes <c>&amp;'</c>, <c>&amp;</c> becomes <c>&amp;&amp;</c>), and combining marks
    /// are split from their word. Default false.
    /// </summary>
    [JsonPropertyName("authorsQuirks")]
    public bool AuthorsQuirks { get; init; }

    /// <summary>The authors' rules, exactly: for their released models and for repeating the paper.</summary>
    /// <param name="language">ISO 639 code of the language.</param>
    public static TextRules Paper(string language) => new() { Language = language, AuthorsQuirks = true, SplitHan = true };

    /// <summary>The text as the vocabulary's trainer and the tokenizer see it, starting with <c>xxbos</c>.</summary>
    /// <param name="text">Any text; an empty one gives <c>xxbos xxfld 1</c>.</param>
    public string Apply(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Apply([text]);
    }

    /// <summary>Joins the fields of a document (title, body, …) and applies the rules to the whole.</summary>
    /// <param name="fields">At least one field; none may be null.</param>
    /// <returns>Text that starts with <c>xxbos</c>.</returns>
    public string Apply(IReadOnlyList<string> fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        if (fields.Count == 0 || fields.Contains(null!))
            throw new ArgumentException("A document needs at least one field, and none may be null.", nameof(fields));
        Options.Check(nameof(Language), Problems());
        string text = Join(fields);
        if (Moses)
            text = new MosesTokenizer(PrimaryLanguage(Language), SplitHan, AuthorsQuirks ? MosesEdition.Sacremoses2019 : MosesEdition.Revised).Tokenize(text);
        if (FastaiRules && AuthorsQuirks)
            text = HtmlRules.RepairAsFastai(text);
        text = CapitalRules.CollapseSpaces(text);
        if (!FastaiRules)
            return text;
        text = RepetitionRules.MarkCharacters(text);
        text = RepetitionRules.MarkWords(text);
        return CapitalRules.MarkAndLower(SpaceOutSlashes(text));
    }

    internal IEnumerable<string> Problems()
    {
        if (PrimaryLanguage(Language) is { Length: < 2 or > 3 } || !PrimaryLanguage(Language).All(char.IsAsciiLetterLower))
            yield return $"Language must be an ISO 639 code such as 'de' or 'pt-BR', but is '{Language}'.";
    }

    /// <summary>The language without its region: <c>pt</c> of <c>pt-BR</c>.</summary>
    internal static string PrimaryLanguage(string? language) => (language ?? "").Split('-', '_')[0].ToLowerInvariant();

    private string Join(IReadOnlyList<string> fields)
    {
        var text = new StringBuilder("xxbos");
        for (int i = 0; i < fields.Count; i++)
        {
            text.Append(' ');
            if (MarkFields)
                text.Append(System.Globalization.CultureInfo.InvariantCulture, $"xxfld {i + 1} ");
            text.Append(FastaiRules && !AuthorsQuirks ? HtmlRules.Decode(fields[i]) : fields[i]);
        }

        return text.ToString();
    }

    private static string SpaceOutSlashes(string text)
    {
        var spaced = new StringBuilder(text.Length + 16);
        foreach (char c in text)
        {
            if (c is '/' or '#')
                spaced.Append(' ').Append(c).Append(' ');
            else
                spaced.Append(c);
        }

        return spaced.ToString();
    }
}
