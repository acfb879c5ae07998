using System.Globalization;
using Microsoft.ML.MultiFit;

namespace QuickStart;

/// <summary>Prints a line at the end of each epoch.</summary>
internal sealed class EpochLines : IProgress<TrainingProgress>
{
    public void Report(TrainingProgress value)
    {
        if (!value.EpochEnded)
            return;
        var held = value.ValidationLoss is { } loss ? string.Create(CultureInfo.InvariantCulture, $", validation loss {loss:0.000}") : "";
        var accuracy = value.ValidationAccuracy is { } share ? string.Create(CultureInfo.InvariantCulture, $", accuracy {share:0.000}") : "";
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"    epoch {value.Epoch}/{value.EpochCount}: loss {value.Loss:0.000}{held}{accuracy}, {value.TokensPerSecond:#,0} tokens/s"));
    }
}
