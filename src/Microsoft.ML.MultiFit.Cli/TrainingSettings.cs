using System.CommandLine;

namespace MultiFit.Cli;

/// <summary>The options of every verb that trains a network.</summary>
internal sealed class TrainingSettings
{
    private readonly Option<int?> _epochs = CommonOptions.Epochs();
    private readonly Option<int?> _batchSize = CommonOptions.BatchSize();
    private readonly Option<double?> _learningRate = CommonOptions.LearningRate();
    private readonly Option<int> _seed = CommonOptions.Seed();
    private readonly Option<int?> _threads = CommonOptions.Threads();
    private readonly Option<string> _device = CommonOptions.Device();
    private readonly Option<bool> _quiet = CommonOptions.Quiet();
    private readonly Option<double?> _checkpointMinutes = CommonOptions.CheckpointMinutes();
    private readonly Option<bool> _resume = CommonOptions.Resume();

    public void AddTo(Command verb)
    {
        verb.Add(_epochs);
        verb.Add(_batchSize);
        verb.Add(_learningRate);
        verb.Add(_seed);
        verb.Add(_threads);
        verb.Add(_device);
        verb.Add(_checkpointMinutes);
        verb.Add(_resume);
        verb.Add(_quiet);
    }

    /// <summary>The files beside the output, after checking that output and checkpoint can be written.</summary>
    public TrainingFiles Files(ParseResult parsed, string output)
    {
        AtomicFile.CheckWritable(output);
        var files = new TrainingFiles(output);
        files.CheckStart(parsed.GetValue(_resume));
        return files;
    }

    /// <summary>The preset's numbers, with those given on the command line in their place. The rates of groups and phases keep their ratios.</summary>
    public TrainingOptions Apply(ParseResult parsed, TrainingOptions preset, TrainingFiles files)
    {
        double rate = parsed.GetValue(_learningRate) ?? preset.LearningRate;
        double factor = rate / preset.LearningRate;
        return preset with
        {
            Epochs = parsed.GetValue(_epochs) ?? preset.Epochs,
            BatchSize = parsed.GetValue(_batchSize) ?? preset.BatchSize,
            LearningRate = rate,
            LowestLearningRate = factor * preset.LowestLearningRate,
            Unfreezing =
            [
                .. preset.Unfreezing.Select(phase => phase with { LearningRate = factor * phase.LearningRate, LowestLearningRate = factor * phase.LowestLearningRate }),
            ],
            Seed = parsed.GetValue(_seed),
            ThreadCount = parsed.GetValue(_threads),
            Device = parsed.GetRequiredValue(_device),
            Checkpoint = files.Checkpoint(parsed.GetValue(_checkpointMinutes) ?? new CheckpointOptions { Path = "" }.Interval.TotalMinutes, parsed.GetValue(_resume)),
        };
    }

    public int SeedOf(ParseResult parsed) => parsed.GetValue(_seed);

    public int? ThreadsOf(ParseResult parsed) => parsed.GetValue(_threads);

    public bool IsQuiet(ParseResult parsed) => parsed.GetValue(_quiet);
}
