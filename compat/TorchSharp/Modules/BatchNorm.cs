using TorchSharp.Modules;

namespace TorchSharp
{
    namespace Modules
    {
        /// <summary>Normalisation by the mean and variance of each feature: the batch's in training, running ones in evaluation.</summary>
        public abstract class NormBase : torch.nn.Module<torch.Tensor, torch.Tensor>
        {
            public NormBase(long num_features, double eps, double? momentum, bool affine, bool track_running_stats, torch.Device? device, torch.ScalarType? dtype, string name)
                : base(name)
            {
                (this.num_features, this.eps, this.momentum, this.affine, this.track_running_stats) = (num_features, eps, momentum, affine, track_running_stats);
                if (affine)
                {
                    weight = torch.ones(num_features, dtype, device).AsParameter();
                    bias = torch.zeros(num_features, dtype, device).AsParameter();
                }
                if (track_running_stats)
                {
                    running_mean = torch.zeros(num_features, dtype, device);
                    running_var = torch.ones(num_features, dtype, device);
                    num_batches_tracked = torch.zeros([], torch.ScalarType.Int64, device);
                }
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

            public torch.Tensor? running_mean
            {
                get => OwnBuffer(nameof(running_mean));
                set => SetOwn(nameof(running_mean), value);
            }

            public torch.Tensor? running_var
            {
                get => OwnBuffer(nameof(running_var));
                set => SetOwn(nameof(running_var), value);
            }

            public torch.Tensor? num_batches_tracked
            {
                get => OwnBuffer(nameof(num_batches_tracked));
                set => SetOwn(nameof(num_batches_tracked), value);
            }

            public long num_features { get; }

            public double eps { get; set; }

            public double? momentum { get; set; }

            public bool affine { get; }

            public bool track_running_stats { get; }

            public void reset_running_stats()
            {
                running_mean?.zero_();
                running_var?.fill_(1);
                num_batches_tracked?.zero_();
            }

            protected abstract void ValidateInputDimensions(torch.Tensor input);
        }

        /// <summary>Batch normalisation of any rank.</summary>
        public abstract class BatchNorm : NormBase
        {
            public BatchNorm(long num_features, double eps, double momentum, bool affine, bool track_running_stats, torch.Device? device, torch.ScalarType? dtype, string name)
                : base(num_features, eps, momentum, affine, track_running_stats, device, dtype, name)
            {
            }

            public override torch.Tensor forward(torch.Tensor input)
            {
                ValidateInputDimensions(input);
                if (training && track_running_stats)
                    num_batches_tracked!.add_(1);
                double factor = momentum ?? (training && track_running_stats ? 1.0 / num_batches_tracked!.ToDouble() : 0);
                return torch.nn.functional.batch_norm(input, running_mean!, running_var!, weight, bias, training || !track_running_stats, factor, eps);
            }
        }

        /// <summary>Batch normalisation of [batch, features] or [batch, features, length].</summary>
        public sealed class BatchNorm1d : BatchNorm
        {
            internal BatchNorm1d(long num_features, double eps, double momentum, bool affine, bool track_running_stats, torch.Device? device, torch.ScalarType? dtype)
                : base(num_features, eps, momentum, affine, track_running_stats, device, dtype, nameof(BatchNorm1d))
            {
            }

            protected override void ValidateInputDimensions(torch.Tensor input)
            {
                if (input.ndim is not (2 or 3))
                    throw new ArgumentException($"expected 2D or 3D input (got {input.ndim}D input)");
            }
        }
    }

    public static partial class torch
    {
        public static partial class nn
        {
            public static BatchNorm1d BatchNorm1d(long num_features, double eps = 1e-05, double momentum = 0.1, bool affine = true, bool track_running_stats = true, Device? device = null, ScalarType? dtype = null) =>
                new(num_features, eps, momentum, affine, track_running_stats, device, dtype);
        }
    }
}
