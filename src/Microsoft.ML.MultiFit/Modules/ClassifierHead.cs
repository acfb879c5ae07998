using TorchSharp;

namespace Microsoft.ML.MultiFit;

/// <summary>Pooled vectors → class scores: two blocks of batch norm, dropout and linear, with a ReLU between them.</summary>
internal sealed class ClassifierHead : torch.nn.Module
{
    private readonly ClassifierHeadBlock _first;
    private readonly ClassifierHeadBlock _second;

    public ClassifierHead(int pooledSize, int hiddenSize, int classCount, double firstDropout, double secondDropout, DropoutMasks masks)
        : base(nameof(ClassifierHead))
    {
        _first = new ClassifierHeadBlock(pooledSize, hiddenSize, firstDropout, masks);
        _second = new ClassifierHeadBlock(hiddenSize, classCount, secondDropout, masks);
        register_module("0", _first);
        register_module("1", _second);
    }

    /// <summary>Scores before softmax.</summary>
    /// <param name="pooled"><c>[batch, pooled]</c>; more than one row while training.</param>
    /// <returns><c>[batch, classes]</c>.</returns>
    public torch.Tensor forward(torch.Tensor pooled) => _second.forward(_first.forward(pooled).relu());

    /// <inheritdoc/>
    protected override void RegisterComponents()
    {
        // Only what the constructor registers belongs to the state, under the names of the file format; fields are not searched for more.
    }
}
