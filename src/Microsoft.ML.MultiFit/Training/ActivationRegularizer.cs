using TorchSharp;

namespace Microsoft.ML.MultiFit;

/// <summary>
/// AR and TAR (Merity et al. 2017): α·mean(h²) + β·mean((h_t − h_{t−1})²) over the last layer's output before dropout. As in the authors' code TAR
/// is left out for a batch of one row.
/// </summary>
internal sealed class ActivationRegularizer(double alpha, double beta)
{
    private readonly Scalar _alpha = alpha;
    private readonly Scalar _beta = beta;
    private readonly bool _hasAlpha = alpha > 0;
    private readonly bool _hasBeta = beta > 0;

    /// <summary>The loss with both terms added.</summary>
    /// <param name="loss">A scalar.</param>
    /// <param name="hidden"><c>[batch, time, hidden]</c>.</param>
    public torch.Tensor AddTo(torch.Tensor loss, torch.Tensor hidden)
    {
        long time = hidden.shape[1];
        if (_hasAlpha)
            loss = loss.add(hidden.square().mean().mul(_alpha));
        if (_hasBeta && hidden.shape[0] > 1 && time > 1)
            loss = loss.add(hidden.narrow(1, 1, time - 1).sub(hidden.narrow(1, 0, time - 1)).square().mean().mul(_beta));
        return loss;
    }
}
