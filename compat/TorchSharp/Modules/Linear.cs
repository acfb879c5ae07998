using TorchSharp.Modules;

namespace TorchSharp
{
    namespace Modules
    {
        /// <summary>x·Wᵀ + b, W of shape [out, in].</summary>
        public sealed class Linear : torch.nn.Module<torch.Tensor, torch.Tensor>
        {
            internal Linear(Parameter weight, Parameter? bias)
                : base(nameof(Linear))
            {
                out_features = weight.shape[0];
                in_features = weight.shape[1];
                this.weight = weight;
                this.bias = bias;
            }

            public Parameter weight
            {
                get => OwnParameter(nameof(weight))!;
                set => SetOwn(nameof(weight), value);
            }

            public Parameter? bias
            {
                get => OwnParameter(nameof(bias));
                set => SetOwn(nameof(bias), value);
            }

            public long in_features { get; set; }

            public long out_features { get; set; }

            public override torch.Tensor forward(torch.Tensor tensor) => torch.nn.functional.linear(tensor, weight, bias);
        }
    }

    public static partial class torch
    {
        public static partial class nn
        {
            public static Linear Linear(Parameter weight, Parameter? bias = null) => new(weight, bias);

            public static Linear Linear(long inputSize, long outputSize, bool hasBias = true, Device? device = null, ScalarType? dtype = null)
            {
                var weight = empty(outputSize, inputSize, dtype, device).AsParameter();
                init.kaiming_uniform_(weight, Math.Sqrt(5));
                if (!hasBias)
                    return new(weight, null);
                var bias = empty(outputSize, dtype, device).AsParameter();
                double bound = inputSize > 0 ? 1 / Math.Sqrt(inputSize) : 0;
                init.uniform_(bias, -bound, bound);
                return new(weight, bias);
            }
        }
    }
}
