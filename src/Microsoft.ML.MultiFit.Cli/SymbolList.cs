using System.Text;

namespace MultiFit.Cli;

/// <summary>Symbols as SentencePiece's options take them: in a list with commas between, or in a file, one a line.</summary>
internal static class SymbolList
{
    /// <summary>The symbols of a list, then those of a file; null for neither.</summary>
    public static IReadOnlyList<string> Read(string? list, string? path) =>
        [.. list is null ? [] : Split(list), .. path is null ? [] : TextCorpus.ReadLines(path).Where(line => line.Length > 0)];

    /// <summary>What stands between commas. A symbol that begins with a quotation mark ends with one; two of them inside mean one.</summary>
    internal static IEnumerable<string> Split(string list)
    {
        for (int place = 0; place < list.Length; place++)
        {
            int comma = list.IndexOf(',', place) is >= 0 and var found ? found : list.Length;
            if (list[place] != '"')
            {
                yield return list[place..comma];
                place = comma;
                continue;
            }

            var symbol = new StringBuilder();
            for (place++; place < list.Length; place++)
            {
                if (list[place] == '"' && (++place == list.Length || list[place] != '"'))
                    break;
                symbol.Append(list[place]);
            }

            yield return symbol.ToString();
            place = list.IndexOf(',', Math.Min(place, list.Length)) is >= 0 and var next ? next : list.Length;
        }
    }
}
