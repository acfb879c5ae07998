using System.Collections.Frozen;

namespace Microsoft.ML.MultiFit;

/// <summary>What becomes of a link, by the prefix of its target.</summary>
internal sealed class WikiLinks
{
    private const int FileNamespace = 6;
    private const int CategoryNamespace = 14;

    // Names of the two namespaces that every wiki knows, and older names that dumps do not list but pages still use.
    private static readonly string[] s_hidden =
    [
        "File", "Image", "Category", "Bild", "Fichier", "Imagen", "Immagine", "Afbeelding", "Imagem", "Ficheiro", "Изображение", "Зображення",
        "Grafika", "Obrázek", "Kép", "Fil", "Billede", "Bilde", "Kuva", "画像", "图像", "圖像", "文件", "그림", "تصویر", "صورة", "תמונה", "Resim", "Imatge",
        "Gambar", "Hình", "Slika", "Слика", "Картинка", "Выява", "Εικόνα", "चित्र", "ภาพ",
    ];

    // Prefixes as short as a language's that lead to other places, whose text is part of the sentence.
    private static readonly FrozenSet<string> s_noLanguages = new[] { "mw", "doi", "rfc", "bug", "hdl", "wmf", "dmy", "orr", "isbn" }.ToFrozenSet(StringComparer.Ordinal);

    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _hidden;

    /// <param name="namespaces">The wiki's own names of its namespaces, by number.</param>
    public WikiLinks(IReadOnlyDictionary<int, string> namespaces)
    {
        var hidden = new HashSet<string>(s_hidden, StringComparer.OrdinalIgnoreCase);
        foreach (int number in new[] { FileNamespace, CategoryNamespace })
        {
            if (namespaces.TryGetValue(number, out var name))
                hidden.Add(name);
        }

        _hidden = hidden.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>Whether a link shows nothing in the text: images, categories, and the same article in another language.</summary>
    public bool IsHidden(ReadOnlySpan<char> target)
    {
        int colon = target.IndexOf(':');
        if (colon <= 0)
            return false;
        var prefix = target[..colon].Trim(" \t_");
        return _hidden.Contains(prefix) || IsLanguage(prefix);
    }

    /// <summary>The part of a target that is read where a link has no text of its own.</summary>
    public static int ReadableStart(ReadOnlySpan<char> target)
    {
        // [[:Category:Animals]] reads "Category:Animals", [[wikt:animal]] "animal".
        if (target.StartsWith(':'))
            return 1;
        int colon = target.IndexOf(':');
        bool isOtherWiki = colon > 0 && colon + 1 < target.Length && target[colon + 1] is not (' ' or '/') && !target[..colon].ContainsAnyExceptInRange('a', 'z');
        return isOtherWiki ? colon + 1 : 0;
    }

    /// <summary>A code such as <c>de</c>, <c>ast</c>, <c>simple</c> or <c>zh-min-nan</c>.</summary>
    private static bool IsLanguage(ReadOnlySpan<char> prefix)
    {
        if (prefix is "simple" or "tokipona")
            return true;
        int hyphen = prefix.IndexOf('-');
        var first = hyphen < 0 ? prefix : prefix[..hyphen];
        return first.Length is 2 or 3 && prefix.Length <= 12 && !first.ContainsAnyExceptInRange('a', 'z')
            && (hyphen < 0 || !prefix[hyphen..].ContainsAnyExcept("abcdefghijklmnopqrstuvwxyz-"))
            && !s_noLanguages.GetAlternateLookup<ReadOnlySpan<char>>().Contains(prefix);
    }
}
