using System.Globalization;

namespace Microsoft.ML.MultiFit;

/// <summary>
/// Byte-pair encoding as fastBPE applies it: a word begins as its characters, the last of which carries <c>&lt;/w&gt;</c>; of all neighbours the pair learned
/// first is merged, everywhere in the word, until none is left. A unit that the vocabulary does not have is taken apart again. Immutable.
/// </summary>
internal sealed class FastBpe
{
    private const string EndOfWord = "</w>";
    private const string Continued = "@@";

    private readonly IReadOnlyList<(string Left, string Right, long Count)> _codes;
    private readonly IReadOnlyDictionary<string, long> _vocabulary;
    private readonly Dictionary<(string Left, string Right), int> _ranks = [];
    private readonly Dictionary<string, int> _ranksOfUnits = new(StringComparer.Ordinal);

    /// <summary>Takes what was learned.</summary>
    /// <param name="codes">The pairs in the order of learning, with how often each was merged.</param>
    /// <param name="vocabulary">The units that may come out, followed by <c>@@</c> inside a word, with how often each occurred.</param>
    /// <exception cref="InvalidDataException">Two pairs make the same unit.</exception>
    public FastBpe(IReadOnlyList<(string Left, string Right, long Count)> codes, IReadOnlyDictionary<string, long> vocabulary)
    {
        (_codes, _vocabulary) = (codes, vocabulary);
        for (int rank = 0; rank < codes.Count; rank++)
        {
            var (left, right, _) = codes[rank];
            _ranks[(left, right)] = rank;
            if (!_ranksOfUnits.TryAdd(left + right, rank))
                throw new InvalidDataException($"line {rank + 1} makes the unit '{left + right}', which an earlier line makes.");
        }
    }

    /// <summary>Reads the two files.</summary>
    /// <param name="codes">Lines of <c>left right count</c>.</param>
    /// <param name="vocabulary">Lines of <c>unit count</c>.</param>
    public static FastBpe Read(NamedContent codes, NamedContent vocabulary)
    {
        var units = vocabulary.Read(open =>
        {
            using var stream = open();
            return ReadVocabulary(stream);
        });
        return codes.Read(open =>
        {
            using var stream = open();
            return ReadCodes(stream, units);
        });
    }

    /// <summary>Reads lines of <c>left right count</c>.</summary>
    /// <exception cref="InvalidDataException">A line is something else, or two make the same unit.</exception>
    public static FastBpe ReadCodes(Stream stream, IReadOnlyDictionary<string, long> vocabulary) =>
        new([.. FieldLines.Read(stream, 3).Select((line, i) => (line[0], line[1], Count(line[2], i)))], vocabulary);

    /// <summary>Reads lines of <c>unit count</c>.</summary>
    /// <exception cref="InvalidDataException">A line is something else, or a unit is there twice.</exception>
    public static IReadOnlyDictionary<string, long> ReadVocabulary(Stream stream)
    {
        var vocabulary = new OrderedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var line in FieldLines.Read(stream, 2))
        {
            if (!vocabulary.TryAdd(line[0], Count(line[1], vocabulary.Count)))
                throw new InvalidDataException($"the unit '{line[0]}' is there twice.");
        }

        return vocabulary;
    }

    /// <summary>Writes what <see cref="ReadCodes"/> reads.</summary>
    public void WriteCodes(Stream stream) =>
        FieldLines.Write(stream, _codes.Select(code => FormattableString.Invariant($"{code.Left} {code.Right} {code.Count}")));

    /// <summary>Writes what <see cref="ReadVocabulary"/> reads.</summary>
    public void WriteVocabulary(Stream stream) =>
        FieldLines.Write(stream, _vocabulary.Select(unit => FormattableString.Invariant($"{unit.Key} {unit.Value}")));

    /// <summary>Appends the units of a word, those inside it followed by <c>@@</c>. Takes n log n for n characters.</summary>
    public void Encode(string word, List<string> output)
    {
        int first = output.Count;
        var units = MergedPairs.Merge(Characters(word), (left, right) => _ranks.GetValueOrDefault((left, right), -1));
        for (int i = 0; i < units.Count; i++)
            AppendKnown(units[i], isFinal: i == units.Count - 1, output);
        for (int i = first; i < output.Count; i++)
            output[i] = i < output.Count - 1 ? output[i] + Continued : WithoutEnd(output[i]);
    }

    private static long Count(string text, int line) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long count)
        ? count
        : throw new InvalidDataException($"line {line + 1} ends with '{text}', not with a count.");

    private static List<string> Characters(string word)
    {
        var characters = word.EnumerateRunes().Select(rune => rune.ToString()).ToList();
        if (characters.Count > 0)
            characters[^1] += EndOfWord;
        return characters;
    }

    // What cannot be taken apart any further is left as it is: the encoder has a vector for what it does not know.
    private void AppendKnown(string unit, bool isFinal, List<string> output)
    {
        if (_vocabulary.ContainsKey(isFinal ? WithoutEnd(unit) : unit + Continued) || !_ranksOfUnits.TryGetValue(unit, out int rank))
        {
            output.Add(unit);
            return;
        }

        AppendKnown(_codes[rank].Left, isFinal: false, output);
        AppendKnown(_codes[rank].Right, isFinal, output);
    }

    private static string WithoutEnd(string unit) => unit.EndsWith(EndOfWord, StringComparison.Ordinal) ? unit[..^EndOfWord.Length] : unit;
}
