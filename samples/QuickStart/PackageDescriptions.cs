namespace QuickStart;

/// <summary>Reads what <c>eng/get-descriptions.sh</c> fetched: the package index and the descriptions in a language.</summary>
internal static class PackageDescriptions
{
    /// <summary>Every description whose translation is of the package's present text, in the order of the packages' names.</summary>
    public static List<PackageDescription> Read(string folder, string language)
    {
        var index = new Dictionary<(string Package, string Digest), (string Source, string Section)>();
        foreach (var stanza in Stanzas(Path.Combine(folder, "Packages")))
        {
            // "Source: gcc-12 (12.2.0-14)"; without the field the source has the package's name. "Section: contrib/net" is net, too.
            var source = stanza.GetValueOrDefault("Source", stanza["Package"]).Split(' ')[0];
            var section = stanza.GetValueOrDefault("Section", "").Split('/')[^1];
            index.TryAdd((stanza["Package"], stanza.GetValueOrDefault("Description-md5", "")), (source, section));
        }

        var descriptions = new List<PackageDescription>();
        foreach (var stanza in Stanzas(Path.Combine(folder, $"Translation-{language}")))
        {
            if (index.Remove((stanza["Package"], stanza["Description-md5"]), out var package))
                descriptions.Add(new(stanza["Package"], package.Source, package.Section, Text(stanza[$"Description-{language}"])));
        }

        descriptions.Sort((first, second) => string.CompareOrdinal(first.Package, second.Package));
        return descriptions;
    }

    /// <summary>One description a source package: that of the package with the source's name, else the first.</summary>
    public static List<PackageDescription> OnePerSource(IEnumerable<PackageDescription> descriptions) =>
        [.. descriptions.GroupBy(each => each.Source).Select(group => group.FirstOrDefault(each => each.Package == each.Source) ?? group.First())];

    /// <summary>
    /// The texts, each paragraph once: packages of one source repeat most of their description, and a language model learns nothing from
    /// reading a paragraph again, only that it may learn by heart.
    /// </summary>
    public static List<string> WithoutRepetitions(IEnumerable<PackageDescription> descriptions)
    {
        var seen = new HashSet<string>();
        return [.. descriptions.Select(each => string.Join('\n', each.Text.Split('\n').Where(seen.Add))).Where(text => text.Length > 0)];
    }

    /// <summary>Debian's control format: "Field: value", continued by lines that begin with a space; a blank line ends a stanza.</summary>
    private static IEnumerable<Dictionary<string, string>> Stanzas(string path)
    {
        var stanza = new Dictionary<string, string>();
        string field = "";
        foreach (var line in File.ReadLines(path).Append(""))
        {
            if (line.Length == 0)
            {
                if (stanza.Count > 0)
                    yield return stanza;
                stanza = [];
            }
            else if (line[0] == ' ')
            {
                stanza[field] += "\n" + line[1..];
            }
            else
            {
                int colon = line.IndexOf(':');
                field = line[..colon];
                stanza[field] = line[(colon + 1)..].Trim();
            }
        }
    }

    /// <summary>The first line is a heading; a line that is a lone dot separates paragraphs; the lines of a paragraph become one.</summary>
    private static string Text(string description)
    {
        var parts = description.Split('\n', 2);
        var paragraphs = parts.Skip(1).SelectMany(body => body.Split("\n.\n")).Select(paragraph => paragraph.Replace('\n', ' ').Trim());
        return string.Join('\n', paragraphs.Prepend(parts[0]));
    }
}
