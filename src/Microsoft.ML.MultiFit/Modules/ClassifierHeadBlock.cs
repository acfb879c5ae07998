using TorchSharp;
using TorchSharp.Modules;

namespace Microsoft.ML.MultiFit;

/// <summary>Batch norm → dropout → linear.</summary>
internal sealed class ClassifierHeadBlock : torch.nn.Module
{
    private readonly Norm _norm;
    private readonly LinearMap _linear;
    private readonly double _dropout;
    private readonly DropoutMasks _masks;

    /// <summary>A block with weights of zero.</summary>
    public ClassifierHeadBlock(int inputSize, int outputSize, double dropout, DropoutMasks masks) : base(nameof(ClassifierHeadBlock))
    {
        _norm = new Norm(inputSize, masks.Device);
        _linear = new LinearMap(inputSize, outputSize, masks.Device);
        _dropout = dropout;
        _masks = masks;
        register_module("norm", _norm);
        register_module("linear", _linear);
    }

    /// <summary><c>[batch, input]</c> → <c>[batch, output]</c>.</summary>
    public torch.Tensor forward(torch.Tensor input)
    {
        var normed = _norm.forward(input);
        var mask = training ? _masks.Draw(_dropout, normed.shape) : null;
        return _linear.forward(mask is null ? normed : normed.mul(mask));
    }

    /// <inheritdoc/>
    protected override void RegisterComponents()
    {
        // Only what the constructor registers belongs to the state, under the names of the file format; fields are not searched for more.
    }

    /// <summary>Batch normalisation (Ioffe and Szegedy 2015), ε 1e-5, momentum 0.1.</summary>
    private sealed class Norm : torch.nn.Module
    {
        private readonly Parameter _weight;
        private readonly Parameter _bias;
        private readonly torch.Tensor _mean;
        private readonly torch.Tensor _variance;

        public Norm(long size, torch.Device device) : base(nameof(Norm))
        {
            _weight = ZeroParameter.Of(device, size);
            _bias = ZeroParameter.Of(device, size);
            _mean = torch.zeros(new[] { size }, device: device);
            _variance = torch.zeros(new[] { size }, device: device);
            register_parameter("weight", _weight);
            register_parameter("bias", _bias);
            register_buffer("running_mean", _mean);
            register_buffer("running_var", _variance);
        }

        public torch.Tensor forward(torch.Tensor input) =>
            torch.nn.functional.batch_norm(input, _mean, _variance, _weight, _bias, training, momentum: 0.1, eps: 1e-5);

        protected override void RegisterComponents()
        {
            // As above.
        }
    }

    /// <summary>y = xWᵀ + b.</summary>
    private sealed class LinearMap : torch.nn.Module
    {
        private readonly Parameter _weight;
        private readonly Parameter _bias;

        public LinearMap(long inputSize, long outputSize, torch.Device device) : base(nameof(LinearMap))
        {
            _weight = ZeroParameter.Of(device, outputSize, inputSize);
            _bias = ZeroParameter.Of(device, outputSize);
            register_parameter("weight", _weight);
            register_parameter("bias", _bias);
        }

        public torch.Tensor forward(torch.Tensor input) => torch.nn.functional.linear(input, _weight, _bias);

        protected override void RegisterComponents()
        {
            // As above.
        }
    }
}
