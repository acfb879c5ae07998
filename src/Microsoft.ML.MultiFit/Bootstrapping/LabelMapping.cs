namespace Microsoft.ML.MultiFit;

/// <summary>From the classes of one label set to those of another that has the same values, in whatever order.</summary>
internal sealed class LabelMapping
{
    private const int MostNamed = 10;

    private readonly Dictionary<string, int> _classes;

    private LabelMapping(Dictionary<string, int> classes) => _classes = classes;

    /// <summary>To these classes, from labels whose set is not known beforehand.</summary>
    /// <exception cref="ArgumentException">Two classes have the same name.</exception>
    public static LabelMapping To(IReadOnlyList<string> classes)
    {
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int label = 0; label < classes.Count; label++)
        {
            if (!places.TryAdd(classes[label], label))
                throw new ArgumentException($"Two classes are called '{classes[label]}'.", nameof(classes));
        }

        return new LabelMapping(places);
    }

    /// <summary>Throws unless both are the same set.</summary>
    /// <param name="labels">A label set.</param>
    /// <param name="labelsName">What a message calls it.</param>
    /// <param name="classesName">What a message calls the classes that are mapped to.</param>
    /// <exception cref="ArgumentException">A label is missing on either side; the message names it.</exception>
    public void RequireSame(IReadOnlyList<string> labels, string labelsName, string classesName)
    {
        var unknown = labels.Where(label => !_classes.ContainsKey(label)).ToList();
        var absent = _classes.Keys.Except(labels, StringComparer.Ordinal).ToList();
        if (unknown.Count + absent.Count == 0)
            return;
        var differences = new[] { (labelsName, unknown), (classesName, absent) }
            .Where(side => side.Item2.Count > 0)
            .Select(side => $"only {side.Item1} has {Name(side.Item2)}");
        throw new ArgumentException($"The labels of {labelsName} are not those of {classesName}: {string.Join("; ", differences)}.");
    }

    /// <summary>The labels of the classes.</summary>
    public IReadOnlyCollection<string> Labels => _classes.Keys;

    /// <summary>The class of a label; −1 if it is none.</summary>
    public int ClassOf(string label) => _classes.GetValueOrDefault(label, -1);

    /// <summary>The labels in quotes, the first ones where there are many.</summary>
    public static string Name(IReadOnlyCollection<string> labels) =>
        string.Join(", ", labels.Take(MostNamed).Select(label => $"'{label}'")) + (labels.Count > MostNamed ? ", …" : "");
}
