using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    // New tensors of the shape of this one.
    public unsafe partial class Tensor
    {
        public Tensor empty_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => Like(Number.None, dtype, device, requires_grad);

        public Tensor zeros_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => Like(0L, dtype, device, requires_grad);

        public Tensor ones_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => Like(1L, dtype, device, requires_grad);

        public Tensor full_like(Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Like(value.Value, dtype, device, requires_grad);

        public Tensor rand_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            rand(shape, dtype ?? this.dtype, device ?? this.device, requires_grad);

        public Tensor randn_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            randn(shape, dtype ?? this.dtype, device ?? this.device, requires_grad);

        private Tensor Like(Number fill, ScalarType? dtype, Device? device, bool requiresGrad)
        {
            int place = device is null ? -1 : (int)device.type;
            var result = New(Shim.mt_like(Handle, fill, Code(dtype), place, device?.index ?? -1));
            return requiresGrad ? result.requires_grad_() : result;
        }
    }
}
