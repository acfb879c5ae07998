using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>The memory that a tensor, and its views with it, lies in, on whichever device.</summary>
    public abstract class Storage
    {
        protected Tensor _tensor;
        protected IntPtr _tensor_data_ptr;

        protected Storage(Tensor tensor) => _tensor = tensor;

        public abstract int element_size();

        /// <summary>Where the memory begins; a view's first element comes <c>storage_offset()</c> elements later.</summary>
        protected IntPtr data_ptr()
        {
            if (_tensor_data_ptr == IntPtr.Zero)
                _tensor_data_ptr = Shim.mt_storage_ptr(_tensor.Handle);
            GC.KeepAlive(_tensor);
            return _tensor_data_ptr;
        }
    }
}
