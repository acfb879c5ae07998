using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public unsafe partial class Tensor
    {
        public bool requires_grad
        {
            get => Read(Shim.mt_requires_grad(Handle)) != 0;
            set => Changed(Shim.mt_set_requires_grad(Handle, value ? 1 : 0));
        }

        /// <summary>A new reference to the gradient at every read, or null.</summary>
        public Tensor? grad
        {
            get
            {
                IntPtr result;
                Shim.Check(Shim.mt_grad(Handle, &result));
                GC.KeepAlive(this);
                return result == IntPtr.Zero ? null : new Tensor(result);
            }
            set => Changed(Shim.mt_set_grad(Handle, HandleOf(value)), value);
        }

        public Tensor requires_grad_(bool requires_grad = true)
        {
            this.requires_grad = requires_grad;
            return this;
        }

        public Tensor with_requires_grad(bool requires_grad = true) => requires_grad_(requires_grad);

        public void retain_grad() => Changed(Shim.mt_retain_grad(Handle));

        public void backward() => Changed(Shim.mt_backward(Handle, IntPtr.Zero, 0, 0));

        public void backward(IList<Tensor>? grad_tensors = null, bool retain_graph = false, bool create_graph = false, IList<Tensor>? inputs = null)
        {
            if (inputs is not null)
                throw new NotImplementedException("backward with inputs");
            var gradient = grad_tensors is { Count: > 0 } ? grad_tensors[0] : null;
            Changed(Shim.mt_backward(Handle, HandleOf(gradient), retain_graph || create_graph ? 1 : 0, create_graph ? 1 : 0), gradient);
        }

        public Tensor detach() => New(Shim.mt_detach(Handle));

        public Tensor detach_() => Changed(Shim.mt_detach_(Handle));

        /// <summary>The handle of a new leaf over the same memory; this tensor becomes invalid.</summary>
        internal IntPtr Surrender(bool requiresGrad)
        {
            requires_grad = requiresGrad;
            return DecoupleFromNativeHandle();
        }
    }
}
