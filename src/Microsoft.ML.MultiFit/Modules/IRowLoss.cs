using TorchSharp;

namespace Microsoft.ML.MultiFit;

/// <summary>Cross entropy of rows of scores with label smoothing, and its gradient in the scores' place.</summary>
internal interface IRowLoss
{
    /// <summary>Mean cross entropy over the rows with a target.</summary>
    double Loss { get; }

    /// <summary>Rows whose highest score is the target's.</summary>
    int RightCount { get; }

    /// <summary>Takes the losses of some rows and, if needed, replaces their scores by the gradient of the mean loss.</summary>
    /// <param name="scores"><c>[count, classes]</c>, contiguous, without the bias.</param>
    /// <param name="bias"><c>[classes]</c>.</param>
    /// <param name="start">The first row's place among the targets.</param>
    /// <param name="count">Rows.</param>
    void Run(torch.Tensor scores, torch.Tensor bias, int start, int count);
}
