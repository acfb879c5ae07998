using Microsoft.ML.MultiFit;

namespace PaperExperiments;

/// <summary>A line on standard error after every epoch.</summary>
internal sealed class EpochLines(string name) : IProgress<TrainingProgress>
{
    public void Report(TrainingProgress value)
    {
        if (value.EpochEnded)
        {
            Console.Error.WriteLine(FormattableString.Invariant(
                $"{DateTime.UtcNow:HH:mm:ss} {name} {value.Stage} {value.Epoch}/{value.EpochCount}: loss {value.Loss:0.0000}, validation loss {value.ValidationLoss:0.0000}, accuracy {value.ValidationAccuracy:0.0000}, {value.TokensPerSecond:0} tokens/s, {value.Remaining:h\\:mm\\:ss} left"));
        }
    }
}
