using TorchSharp.Modules;

namespace TorchSharp
{
    namespace Modules
    {
        /// <summary>Rows of a table by number.</summary>
        public sealed class Embedding : torch.nn.Module<torch.Tensor, torch.Tensor>
        {
            private readonly long _padding;

            internal Embedding(Parameter weight, long? padding)
                : base(nameof(Embedding))
            {
                _padding = padding ?? -1;
                this.weight = weight;
            }

            public Parameter? weight
            {
                get => OwnParameter(nameof(weight));
                set => SetOwn(nameof(weight), value);
            }

            public override torch.Tensor forward(torch.Tensor input) => torch.nn.functional.LookUp(input, weight!, _padding);
        }
    }

    public static partial class torch
    {
        public static partial class nn
        {
            public static Embedding Embedding(long num_embeddings, long embedding_dims, long? padding_idx = null, double? max_norm = null, double norm_type = 2.0, bool scale_grad_by_freq = false, bool sparse = false, Device? device = null, ScalarType? dtype = null)
            {
                if (max_norm is not null || scale_grad_by_freq || sparse)
                    throw new NotImplementedException("embeddings with a maximal norm, scaled or sparse gradients");
                var weight = randn(num_embeddings, embedding_dims, dtype, device).AsParameter();
                if (padding_idx is { } row)
                {
                    using var frozen = no_grad();
                    using var padding = weight.select(0, row);
                    padding.zero_();
                }
                return new(weight, padding_idx);
            }

            public static Embedding Embedding_from_pretrained(Tensor embeddings, bool freeze = true, long? padding_idx = null, double? max_norm = null, double norm_type = 2.0, bool scale_grad_by_freq = false, bool sparse = false, Device? device = null, ScalarType? dtype = null)
            {
                if (max_norm is not null || scale_grad_by_freq || sparse)
                    throw new NotImplementedException("embeddings with a maximal norm, scaled or sparse gradients");
                using var moved = embeddings.to(dtype ?? embeddings.dtype, device ?? embeddings.device, copy: true);
                return new(new Parameter(moved, !freeze), padding_idx);
            }
        }
    }
}
