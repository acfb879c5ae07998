using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    // Comparisons and logic.
    public unsafe partial class Tensor
    {
        public Tensor eq(Tensor target) => New(Shim.mt_eq(Handle, target.Handle), target);

        public Tensor eq(Scalar target) => New(Shim.mt_eq_number(Handle, target.Value));

        public Tensor ne(Tensor target) => New(Shim.mt_ne(Handle, target.Handle), target);

        public Tensor ne(Scalar target) => New(Shim.mt_ne_number(Handle, target.Value));

        public Tensor lt(Tensor target) => New(Shim.mt_lt(Handle, target.Handle), target);

        public Tensor lt(Scalar target) => New(Shim.mt_lt_number(Handle, target.Value));

        public Tensor le(Tensor target) => New(Shim.mt_le(Handle, target.Handle), target);

        public Tensor le(Scalar target) => New(Shim.mt_le_number(Handle, target.Value));

        public Tensor gt(Tensor target) => New(Shim.mt_gt(Handle, target.Handle), target);

        public Tensor gt(Scalar target) => New(Shim.mt_gt_number(Handle, target.Value));

        public Tensor ge(Tensor target) => New(Shim.mt_ge(Handle, target.Handle), target);

        public Tensor ge(Scalar target) => New(Shim.mt_ge_number(Handle, target.Value));

        public Tensor logical_and(Tensor other) => New(Shim.mt_logical_and(Handle, other.Handle), other);

        public Tensor logical_or(Tensor other) => New(Shim.mt_logical_or(Handle, other.Handle), other);

        public Tensor bitwise_and(Tensor other) => New(Shim.mt_bitwise_and(Handle, other.Handle), other);

        public Tensor bitwise_or(Tensor other) => New(Shim.mt_bitwise_or(Handle, other.Handle), other);

        public Tensor bitwise_xor(Tensor other) => New(Shim.mt_bitwise_xor(Handle, other.Handle), other);

        public bool Equals(Tensor target)
        {
            int result;
            Changed(Shim.mt_equal(Handle, target.Handle, &result), target);
            return result != 0;
        }

        public bool allclose(Tensor target, double rtol = 1e-05, double atol = 1e-08, bool equal_nan = false)
        {
            int result;
            Changed(Shim.mt_allclose(Handle, target.Handle, rtol, atol, equal_nan ? 1 : 0, &result), target);
            return result != 0;
        }

        public override bool Equals(object? obj) => obj is Tensor other && Equals(other);

        public override int GetHashCode() => base.GetHashCode();

        public static Tensor operator &(Tensor left, Tensor right) => left.bitwise_and(right);

        public static Tensor operator |(Tensor left, Tensor right) => left.bitwise_or(right);

        public static Tensor operator ^(Tensor left, Tensor right) => left.bitwise_xor(right);

        public static Tensor operator ==(Tensor left, Tensor right) => left.eq(right);

        public static Tensor operator ==(Tensor left, Scalar right) => left.eq(right);

        public static Tensor operator ==(Scalar left, Tensor right) => right.eq(left);

        public static Tensor operator !=(Tensor left, Tensor right) => left.ne(right);

        public static Tensor operator !=(Tensor left, Scalar right) => left.ne(right);

        public static Tensor operator !=(Scalar left, Tensor right) => right.ne(left);

        public static Tensor operator <(Tensor left, Tensor right) => left.lt(right);

        public static Tensor operator <(Tensor left, Scalar right) => left.lt(right);

        public static Tensor operator <(Scalar left, Tensor right) => right.gt(left);

        public static Tensor operator <=(Tensor left, Tensor right) => left.le(right);

        public static Tensor operator <=(Tensor left, Scalar right) => left.le(right);

        public static Tensor operator <=(Scalar left, Tensor right) => right.ge(left);

        public static Tensor operator >(Tensor left, Tensor right) => left.gt(right);

        public static Tensor operator >(Tensor left, Scalar right) => left.gt(right);

        public static Tensor operator >(Scalar left, Tensor right) => right.lt(left);

        public static Tensor operator >=(Tensor left, Tensor right) => left.ge(right);

        public static Tensor operator >=(Tensor left, Scalar right) => left.ge(right);

        public static Tensor operator >=(Scalar left, Tensor right) => right.le(left);
    }
}
