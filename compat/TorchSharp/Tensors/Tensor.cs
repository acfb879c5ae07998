using System.Runtime.CompilerServices;
using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>
    /// A tensor: a handle to a native one. Every native call is followed by a use of the managed objects whose handles it
    /// took, so that the garbage collector cannot release them under it.
    /// </summary>
    public unsafe partial class Tensor : IDisposable
    {
        private static long s_count, s_peak;

        private IntPtr _handle;

        internal Tensor(IntPtr handle, bool register = true)
        {
            _handle = Shim.Check(handle);
            var count = Interlocked.Increment(ref s_count);
            if (count > s_peak)
                s_peak = count;
            if (register)
                Scope = DisposeScopeManager.Current.Register(this);
        }

        ~Tensor() => Dispose(false);

        /// <summary>Tensors alive in the process.</summary>
        public static long TotalCount => Interlocked.Read(ref s_count);

        /// <summary>The most tensors that were alive at once.</summary>
        public static long PeakCount => s_peak;

        public IntPtr Handle => _handle != IntPtr.Zero ? _handle : throw new InvalidOperationException("Tensor invalid -- empty handle.");

        public bool IsInvalid => _handle == IntPtr.Zero;

        public string? name { get; set; }

        internal DisposeScope? Scope { get; set; }

        /// <summary>The handle, or zero where the caller passes no tensor.</summary>
        internal static IntPtr HandleOf(Tensor? tensor) => tensor?.Handle ?? IntPtr.Zero;

        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        protected virtual void Dispose(bool disposing)
        {
            var handle = Interlocked.Exchange(ref _handle, IntPtr.Zero);
            if (handle == IntPtr.Zero)
                return;
            if (disposing)
            {
                var counters = DisposeScopeManager.Current.Counters.TensorStatistics;
                if (Scope is null)
                    counters.DisposedOutsideScopeCount++;
                else
                    counters.DisposedInScopeCount++;
                Scope?.MarkAsDisposed(this);
            }
            Interlocked.Decrement(ref s_count);
            Shim.mt_dispose(handle);
        }

        /// <summary>Gives the handle up: this object becomes invalid and the caller owns the native tensor.</summary>
        public IntPtr DecoupleFromNativeHandle()
        {
            var handle = Handle;
            _handle = IntPtr.Zero;
            GC.SuppressFinalize(this);
            Interlocked.Decrement(ref s_count);
            return handle;
        }

        public Tensor MoveToOuterDisposeScope()
        {
            Scope?.MoveToOuter(this);
            return this;
        }

        public Tensor DetachFromDisposeScope()
        {
            Scope?.Detach(this);
            return this;
        }

        public Tensor MoveToOtherDisposeScope(Tensor other) => MoveToOtherDisposeScope(other.Scope);

        public Tensor MoveToOtherDisposeScope(DisposeScope? other)
        {
            if (Scope is not null)
                Scope.MoveToOther(other, this);
            else
                other?.Attach(this);
            return this;
        }

        // The ends of every operation: keep the operands alive until here, turn a failure into an exception.

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private Tensor New(IntPtr result)
        {
            GC.KeepAlive(this);
            return new Tensor(result);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private Tensor New(IntPtr result, object? operand)
        {
            GC.KeepAlive(this);
            GC.KeepAlive(operand);
            return new Tensor(result);
        }

        private Tensor New(IntPtr result, object? first, object? second)
        {
            GC.KeepAlive(first);
            return New(result, second);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private Tensor Changed(int status, object? operand = null)
        {
            GC.KeepAlive(operand);
            Shim.Check(status);
            return this;
        }

        private Tensor Changed(int status, object? first, object? second)
        {
            GC.KeepAlive(first);
            return Changed(status, second);
        }
    }
}
