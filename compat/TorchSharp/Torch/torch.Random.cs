using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Seeds the default generators of all devices.</summary>
    public static Generator manual_seed(long seed) => random.manual_seed(seed);

    public static Tensor get_rng_state() => random.get_rng_state();

    public static void set_rng_state(Tensor new_state) => random.set_rng_state(new_state);

    public static class random
    {
        public static Generator manual_seed(long seed)
        {
            Shim.Check(Shim.mt_manual_seed(seed));
            return Generator.Default;
        }

        public static Tensor get_rng_state()
        {
            using var generator = Generator.Default;
            return generator.get_state();
        }

        public static void set_rng_state(Tensor new_state)
        {
            using var generator = Generator.Default;
            generator.set_state(new_state);
        }

        public static long initial_seed()
        {
            using var generator = Generator.Default;
            return generator.initial_seed();
        }
    }

    /// <summary>A stream of random numbers on the CPU.</summary>
    public class Generator : IDisposable
    {
        private IntPtr _handle;

        public Generator(ulong seed = 0, Device? device = null)
        {
            if (device is not null && device.type != DeviceType.CPU)
                throw new NotImplementedException("generators of other devices than the CPU");
            _handle = Shim.Check(Shim.mt_generator_new(seed));
        }

        private Generator(IntPtr handle) => _handle = Shim.Check(handle);

        ~Generator() => Dispose(false);

        /// <summary>A new reference to the generator that is used where none is given.</summary>
        public static Generator Default => new(Shim.mt_generator_default());

        public IntPtr Handle => _handle;

        public Device device => CPU;

        internal static IntPtr HandleOf(Generator? generator) => generator?._handle ?? IntPtr.Zero;

        public Generator manual_seed(long seed)
        {
            Shim.Check(Shim.mt_generator_manual_seed(_handle, seed));
            GC.KeepAlive(this);
            return this;
        }

        public long seed()
        {
            var result = Shim.mt_generator_seed(_handle);
            GC.KeepAlive(this);
            return result;
        }

        public long initial_seed()
        {
            var result = Shim.mt_generator_initial_seed(_handle);
            GC.KeepAlive(this);
            return result;
        }

        public Tensor get_state()
        {
            var result = new Tensor(Shim.mt_generator_state(_handle));
            GC.KeepAlive(this);
            return result;
        }

        public void set_state(Tensor value)
        {
            Shim.Check(Shim.mt_generator_set_state(_handle, value.Handle));
            GC.KeepAlive(value);
            GC.KeepAlive(this);
        }

        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        protected virtual void Dispose(bool disposing)
        {
            var handle = Interlocked.Exchange(ref _handle, IntPtr.Zero);
            if (handle != IntPtr.Zero)
                Shim.mt_generator_dispose(handle);
        }
    }
}
