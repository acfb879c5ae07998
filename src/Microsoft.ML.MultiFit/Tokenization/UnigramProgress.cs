using System.Diagnostics;

namespace Microsoft.ML.MultiFit;

/// <summary>What the training of a vocabulary reports: it reads the text, finds seed pieces, then learns from them.</summary>
internal sealed class UnigramProgress(IProgress<TrainingProgress>? progress)
{
    private const int SentencesPerReport = 10_000;
    private const int SeedReports = 50;

    private readonly Stopwatch _sinceStage = new();
    private string _stage = "";
    private int _seedReports;

    /// <summary>The sentences, while they are read: stage <c>vocabulary text</c>, steps are sentences, of an unknown number.</summary>
    public IEnumerable<string> Reading(IEnumerable<string> sentences)
    {
        if (progress is null)
            return sentences;
        return Reported();

        IEnumerable<string> Reported()
        {
            int count = 0;
            foreach (string sentence in sentences)
            {
                if (count % SentencesPerReport == 0)
                    Report("vocabulary text", count, 0, double.NaN);
                count++;
                yield return sentence;
            }

            Report("vocabulary text", count, 0, double.NaN);
        }
    }

    /// <summary>Seed pieces are sought: stage <c>vocabulary seeds</c>, steps are places of the text. Called by one thread at a time.</summary>
    public void Seeds(int done, int count)
    {
        int due = (int)((long)SeedReports * done / Math.Max(1, count));
        if (due == _seedReports && done > 0)
            return;
        _seedReports = due;
        Report("vocabulary seeds", done, count, double.NaN);
    }

    /// <summary>A step of learning is done: stage <c>vocabulary</c>.</summary>
    /// <param name="step">Steps done.</param>
    /// <param name="stepCount">Steps in all, as far as is known.</param>
    /// <param name="loss">In nats per character.</param>
    public void Learned(int step, int stepCount, double loss) => Report("vocabulary", step, Math.Max(step, stepCount), loss);

    private void Report(string stage, int step, int stepCount, double loss)
    {
        if (_stage != stage)
            _sinceStage.Restart();
        _stage = stage;
        var remaining = step == 0 || stepCount == 0 ? TimeSpan.Zero : _sinceStage.Elapsed / step * (stepCount - step);
        progress?.Report(new TrainingProgress(stage, 0, 0, step, stepCount, loss, Remaining: remaining));
    }
}
