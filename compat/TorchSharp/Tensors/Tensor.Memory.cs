using TorchSharp.Interop;
using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    public unsafe partial class Tensor
    {
        /// <summary>The memory of a contiguous tensor on the CPU. Setting it copies the given bytes in.</summary>
        public Span<byte> bytes
        {
            get
            {
                if (!is_contiguous())
                    throw new NotImplementedException("Bytes() called on non-contiguous tensor.");
                long length = NumberOfElements * ElementSize;
                if (length > int.MaxValue)
                    throw new NotImplementedException("Span only supports lengths up to 2 GB.");
                if (device_type != DeviceType.CPU)
                    throw new NotImplementedException("Reading data from non-CPU memory is not supported. Move or copy the tensor to the cpu before reading.");
                return new Span<byte>((void*)Memory(), (int)length);
            }
            set
            {
                if (value.Length != NumberOfElements * ElementSize)
                    throw new ArgumentException("Mismatched data sizes in Tensor.SetBytes().");
                value.CopyTo(bytes);
            }
        }

        public TensorAccessor<T> data<T>()
            where T : unmanaged
        {
            dtype.DemandElement(typeof(T));
            return new TensorAccessor<T>(device_type == DeviceType.CPU ? this : cpu());
        }

        public T item<T>()
            where T : unmanaged
        {
            dtype.DemandElement(typeof(T));
            var value = Single();
            object result = dtype switch
            {
                ScalarType.Float32 => (float)value.Real,
                ScalarType.Float64 => value.Real,
                ScalarType.Int64 => value.Integer,
                ScalarType.Int32 => (int)value.Integer,
                ScalarType.Int16 => (short)value.Integer,
                ScalarType.Int8 => (sbyte)value.Integer,
                ScalarType.Byte => (byte)value.Integer,
                ScalarType.Bool => value.ToBoolean(),
                _ => throw new NotImplementedException($"item of a {dtype} tensor"),
            };
            return (T)result;
        }

        public Scalar ToScalar() => new(Single());

        public float ReadCpuSingle(long i) => data<float>()[Position(i)];

        public double ReadCpuDouble(long i) => data<double>()[Position(i)];

        public long ReadCpuInt64(long i) => data<long>()[Position(i)];

        public Tensor cpu() => to(DeviceType.CPU);

        public Tensor cuda(Device? device = null, bool non_blocking = false) =>
            device is null ? to(DeviceType.CUDA, non_blocking: non_blocking) : to(device, non_blocking: non_blocking);

        public Tensor to(ScalarType type, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            Moved((int)type, -1, -1, copy, disposeAfter, non_blocking);

        public Tensor to_type(ScalarType type, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            Moved((int)type, -1, -1, copy, disposeAfter, non_blocking);

        public Tensor to(DeviceType deviceType, int deviceIndex = -1, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            Moved(-1, (int)deviceType, deviceIndex, copy, disposeAfter, non_blocking);

        public Tensor to(Device device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            Moved(-1, (int)device.type, device.index, copy, disposeAfter, non_blocking);

        public Tensor to(string device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            to(new Device(device), copy, disposeAfter, non_blocking);

        public Tensor to(ScalarType type, Device device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            Moved((int)type, (int)device.type, device.index, copy, disposeAfter, non_blocking);

        public Tensor to(Tensor other, bool non_blocking = false) => to(other.dtype, other.device, non_blocking: non_blocking);

        public Tensor type(ScalarType dtype) => to(dtype);

        public Tensor type_as(Tensor tensor) => to(tensor.dtype);

        public Tensor @float() => to(ScalarType.Float32);

        public Tensor @double() => to(ScalarType.Float64);

        public Tensor @long() => to(ScalarType.Int64);

        public Tensor @int() => to(ScalarType.Int32);

        public Tensor @bool() => to(ScalarType.Bool);

        public Tensor @byte() => to(ScalarType.Byte);

        public Tensor half() => to(ScalarType.Float16);

        public Tensor bfloat16() => to(ScalarType.BFloat16);

        internal IntPtr Memory()
        {
            var pointer = Shim.mt_data_ptr(Handle);
            GC.KeepAlive(this);
            return pointer;
        }

        internal bool WouldCopy(ScalarType type, Device device) =>
            dtype != type || device_type != device.type || (device.index >= 0 && device_index != device.index);

        private Number Single()
        {
            if (NumberOfElements != 1)
                throw new ArgumentException("Number of elements in the tensor must be 1");
            Number value;
            Shim.Check(Shim.mt_item(Handle, &value));
            GC.KeepAlive(this);
            return value;
        }

        // Always a new object; it shares the memory where nothing has to change.
        private Tensor Moved(int type, int deviceType, int deviceIndex, bool copy, bool disposeAfter, bool nonBlocking)
        {
            var result = New(Shim.mt_to(Handle, type, deviceType, deviceIndex, nonBlocking ? 1 : 0, copy ? 1 : 0));
            if (disposeAfter)
                Dispose();
            return result;
        }

        // The coordinates of an element by its place in row order.
        private long[] Position(long index)
        {
            var sizes = shape;
            var position = new long[sizes.Length];
            for (int d = sizes.Length - 1; d >= 0; d--)
                (index, position[d]) = (index / sizes[d], index % sizes[d]);
            return position;
        }
    }
}
