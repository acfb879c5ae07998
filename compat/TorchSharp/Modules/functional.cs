using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public enum Reduction : long
        {
            None = 0,
            Mean = 1,
            Sum = 2,
        }

        public static Modules.Parameter Parameter(Tensor data, bool requires_grad = true) => new(data, requires_grad);

        /// <summary>Layers and losses as functions.</summary>
        public static partial class functional
        {
            public static Tensor linear(Tensor input, Tensor weights, Tensor? bias = null) =>
                New(Shim.mt_linear(input.Handle, weights.Handle, Tensor.HandleOf(bias)), input, weights, bias);

            public static Tensor dropout(Tensor input, double p = 0.5, bool training = true, bool inplace = false)
            {
                if (!inplace)
                    return New(Shim.mt_dropout(input.Handle, p, training ? 1 : 0), input);
                Shim.Check(Shim.mt_dropout_(input.Handle, p, training ? 1 : 0));
                return input;
            }

            public static Tensor relu(Tensor x, bool inplace = false) => inplace ? x.relu_() : x.relu();

            public static Tensor sigmoid(Tensor x) => x.sigmoid();

            public static Tensor tanh(Tensor x, bool inplace = false) => inplace ? x.tanh_() : x.tanh();

            public static Tensor softmax(Tensor input, long dim, ScalarType? dtype = null) => input.softmax(dim, dtype);

            public static Tensor log_softmax(Tensor x, long dim) => x.log_softmax(dim);

            public static Tensor logsigmoid(Tensor x) => x.log_sigmoid();

            public static Tensor batch_norm(Tensor input, Tensor? running_mean, Tensor? running_var, Tensor? weight = null, Tensor? bias = null, bool training = false, double momentum = 0.1, double eps = 1e-05)
            {
                var result = Shim.mt_batch_norm(input.Handle, Tensor.HandleOf(running_mean), Tensor.HandleOf(running_var), Tensor.HandleOf(weight), Tensor.HandleOf(bias), training ? 1 : 0, momentum, eps);
                GC.KeepAlive(running_mean);
                GC.KeepAlive(running_var);
                return New(result, input, weight, bias);
            }

            public static unsafe Tensor layer_norm(Tensor input, long[] normalized_shape, Tensor? weight = null, Tensor? bias = null, double eps = 1e-05)
            {
                fixed (long* p = normalized_shape)
                    return New(Shim.mt_layer_norm(input.Handle, p, normalized_shape.Length, Tensor.HandleOf(weight), Tensor.HandleOf(bias), eps), input, weight, bias);
            }

            public static Tensor cross_entropy(Tensor input, Tensor target, Tensor? weight = null, long ignore_index = -100, Reduction reduction = Reduction.Mean, double label_smoothing = 0) =>
                New(Shim.mt_cross_entropy(input.Handle, target.Handle, Tensor.HandleOf(weight), (long)reduction, ignore_index, label_smoothing), input, target, weight);

            public static Tensor nll_loss(Tensor input, Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean) =>
                New(Shim.mt_nll_loss(input.Handle, target.Handle, Tensor.HandleOf(weight), (long)reduction, -100), input, target, weight);

            public static Tensor mse_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean) =>
                New(Shim.mt_mse_loss(input.Handle, target.Handle, (long)reduction), input, target);

            internal static Tensor LookUp(Tensor ids, Tensor weight, long padding) =>
                New(Shim.mt_embedding(weight.Handle, ids.Handle, padding, 0, 0), ids, weight);

            private static Tensor New(IntPtr result, object first, object? second = null, object? third = null)
            {
                GC.KeepAlive(first);
                GC.KeepAlive(second);
                GC.KeepAlive(third);
                return new Tensor(result);
            }
        }
    }
}
