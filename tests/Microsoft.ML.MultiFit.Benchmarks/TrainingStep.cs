using TorchSharp;
using TorchSharp.Modules;

namespace Microsoft.ML.MultiFit.Benchmarks;

/// <summary>
/// What the training loop does with a batch, as a thing of its own that can be run any number of times and take turns with something else. The batches repeat.
/// </summary>
internal sealed class TrainingStep<TBatch> : IDisposable
{
    private readonly ITrainingTask<TBatch> _task;
    private readonly TrainingOptions _options;
    private readonly torch.nn.Module _module;
    private readonly IOptimizer _optimizer;
    private readonly double[] _rates;
    private readonly IEnumerator<TBatch> _batches;
    private readonly FreedMemory _memory = FreedMemory.Keep();

    public TrainingStep(ITrainingTask<TBatch> task, torch.nn.Module module, IReadOnlyList<IReadOnlyList<Parameter>> groups, TrainingOptions options)
    {
        (_task, _module, _options) = (task, module, options);
        _optimizer = AdamOptimizer.For(groups, options);
        _rates = options.Main.Rates(groups.Count);
        _batches = Batches().GetEnumerator();
    }

    /// <summary>Seconds of the last step's parts.</summary>
    public (double Forward, double Backward, double Optimizer) Parts { get; private set; }

    public void Run()
    {
        _batches.MoveNext();
        using var scope = torch.NewDisposeScope();
        StepLoss loss = default;
        double forward = Timing.Once(() => loss = _task.Loss(_batches.Current));
        double backward = Timing.Once(() =>
        {
            _optimizer.ClearGradients();
            loss.Total.backward();
        });
        double optimizer = Timing.Once(() =>
        {
            double norm = _optimizer.CollectGradients();
            _optimizer.Step(_rates, beta1: 0.8, TrainingLoop.ClipFactor(norm, _options.GradientClip));
        });
        Parts = (forward, backward, optimizer);
    }

    public void Dispose()
    {
        _optimizer.ClearGradients();
        _optimizer.Dispose();
        _batches.Dispose();
        _module.Dispose();
        _memory.Dispose();
    }

    private IEnumerable<TBatch> Batches()
    {
        for (int epoch = 0; ; epoch++)
        {
            foreach (var batch in _task.Epoch(epoch, 0))
                yield return batch;
        }
    }
}
