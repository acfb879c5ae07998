using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    // Element by element, one operand.
    public unsafe partial class Tensor
    {
        public Tensor abs() => New(Shim.mt_abs(Handle));

        public Tensor neg() => New(Shim.mt_neg(Handle));

        public Tensor exp() => New(Shim.mt_exp(Handle));

        public Tensor log() => New(Shim.mt_log(Handle));

        public Tensor log1p() => New(Shim.mt_log1p(Handle));

        public Tensor sqrt() => New(Shim.mt_sqrt(Handle));

        public Tensor rsqrt() => New(Shim.mt_rsqrt(Handle));

        public Tensor square() => New(Shim.mt_square(Handle));

        public Tensor reciprocal() => New(Shim.mt_reciprocal(Handle));

        public Tensor sigmoid() => New(Shim.mt_sigmoid(Handle));

        public Tensor tanh() => New(Shim.mt_tanh(Handle));

        public Tensor relu() => New(Shim.mt_relu(Handle));

        public Tensor floor() => New(Shim.mt_floor(Handle));

        public Tensor ceil() => New(Shim.mt_ceil(Handle));

        public Tensor sign() => New(Shim.mt_sign(Handle));

        public Tensor sin() => New(Shim.mt_sin(Handle));

        public Tensor cos() => New(Shim.mt_cos(Handle));

        public Tensor isnan() => New(Shim.mt_isnan(Handle));

        public Tensor isinf() => New(Shim.mt_isinf(Handle));

        public Tensor isfinite() => New(Shim.mt_isfinite(Handle));

        public Tensor logical_not() => New(Shim.mt_logical_not(Handle));

        public Tensor log_sigmoid() => New(Shim.mt_log_sigmoid(Handle));

        public Tensor negative() => neg();

        public Tensor round(long decimals = 0) => decimals == 0 ? New(Shim.mt_round(Handle)) : throw new NotImplementedException("round to decimals");

        public Tensor abs_() => Changed(Shim.mt_abs_(Handle));

        public Tensor neg_() => Changed(Shim.mt_neg_(Handle));

        public Tensor exp_() => Changed(Shim.mt_exp_(Handle));

        public Tensor log_() => Changed(Shim.mt_log_(Handle));

        public Tensor sqrt_() => Changed(Shim.mt_sqrt_(Handle));

        public Tensor reciprocal_() => Changed(Shim.mt_reciprocal_(Handle));

        public Tensor sigmoid_() => Changed(Shim.mt_sigmoid_(Handle));

        public Tensor tanh_() => Changed(Shim.mt_tanh_(Handle));

        public Tensor relu_() => Changed(Shim.mt_relu_(Handle));

        public Tensor zero_() => Changed(Shim.mt_zero_(Handle));

        public Tensor fill_(Scalar value) => Changed(Shim.mt_fill_number_(Handle, value.Value));

        public static Tensor operator -(Tensor tensor) => tensor.neg();

        public static Tensor operator ~(Tensor left) => left.New(Shim.mt_bitwise_not(left.Handle));
    }
}
