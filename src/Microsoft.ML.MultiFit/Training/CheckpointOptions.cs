namespace Microsoft.ML.MultiFit;

/// <summary>
/// Where and how often a stage of training is saved, so that it can go on after an interruption. A checkpoint holds weights, optimizer, random state,
/// position in data and schedule, history and the best epoch's weights; the run that goes on ends, on the CPU and with as many threads, with the same
/// weights bit for bit. It is removed when the stage has ended.
/// </summary>
public sealed record CheckpointOptions
{
    /// <summary>The file. It is replaced as a whole: the last good checkpoint is never lost. Each stage needs a file of its own. Required.</summary>
    public required string Path { get; init; }

    /// <summary>Time between two checkpoints, positive; the end of an epoch makes one besides, unless the last is younger than ten seconds. Default 10 minutes.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// True: go on from the file if there is one. A file that another run made is refused with an <see cref="InvalidDataException"/> that says what
    /// differs (the thread count may differ). False: a file that is there is refused with an <see cref="IOException"/>, so that no work is lost by
    /// starting anew. Default true.
    /// </summary>
    public bool Resume { get; init; } = true;

    /// <summary>
    /// True: leave the last checkpoint in place when the stage has ended, for the caller to delete when the model is safe; going on from it gives the
    /// model at once. Default false.
    /// </summary>
    public bool KeepWhenFinished { get; init; }

    /// <summary>The same for a part of a longer run, whose file has that end of its name.</summary>
    /// <param name="suffix">What is put behind the name.</param>
    /// <param name="keepWhenFinished">True: keep the part's checkpoint until the whole run has ended.</param>
    internal CheckpointOptions WithSuffix(string suffix, bool keepWhenFinished = false) =>
        this with { Path = Path + suffix, KeepWhenFinished = KeepWhenFinished || keepWhenFinished };

    internal IEnumerable<string> Problems()
    {
        if (string.IsNullOrWhiteSpace(Path))
            yield return $"{nameof(TrainingOptions.Checkpoint)}.{nameof(Path)} must be the name of a file.";
        if (Interval <= TimeSpan.Zero)
            yield return FormattableString.Invariant($"{nameof(TrainingOptions.Checkpoint)}.{nameof(Interval)} must be positive, but is {Interval}.");
    }
}
