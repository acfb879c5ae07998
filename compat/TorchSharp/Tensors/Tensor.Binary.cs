using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    // Element by element, two operands.
    public unsafe partial class Tensor
    {
        public Tensor add(Tensor target) => New(Shim.mt_add(Handle, target.Handle, Number.One), target);

        public Tensor add(Tensor target, Scalar alpha) => New(Shim.mt_add(Handle, target.Handle, alpha.Value), target);

        public Tensor add(Scalar scalar) => New(Shim.mt_add_number(Handle, scalar.Value, Number.One));

        public Tensor add(Scalar scalar, Scalar alpha) => New(Shim.mt_add_number(Handle, scalar.Value, alpha.Value));

        public Tensor add_(Tensor target) => Changed(Shim.mt_add_(Handle, target.Handle, Number.One), target);

        public Tensor add_(Tensor target, Scalar alpha) => Changed(Shim.mt_add_(Handle, target.Handle, alpha.Value), target);

        public Tensor add_(Scalar scalar) => Changed(Shim.mt_add_number_(Handle, scalar.Value, Number.One));

        public Tensor add_(Scalar scalar, Scalar alpha) => Changed(Shim.mt_add_number_(Handle, scalar.Value, alpha.Value));

        public Tensor sub(Tensor target) => New(Shim.mt_sub(Handle, target.Handle, Number.One), target);

        public Tensor sub(Scalar target) => New(Shim.mt_add_number(Handle, target.Value, Number.MinusOne));

        public Tensor sub_(Tensor target) => Changed(Shim.mt_sub_(Handle, target.Handle, Number.One), target);

        public Tensor sub_(Scalar target) => Changed(Shim.mt_add_number_(Handle, target.Value, Number.MinusOne));

        public Tensor mul(Tensor target) => New(Shim.mt_mul(Handle, target.Handle), target);

        public Tensor mul(Scalar target) => New(Shim.mt_mul_number(Handle, target.Value));

        public Tensor mul_(Tensor target) => Changed(Shim.mt_mul_(Handle, target.Handle), target);

        public Tensor mul_(Scalar target) => Changed(Shim.mt_mul_number_(Handle, target.Value));

        public Tensor div(Tensor target, RoundingMode rounding_mode = RoundingMode.None) => Exact(rounding_mode).New(Shim.mt_div(Handle, target.Handle), target);

        public Tensor div(Scalar target, RoundingMode rounding_mode = RoundingMode.None) => Exact(rounding_mode).New(Shim.mt_div_number(Handle, target.Value));

        public Tensor div_(Tensor target, RoundingMode rounding_mode = RoundingMode.None) => Exact(rounding_mode).Changed(Shim.mt_div_(Handle, target.Handle), target);

        public Tensor div_(Scalar target, RoundingMode rounding_mode = RoundingMode.None) => Exact(rounding_mode).Changed(Shim.mt_div_number_(Handle, target.Value));

        public Tensor pow(Tensor exponent) => New(Shim.mt_pow(Handle, exponent.Handle), exponent);

        public Tensor pow(Scalar exponent) => New(Shim.mt_pow_number(Handle, exponent.Value));

        public Tensor pow_(Tensor exponent) => Changed(Shim.mt_pow_(Handle, exponent.Handle), exponent);

        public Tensor pow_(Scalar exponent) => Changed(Shim.mt_pow_number_(Handle, exponent.Value));

        public Tensor remainder(Tensor target) => New(Shim.mt_remainder(Handle, target.Handle), target);

        public Tensor remainder(Scalar scalar) => New(Shim.mt_remainder_number(Handle, scalar.Value));

        public Tensor maximum(Tensor other) => New(Shim.mt_maximum(Handle, other.Handle), other);

        public Tensor minimum(Tensor other) => New(Shim.mt_minimum(Handle, other.Handle), other);

        public Tensor clamp(Scalar? min = null, Scalar? max = null) => New(Shim.mt_clamp(Handle, Scalar.ValueOf(min), Scalar.ValueOf(max)));

        public Tensor clamp_(Scalar? min = null, Scalar? max = null) => Changed(Shim.mt_clamp_(Handle, Scalar.ValueOf(min), Scalar.ValueOf(max)));

        public Tensor clamp_min(Scalar min) => clamp(min);

        public Tensor clamp_max(Scalar max) => clamp(null, max);

        public Tensor lerp(Tensor end, Tensor weight) => New(Shim.mt_lerp(Handle, end.Handle, weight.Handle), end, weight);

        public Tensor lerp_(Tensor end, Tensor weight) => Changed(Shim.mt_lerp_(Handle, end.Handle, weight.Handle), end, weight);

        public Tensor addcmul(Tensor tensor1, Tensor tensor2, Scalar value) => New(Shim.mt_addcmul(Handle, tensor1.Handle, tensor2.Handle, value.Value), tensor1, tensor2);

        public Tensor addcmul_(Tensor tensor1, Tensor tensor2, Scalar value) => Changed(Shim.mt_addcmul_(Handle, tensor1.Handle, tensor2.Handle, value.Value), tensor1, tensor2);

        public Tensor addcdiv(Tensor tensor1, Tensor tensor2, Scalar value) => New(Shim.mt_addcdiv(Handle, tensor1.Handle, tensor2.Handle, value.Value), tensor1, tensor2);

        public Tensor addcdiv(Tensor tensor1, Tensor tensor2) => New(Shim.mt_addcdiv(Handle, tensor1.Handle, tensor2.Handle, Number.One), tensor1, tensor2);

        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2, Scalar value) => Changed(Shim.mt_addcdiv_(Handle, tensor1.Handle, tensor2.Handle, value.Value), tensor1, tensor2);

        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2) => Changed(Shim.mt_addcdiv_(Handle, tensor1.Handle, tensor2.Handle, Number.One), tensor1, tensor2);

        public Tensor copy_(Tensor source, bool nonBlocking = false) => Changed(Shim.mt_copy_(Handle, source.Handle, nonBlocking ? 1 : 0), source);

        public Tensor where(Tensor condition, Tensor y) => New(Shim.mt_where(condition.Handle, Handle, y.Handle), condition, y);

        public Tensor masked_fill(Tensor mask, Scalar value) => New(Shim.mt_masked_fill(Handle, mask.Handle, value.Value), mask);

        public Tensor masked_fill_(Tensor mask, Scalar value) => Changed(Shim.mt_masked_fill_(Handle, mask.Handle, value.Value), mask);

        public Tensor masked_select(Tensor mask) => New(Shim.mt_masked_select(Handle, mask.Handle), mask);

        private Tensor Exact(RoundingMode mode) => mode == RoundingMode.None ? this : throw new NotImplementedException("division with rounding");
    }
}
