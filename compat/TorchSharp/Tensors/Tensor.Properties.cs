using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public unsafe partial class Tensor
    {
        public long Dimensions => Read(Shim.mt_ndim(Handle));

        public long ndim => Dimensions;

        public long NumberOfElements => Read(Shim.mt_numel(Handle));

        public long ElementSize => dtype.ElementSize();

        public ScalarType dtype => (ScalarType)Read(Shim.mt_dtype(Handle));

        public DeviceType device_type => (DeviceType)Read(Shim.mt_device_type(Handle));

        public int device_index => (int)Read(Shim.mt_device_index(Handle));

        public Device device => new(device_type, device_index);

        public bool is_cuda => device_type == DeviceType.CUDA;

        public bool is_leaf => Read(Shim.mt_is_leaf(Handle)) != 0;

        public long[] shape
        {
            get
            {
                var result = new long[Dimensions];
                fixed (long* p = result)
                    Shim.mt_shape(Handle, p);
                GC.KeepAlive(this);
                return result;
            }
        }

        public long dim() => Dimensions;

        public long numel() => NumberOfElements;

        public long element_size() => ElementSize;

        public long[] size() => shape;

        public long size(int dim) => shape[dim < 0 ? dim + Dimensions : dim];

        public long[] stride()
        {
            var result = new long[Dimensions];
            fixed (long* p = result)
                Shim.mt_strides(Handle, p);
            GC.KeepAlive(this);
            return result;
        }

        public long stride(int dim) => stride()[dim < 0 ? dim + Dimensions : dim];

        public long storage_offset() => Read(Shim.mt_storage_offset(Handle));

        public bool is_contiguous() => Read(Shim.mt_is_contiguous(Handle)) != 0;

        public bool is_cpu() => device_type == DeviceType.CPU;

        public bool is_integral() => torch.is_integral(dtype);

        public bool is_floating_point() => torch.is_floating_point(dtype);

        private long Read(long value)
        {
            GC.KeepAlive(this);
            return value;
        }
    }
}
