using TorchSharp;

namespace Microsoft.ML.MultiFit;

/// <summary>Language modelling inside the training loop: BPTT windows with carried state.</summary>
internal sealed class LanguageModelTask : ITrainingTask<BpttBatch>
{
    private readonly LanguageModelModule _module;
    private readonly BpttBatches _training;
    private readonly BpttBatches? _validation;
    private readonly ActivationRegularizer _regularizer;
    private readonly double _smoothing;
    private readonly int _batchSize;
    private EncoderState? _state;

    public LanguageModelTask(LanguageModelModule module, TokenCorpus training, TokenCorpus? validation, TrainingOptions options)
    {
        _module = module;
        _batchSize = options.BatchSize;
        _training = new BpttBatches(training, options.BatchSize, options.BpttLength, options.Seed);
        _validation = validation is null ? null : new BpttBatches(validation, options.BatchSize, options.BpttLength, options.Seed);
        _regularizer = new ActivationRegularizer(options.ActivationRegularization, options.TemporalActivationRegularization);
        _smoothing = LabelSmoothing.ShareOfOthers(options.LabelSmoothingRule, options.LabelSmoothing, (int)module.Encoder.EmbeddingWeight.shape[0]);
    }

    /// <inheritdoc/>
    public int StepsPerEpoch => _training.StepsPerEpoch;

    /// <inheritdoc/>
    public IReadOnlyList<torch.Tensor> Carried => _state?.Tensors ?? [];

    /// <inheritdoc/>
    public IEnumerable<BpttBatch> Epoch(int epoch, int firstStep)
    {
        _module.train();
        _state = _module.Encoder.NewState(_batchSize);
        return WithState(_training.Epoch(epoch, firstStep));
    }

    /// <inheritdoc/>
    public string Describe(BpttBatch batch) => $"{batch.Rows} rows of {batch.Length} tokens";

    /// <inheritdoc/>
    public StepLoss Loss(BpttBatch batch)
    {
        var (loss, _, hidden) = _module.forward(batch, _state!, _smoothing);
        return new StepLoss(_regularizer.AddTo(loss, hidden), loss.item<float>(), batch.Input.Length);
    }

    /// <inheritdoc/>
    public ValidationResult? Validate(CancellationToken cancellationToken)
    {
        if (_validation is null)
            return null;
        _module.eval();
        double sum = 0;
        long right = 0, count = 0;
        using var withoutGradient = torch.no_grad();
        foreach (var batch in WithState(_validation.InOrder()))
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var scope = torch.NewDisposeScope();
            int targets = batch.Target.Count(target => target >= 0);
            if (targets == 0)
                continue;
            var (loss, rightCount, _) = _module.forward(batch, _state!, smoothing: 0);
            sum += loss.item<float>() * (double)targets;
            right += rightCount;
            count += targets;
        }

        return new ValidationResult(sum / count, (double)right / count);
    }

    /// <summary>Carries one state, zero at first, through all batches.</summary>
    private IEnumerable<BpttBatch> WithState(IEnumerable<BpttBatch> batches)
    {
        try
        {
            foreach (var batch in batches)
            {
                _state ??= _module.Encoder.NewState(batch.Rows);
                yield return batch;
            }
        }
        finally
        {
            _state?.Dispose();
            _state = null;
        }
    }
}
