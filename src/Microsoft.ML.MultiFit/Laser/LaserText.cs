using System.Globalization;
using System.Text;

namespace Microsoft.ML.MultiFit;

/// <summary>
/// LASER's text steps: what cannot be printed becomes spaces, punctuation is normalised, entities are decoded, words and punctuation are separated, Greek is
/// written in Latin letters, everything is lower case. Source: LASER's scripts, which call those of Moses, release 4.0.
/// </summary>
internal sealed class LaserText
{
    private readonly LaserOptions _options;
    private readonly string _language;
    private readonly MosesTokenizer _tokenizer;

    public LaserText(LaserOptions options)
    {
        _options = options;
        _language = TextRules.PrimaryLanguage(options.Language);
        _tokenizer = new MosesTokenizer(_language, splitHan: false, MosesEdition.Release4);
    }

    /// <summary>The words of a text.</summary>
    public string[] Words(string text)
    {
        text = PunctuationNormalizer.Normalize(WithoutControls(text), _language);
        if (_options.DecodeEntities)
            text = DecodeEntities(text);
        text = _tokenizer.Tokenize(text);
        if (_language == "el")
            text = GreekRomanizer.Romanize(text);
        var lower = new StringBuilder(text.Length);
        UnicodeCasing.AppendLower(lower, text);
        return lower.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
    }

    // Controls, formats, surrogates, private and unassigned characters.
    private static string WithoutControls(string text)
    {
        var result = new StringBuilder(text.Length);
        for (int i = 0; i < text.Length;)
        {
            var status = Rune.DecodeFromUtf16(text.AsSpan(i), out var rune, out int length);
            bool isOther = status != System.Buffers.OperationStatus.Done || Rune.GetUnicodeCategory(rune)
                is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned;
            if (isOther)
                result.Append(' ');
            else
                result.Append(text, i, length);
            i += length;
        }

        return result.ToString();
    }

    // The ampersand comes last, so that "&amp;lt;" becomes "&lt;".
    private static string DecodeEntities(string text)
    {
        if (!text.Contains('&', StringComparison.Ordinal))
            return text;
        (string Entity, string Character)[] entities =
        [
            ("&bar;", "|"), ("&#124;", "|"), ("&lt;", "<"), ("&gt;", ">"), ("&bra;", "["), ("&ket;", "]"),
            ("&quot;", "\""), ("&apos;", "'"), ("&#91;", "["), ("&#93;", "]"), ("&amp;", "&"),
        ];
        foreach (var (entity, character) in entities)
            text = text.Replace(entity, character, StringComparison.Ordinal);
        return text;
    }
}
