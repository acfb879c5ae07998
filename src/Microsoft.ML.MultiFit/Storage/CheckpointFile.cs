namespace Microsoft.ML.MultiFit;

/// <summary>Everything a checkpoint holds.</summary>
/// <param name="Run">What identifies the run.</param>
/// <param name="Progress">Where it stands.</param>
/// <param name="MasksDrawn">Dropout masks drawn so far.</param>
/// <param name="Validation">What the validation set said about the weights to return.</param>
/// <param name="Weights">The weights as they are.</param>
/// <param name="Best">The best epoch's weights; null where they are not kept.</param>
/// <param name="OptimizerSteps">Steps of the optimizer.</param>
/// <param name="Moments">Its moments; null between phases.</param>
/// <param name="Carried">What goes on to the next step; empty between epochs.</param>
internal sealed record CheckpointContent(
    IReadOnlyDictionary<string, string> Run,
    ProgressState Progress,
    ulong MasksDrawn,
    ValidationResult? Validation,
    WeightSet Weights,
    WeightSet? Best,
    int OptimizerSteps,
    IReadOnlyList<float[]>? Moments,
    IReadOnlyList<float[]> Carried);

/// <summary>What a checkpoint says about itself; its entries of numbers are described here.</summary>
internal sealed record CheckpointDescription(
    int FormatVersion,
    IReadOnlyDictionary<string, string> Run,
    ProgressState Progress,
    ulong MasksDrawn,
    ValidationResult? Validation,
    int OptimizerSteps,
    EntryDescription Weights,
    EntryDescription? Best,
    EntryDescription? Moments,
    EntryDescription? Carried);

/// <summary>A checkpoint on disk: a zip file of a description and of safetensors entries. Nothing in it is believed before it is checked.</summary>
internal sealed class CheckpointFile
{
    private const int FormatVersion = 1;
    private const string DescriptionName = "checkpoint.json";
    private const string WeightsName = "weights.safetensors";
    private const string BestName = "best.safetensors";
    private const string MomentsName = "moments.safetensors";
    private const string CarriedName = "carried.safetensors";

    private readonly string _path;

    private CheckpointFile(string path, CheckpointDescription description) => (_path, Description) = (path, description);

    public CheckpointDescription Description { get; }

    /// <summary>Writes a checkpoint; it appears whole or not at all.</summary>
    public static void Write(string path, CheckpointContent content) => AtomicFile.Write(path, stream => ZipEntries.Write(stream, writer =>
    {
        var description = new CheckpointDescription(
            FormatVersion,
            content.Run,
            content.Progress,
            content.MasksDrawn,
            content.Validation,
            content.OptimizerSteps,
            Write(writer, WeightsName, content.Weights)!,
            Write(writer, BestName, content.Best),
            Write(writer, MomentsName, Numbered(content.Moments ?? [])),
            Write(writer, CarriedName, Numbered(content.Carried)));
        ModelDescription.Write(writer, DescriptionName, description);
    }));

    /// <summary>Reads a checkpoint's description.</summary>
    /// <exception cref="InvalidDataException">The file is damaged, not a checkpoint, or from a newer version.</exception>
    public static CheckpointFile Open(string path)
    {
        var description = Read(path, reader => ModelDescription.Read<CheckpointDescription>(reader, DescriptionName, FormatVersion));
        var progress = description.Progress;
        if (progress.Epoch < 0 || progress.StepInEpoch < 0 || progress.Elapsed < TimeSpan.Zero || description.OptimizerSteps < 0
            || progress.Reports.Any(report => report is null) || description.Run.Values.Any(value => value is null))
            throw new InvalidDataException($"'{path}' is not a readable checkpoint: a number in '{DescriptionName}' is impossible.");
        return new CheckpointFile(path, description);
    }

    /// <summary>The weights as they were, and the best epoch's.</summary>
    public (WeightSet Weights, WeightSet? Best) ReadWeights(IReadOnlyList<(string Name, int[] Shape)> expected) => Read(_path, reader => (
        Read(reader, WeightsName, Description.Weights, expected)!,
        Read(reader, BestName, Description.Best, expected)));

    /// <summary>The optimizer's moments and the carried state, null where the checkpoint has none.</summary>
    /// <param name="momentSizes">How long each moment is.</param>
    /// <param name="carriedSizes">How long each carried tensor is.</param>
    public (IReadOnlyList<float[]>? Moments, IReadOnlyList<float[]>? Carried) ReadStep(IReadOnlyList<int> momentSizes, IReadOnlyList<int> carriedSizes) =>
        Read(_path, reader => (
            Values(Read(reader, MomentsName, Description.Moments, Numbered(momentSizes))),
            Values(Read(reader, CarriedName, Description.Carried, Numbered(carriedSizes)))));

    private static EntryDescription? Write(EntryWriter writer, string name, WeightSet? weights) =>
        weights is null || weights.Names.Count == 0 ? null : ModelEntries.Write(writer, name, stream => Safetensors.Write(stream, weights));

    private static WeightSet? Read(EntryReader reader, string name, EntryDescription? description, IReadOnlyList<(string Name, int[] Shape)> expected) =>
        description is null ? null : ModelEntries.Read(reader, name, description, stream => Safetensors.Read(stream, expected));

    private static WeightSet Numbered(IReadOnlyList<float[]> arrays) =>
        new(arrays.Select((values, place) => KeyValuePair.Create($"{place}", new WeightTensor([values.Length], values))));

    private static IReadOnlyList<(string Name, int[] Shape)> Numbered(IReadOnlyList<int> sizes) => [.. sizes.Select((size, place) => ($"{place}", new[] { size }))];

    private static IReadOnlyList<float[]>? Values(WeightSet? numbered) =>
        numbered is null ? null : [.. Enumerable.Range(0, numbered.Names.Count).Select(place => numbered[$"{place}"].Values)];

    private static T Read<T>(string path, Func<EntryReader, T> read)
    {
        try
        {
            using var stream = File.OpenRead(path);
            return ZipEntries.Read(stream, read);
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidDataException($"'{path}' is not a readable checkpoint: {exception.Message}", exception);
        }
    }
}
