using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    // Arithmetic operators. A number travels by value, without an object.
    public unsafe partial class Tensor
    {
        public static Tensor operator +(Tensor left, Tensor right) => left.add(right);

        public static Tensor operator -(Tensor left, Tensor right) => left.sub(right);

        public static Tensor operator *(Tensor left, Tensor right) => left.mul(right);

        public static Tensor operator /(Tensor left, Tensor right) => left.div(right);

        public static Tensor operator %(Tensor left, Tensor right) => left.remainder(right);

        public static Tensor operator +(Tensor left, Scalar right) => left.New(Shim.mt_add_number(left.Handle, right.Value, Number.One));

        public static Tensor operator +(Scalar left, Tensor right) => right.New(Shim.mt_add_number(right.Handle, left.Value, Number.One));

        public static Tensor operator -(Tensor left, Scalar right) => left.New(Shim.mt_add_number(left.Handle, right.Value, Number.MinusOne));

        public static Tensor operator -(Scalar left, Tensor right) => right.New(Shim.mt_rsub_number(right.Handle, left.Value));

        public static Tensor operator *(Tensor left, Scalar right) => left.New(Shim.mt_mul_number(left.Handle, right.Value));

        public static Tensor operator *(Scalar left, Tensor right) => right.New(Shim.mt_mul_number(right.Handle, left.Value));

        public static Tensor operator /(Tensor left, Scalar right) => left.New(Shim.mt_div_number(left.Handle, right.Value));

        public static Tensor operator /(Scalar left, Tensor right) => right.New(Shim.mt_rdiv_number(right.Handle, left.Value));

        public static Tensor operator +(Tensor left, int right) => left.New(Shim.mt_add_number(left.Handle, (long)right, Number.One));

        public static Tensor operator +(int left, Tensor right) => right.New(Shim.mt_add_number(right.Handle, (long)left, Number.One));

        public static Tensor operator -(Tensor left, int right) => left.New(Shim.mt_add_number(left.Handle, (long)right, Number.MinusOne));

        public static Tensor operator -(int left, Tensor right) => right.New(Shim.mt_rsub_number(right.Handle, (long)left));

        public static Tensor operator *(Tensor left, int right) => left.New(Shim.mt_mul_number(left.Handle, (long)right));

        public static Tensor operator *(int left, Tensor right) => right.New(Shim.mt_mul_number(right.Handle, (long)left));

        public static Tensor operator /(Tensor left, int right) => left.New(Shim.mt_div_number(left.Handle, (long)right));

        public static Tensor operator /(int left, Tensor right) => right.New(Shim.mt_rdiv_number(right.Handle, (long)left));

        public static Tensor operator +(Tensor left, long right) => left.New(Shim.mt_add_number(left.Handle, right, Number.One));

        public static Tensor operator +(long left, Tensor right) => right.New(Shim.mt_add_number(right.Handle, left, Number.One));

        public static Tensor operator -(Tensor left, long right) => left.New(Shim.mt_add_number(left.Handle, right, Number.MinusOne));

        public static Tensor operator -(long left, Tensor right) => right.New(Shim.mt_rsub_number(right.Handle, left));

        public static Tensor operator *(Tensor left, long right) => left.New(Shim.mt_mul_number(left.Handle, right));

        public static Tensor operator *(long left, Tensor right) => right.New(Shim.mt_mul_number(right.Handle, left));

        public static Tensor operator /(Tensor left, long right) => left.New(Shim.mt_div_number(left.Handle, right));

        public static Tensor operator /(long left, Tensor right) => right.New(Shim.mt_rdiv_number(right.Handle, left));

        public static Tensor operator +(Tensor left, float right) => left.New(Shim.mt_add_number(left.Handle, (double)right, Number.One));

        public static Tensor operator +(float left, Tensor right) => right.New(Shim.mt_add_number(right.Handle, (double)left, Number.One));

        public static Tensor operator -(Tensor left, float right) => left.New(Shim.mt_add_number(left.Handle, (double)right, Number.MinusOne));

        public static Tensor operator -(float left, Tensor right) => right.New(Shim.mt_rsub_number(right.Handle, (double)left));

        public static Tensor operator *(Tensor left, float right) => left.New(Shim.mt_mul_number(left.Handle, (double)right));

        public static Tensor operator *(float left, Tensor right) => right.New(Shim.mt_mul_number(right.Handle, (double)left));

        public static Tensor operator /(Tensor left, float right) => left.New(Shim.mt_div_number(left.Handle, (double)right));

        public static Tensor operator /(float left, Tensor right) => right.New(Shim.mt_rdiv_number(right.Handle, (double)left));

        public static Tensor operator +(Tensor left, double right) => left.New(Shim.mt_add_number(left.Handle, right, Number.One));

        public static Tensor operator +(double left, Tensor right) => right.New(Shim.mt_add_number(right.Handle, left, Number.One));

        public static Tensor operator -(Tensor left, double right) => left.New(Shim.mt_add_number(left.Handle, right, Number.MinusOne));

        public static Tensor operator -(double left, Tensor right) => right.New(Shim.mt_rsub_number(right.Handle, left));

        public static Tensor operator *(Tensor left, double right) => left.New(Shim.mt_mul_number(left.Handle, right));

        public static Tensor operator *(double left, Tensor right) => right.New(Shim.mt_mul_number(right.Handle, left));

        public static Tensor operator /(Tensor left, double right) => left.New(Shim.mt_div_number(left.Handle, right));

        public static Tensor operator /(double left, Tensor right) => right.New(Shim.mt_rdiv_number(right.Handle, left));
    }
}
