using Microsoft.ML.Data;

namespace Microsoft.ML.MultiFit.Tests;

/// <summary>A row of labelled numbers.</summary>
internal sealed class LabeledFeatures
{
    public string? Label { get; set; }

    [VectorType(2)]
    public float[] Features { get; set; } = [];

    public float Weight { get; set; } = 1;

    /// <summary>Classes in turn, each around a point of its own.</summary>
    public static List<LabeledFeatures> Rows(int count, int seed = 0)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(i => new LabeledFeatures
        {
            Label = LabeledText.Classes[i % 3],
            Features = [(float)Math.Cos(2 * (i % 3)) + (0.3f * random.NextSingle()), (float)Math.Sin(2 * (i % 3)) + (0.3f * random.NextSingle())],
        })];
    }

    /// <summary>The rows with their labels as keys.</summary>
    public static IDataView Mapped(MLContext ml, IEnumerable<LabeledFeatures> rows)
    {
        var data = ml.Data.LoadFromEnumerable(rows);
        return ml.Transforms.Conversion.MapValueToKey("Label").Fit(data).Transform(data);
    }
}
