// Not annotated for null, as in the real library.
#nullable disable

using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class autograd
    {
        /// <summary>What the forward pass of a custom function leaves for its backward pass.</summary>
        public unsafe class AutogradContext : IDisposable
        {
            private readonly Dictionary<string, object> _data = [];
            private List<Tensor> _toSave = [];
            private int _savedCount;
            private List<Tensor> _dirty = [];
            private List<Tensor> _constant = [];

            internal AutogradContext()
            {
            }

            public bool MaterializeGrads { get; private set; } = true;

            /// <summary>The native node, zero once it is gone.</summary>
            internal IntPtr Node { get; set; }

            public void save_for_backward(List<Tensor> tensors) => _toSave = tensors;

            /// <summary>New references to the saved tensors.</summary>
            public List<Tensor> get_saved_variables()
            {
                if (Node == IntPtr.Zero)
                    return [];
                var handles = new IntPtr[Shim.mt_function_saved_count(Node)];
                if (handles.Length != _savedCount)
                    throw new InvalidOperationException("Trying to backward through the graph a second time: the saved tensors are gone. Use retain_graph.");
                fixed (IntPtr* p = handles)
                    Shim.Check(Shim.mt_function_saved(Node, p));
                return [.. handles.Select(handle => handle == IntPtr.Zero ? null : new Tensor(handle))];
            }

            public void save_data(string key, object value) => _data[key] = value;

            public object get_data(string key) => _data.GetValueOrDefault(key);

            public void mark_dirty(List<Tensor> tensors) => _dirty = tensors;

            public void mark_non_differentiable(List<Tensor> tensors) => _constant = tensors;

            public void set_materialize_grads(bool value) => MaterializeGrads = value;

            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            protected virtual void Dispose(bool disposing)
            {
            }

            internal int Flags(Tensor output) =>
                (_constant.Exists(t => ReferenceEquals(t, output)) ? 1 : 0) | (_dirty.Exists(t => ReferenceEquals(t, output)) ? 2 : 0);

            internal void Save()
            {
                var handles = Tensor.Handles(_toSave);
                fixed (IntPtr* p = handles)
                    Shim.Check(Shim.mt_function_save(Node, p, handles.Length));
                GC.KeepAlive(_toSave);
                // The node holds them from here.
                _savedCount = handles.Length;
                _toSave = [];
            }
        }
    }
}
