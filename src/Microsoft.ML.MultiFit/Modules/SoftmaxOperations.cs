using TorchSharp;

namespace Microsoft.ML.MultiFit;

/// <summary>What <see cref="SoftmaxKernel"/> does, by tensor operations, for any device.</summary>
internal sealed class SoftmaxOperations : IRowLoss
{
    private readonly bool _needsGradient;
    private readonly int _targetCount;
    private readonly Scalar _otherShare;
    private readonly Scalar _targetShare;
    private readonly Scalar _rowShare;
    private readonly torch.Tensor _targets;      // [rows, 1], 0 where there is none
    private readonly torch.Tensor _isTarget;     // [rows, 1]
    private readonly torch.Tensor _sums;         // [losses, right predictions], in double

    public SoftmaxOperations(DecoderLoss.Prediction prediction, int classCount, torch.Device device)
    {
        int rows = prediction.Targets.Length;
        _needsGradient = prediction.NeedsGradient;
        _targetCount = prediction.CountTargets(classCount);
        double other = prediction.Smoothing / (classCount - 1);
        (_otherShare, _targetShare, _rowShare) = (other, 1 - prediction.Smoothing - other, 1.0 / _targetCount);
        _targets = torch.tensor(Array.ConvertAll(prediction.Targets, target => (long)Math.Max(0, target)), [rows, 1], device: device);
        _isTarget = torch.tensor(Array.ConvertAll(prediction.Targets, target => target < 0 ? 0f : 1f), [rows, 1], device: device);
        _sums = torch.zeros([2], torch.ScalarType.Float64, device);
    }

    /// <inheritdoc/>
    public double Loss => _sums[0].item<double>() / _targetCount;

    /// <inheritdoc/>
    public int RightCount => (int)_sums[1].item<double>();

    /// <inheritdoc/>
    public void Run(torch.Tensor scores, torch.Tensor bias, int start, int count)
    {
        using var scope = torch.NewDisposeScope();
        var targets = _targets.narrow(0, start, count);
        var isTarget = _isTarget.narrow(0, start, count);
        scores.add_(bias);
        var isRight = scores.gather(1, targets).ge(scores.amax([1], keepdim: true)).to(torch.ScalarType.Float32).mul_(isTarget);
        var logarithms = scores.log_softmax(1);
        var losses = logarithms.gather(1, targets).mul(_targetShare).add_(logarithms.sum(1, keepdim: true).mul(_otherShare)).neg_().mul_(isTarget);
        _sums.add_(torch.cat([losses, isRight], 1).to(torch.ScalarType.Float64).sum(dim: 0));
        if (!_needsGradient)
            return;

        // p − q over the number of rows, with q = ε/(C − 1) everywhere but at the target.
        var gradient = logarithms.exp_().sub_(_otherShare);
        var targetGradient = gradient.gather(1, targets).sub_(_targetShare);
        scores.copy_(gradient.scatter(1, targets, targetGradient).mul_(isTarget.mul(_rowShare)));
    }
}
