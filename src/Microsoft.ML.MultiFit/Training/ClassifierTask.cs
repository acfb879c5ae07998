using System.Numerics.Tensors;
using TorchSharp;

namespace Microsoft.ML.MultiFit;

/// <summary>Classification inside the training loop: whole documents in batches of similar length.</summary>
internal sealed class ClassifierTask : ITrainingTask<DocumentBatch>
{
    private readonly TextClassifierModule _module;
    private readonly LabeledCorpus _training;
    private readonly LabeledCorpus? _validation;
    private readonly DocumentBatches _batches;
    private readonly DocumentBatches? _validationBatches;
    private readonly ActivationRegularizer _regularizer;
    private readonly int _classCount;
    private readonly double _smoothing;
    private readonly double _temperature;

    public ClassifierTask(
        TextClassifierModule module, int classCount, LabeledCorpus training, LabeledCorpus? validation, int paddingId, TrainingOptions options, double temperature = 1)
    {
        _module = module;
        _classCount = classCount;
        _training = training;
        _validation = validation;
        _batches = new DocumentBatches(training.Tokens, options.BatchSize, paddingId, options.Seed);
        _validationBatches = validation is null ? null : new DocumentBatches(validation.Tokens, options.BatchSize, paddingId, options.Seed);
        _regularizer = new ActivationRegularizer(options.ActivationRegularization, options.TemporalActivationRegularization);
        _smoothing = LabelSmoothing.ShareOfOthers(options.LabelSmoothingRule, options.LabelSmoothing, classCount);
        _temperature = temperature;
    }

    /// <inheritdoc/>
    public int StepsPerEpoch => _batches.StepsPerEpoch;

    /// <inheritdoc/>
    public IReadOnlyList<torch.Tensor> Carried => [];

    /// <inheritdoc/>
    public IEnumerable<DocumentBatch> Epoch(int epoch, int firstStep)
    {
        _module.train();
        return _batches.Epoch(epoch, firstStep);
    }

    /// <inheritdoc/>
    public string Describe(DocumentBatch batch) => $"{batch.Rows} documents of up to {batch.Length} tokens";

    /// <inheritdoc/>
    public StepLoss Loss(DocumentBatch batch)
    {
        var (scores, hidden) = _module.forward(batch);
        var loss = LabelSmoothing.CrossEntropy(scores, _training.TargetsOf(batch, _classCount), _training.WeightsOf(batch), _smoothing, _temperature);
        return new StepLoss(_regularizer.AddTo(loss, hidden), loss.item<float>(), batch.TokenCount);
    }

    /// <inheritdoc/>
    public ValidationResult? Validate(CancellationToken cancellationToken)
    {
        if (_validation is null || _validationBatches is null)
            return null;
        _module.eval();
        double sum = 0;
        int right = 0;
        using var withoutGradient = torch.no_grad();
        foreach (var batch in _validationBatches.LongestFirst())
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var scope = torch.NewDisposeScope();
            var scores = _module.forward(batch).Scores;
            var labels = _validation.LabelsOf(batch);
            var targets = _validation.TargetsOf(batch, _classCount);
            var logarithms = TensorMemory.Floats(scores.log_softmax(1).cpu());
            for (int row = 0; row < labels.Length; row++)
            {
                var classes = logarithms.Slice(row * _classCount, _classCount);
                sum -= TensorPrimitives.Dot<float>(classes, targets.AsSpan(row * _classCount, _classCount));
                right += TensorPrimitives.IndexOfMax<float>(classes) == labels[row] ? 1 : 0;
            }
        }

        int count = _validation.Tokens.DocumentCount;
        return new ValidationResult(sum / count, (double)right / count);
    }
}
