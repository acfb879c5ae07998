using System.Globalization;

namespace Microsoft.ML.MultiFit;

/// <summary>The rows of the embedding by the units' texts. Read-only once built.</summary>
internal sealed class LaserDictionary
{
    private const string EndOfSentence = "</s>";
    private const string Unknown = "<unk>";

    private readonly OrderedDictionary<string, int> _ids;

    /// <summary>Checks the ids.</summary>
    /// <param name="ids">A row for every unit.</param>
    /// <param name="vocabularySize">Rows of the embedding.</param>
    /// <exception cref="InvalidDataException">An id is outside the embedding or there twice, a unit has a space in it, or a special one is absent.</exception>
    public LaserDictionary(OrderedDictionary<string, int> ids, int vocabularySize)
    {
        var units = new Dictionary<int, string>();
        foreach (var (unit, id) in ids)
        {
            if (id < 0 || id >= vocabularySize)
                throw new InvalidDataException($"The dictionary gives '{unit}' id {id}; the embedding has {vocabularySize} rows.");
            if (!units.TryAdd(id, unit))
                throw new InvalidDataException($"The dictionary gives '{units[id]}' and '{unit}' the same id {id}.");
            if (unit.Length == 0 || unit.AsSpan().ContainsAny(' ', '\n', '\r'))
                throw new InvalidDataException($"The dictionary's unit of id {id} is empty or has a space in it.");
        }

        _ids = ids;
        EndOfSentenceId = Require(EndOfSentence);
        UnknownId = Require(Unknown);
    }

    /// <summary>Stands behind the last unit of every sentence.</summary>
    public int EndOfSentenceId { get; }

    /// <summary>Stands for units that are not in the dictionary.</summary>
    public int UnknownId { get; }

    /// <summary>The id of a unit, or <see cref="UnknownId"/>.</summary>
    public int IdOf(string unit) => _ids.TryGetValue(unit, out int id) ? id : UnknownId;

    /// <summary>Reads what <see cref="Write"/> has written.</summary>
    public static LaserDictionary Read(Stream stream, int vocabularySize)
    {
        var ids = new OrderedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var line in FieldLines.Read(stream, 2))
        {
            if (!int.TryParse(line[1], NumberStyles.None, CultureInfo.InvariantCulture, out int id) || !ids.TryAdd(line[0], id))
                throw new InvalidDataException($"line {ids.Count + 1} has no new unit with an id.");
        }

        return new LaserDictionary(ids, vocabularySize);
    }

    /// <summary>Writes lines of <c>unit id</c>.</summary>
    public void Write(Stream stream) => FieldLines.Write(stream, _ids.Select(entry => FormattableString.Invariant($"{entry.Key} {entry.Value}")));

    private int Require(string unit) => _ids.TryGetValue(unit, out int id) ? id : throw new InvalidDataException($"The dictionary has no '{unit}'.");
}
