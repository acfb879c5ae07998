using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>Operations on all parameters of a module.</summary>
        public static class utils
        {
            /// <summary>Scales all gradients so that their joint norm is at most the given one; returns the norm before.</summary>
            public static double clip_grad_norm_(IEnumerable<Parameter> tensors, double max_norm, double norm_type = 2.0)
            {
                using var frozen = no_grad();
                var gradients = tensors.Select(p => p.grad).OfType<Tensor>().ToList();
                if (gradients.Count == 0)
                    return 0;
                double total = 0;
                foreach (var gradient in gradients)
                {
                    using var norm = gradient.norm((float)norm_type);
                    total = double.IsPositiveInfinity(norm_type) ? Math.Max(total, norm.ToDouble()) : total + Math.Pow(norm.ToDouble(), norm_type);
                }
                if (!double.IsPositiveInfinity(norm_type))
                    total = Math.Pow(total, 1 / norm_type);
                double scale = max_norm / (total + 1e-6);
                foreach (var gradient in gradients)
                {
                    if (scale < 1)
                        gradient.mul_(scale);
                    gradient.Dispose();
                }
                return total;
            }

            public static void clip_grad_value_(IEnumerable<Parameter> tensors, double clip_value)
            {
                using var frozen = no_grad();
                foreach (var parameter in tensors)
                {
                    using var gradient = parameter.grad;
                    gradient?.clamp_(-clip_value, clip_value);
                }
            }
        }
    }
}
