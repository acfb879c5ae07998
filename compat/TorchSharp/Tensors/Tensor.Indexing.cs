using System.Runtime.CompilerServices;
using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    // t[...]: slices and single places are views; tensors of places or truth values gather.
    public unsafe partial class Tensor
    {
        [IndexerName("TensorItems")]
        public Tensor this[params TensorIndex[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        [IndexerName("TensorItems")]
        public Tensor this[params Tensor[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        [IndexerName("TensorItems")]
        public Tensor this[params long[] indices]
        {
            get => index(Array.ConvertAll(indices, i => (TensorIndex)i));
            set => index_put_(value, Array.ConvertAll(indices, i => (TensorIndex)i));
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1]
        {
            get => select(0, i1);
            set => index_put_(value, (TensorIndex)i1);
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2]
        {
            get => index(i1, i2);
            set => index_put_(value, (TensorIndex)i1, (TensorIndex)i2);
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3]
        {
            get => index(i1, i2, i3);
            set => index_put_(value, (TensorIndex)i1, (TensorIndex)i2, (TensorIndex)i3);
        }

        public Tensor index(params TensorIndex[] indices)
        {
            var (view, gathers) = Cut(indices);
            if (gathers.Count == 0)
                return ReferenceEquals(view, this) ? alias() : view;
            var result = view.Gather(gathers);
            if (!ReferenceEquals(view, this))
                view.Dispose();
            return result;
        }

        public Tensor index(params Tensor[] indices) => Gather(indices);

        public Tensor index_put_(Tensor value, params TensorIndex[] indices) => index_put_(value, indices, false);

        public Tensor index_put_(Tensor value, TensorIndex[] indices, bool accumulate = false)
        {
            var (view, gathers) = Cut(indices);
            if (gathers.Count > 0)
                view.Put(gathers, value, accumulate);
            else if (accumulate)
                view.add_(value);
            else
                view.copy_(value);
            if (!ReferenceEquals(view, this))
                view.Dispose();
            return this;
        }

        public Tensor index_put_(Tensor value, params Tensor[] indices) => index_put_(value, indices, false);

        public Tensor index_put_(Tensor value, Tensor[] indices, bool accumulate = false)
        {
            Put(indices, value, accumulate);
            return this;
        }

        public Tensor index_put_(Scalar value, params TensorIndex[] indices)
        {
            using var single = tensor(value, dtype, device);
            return index_put_(single, indices);
        }

        // The view that the slices and places leave, and the tensors of places by dimension of that view.
        private (Tensor View, List<Tensor?> Gathers) Cut(TensorIndex[] indices)
        {
            var view = this;
            var gathers = new List<Tensor?>();
            int dim = 0;
            foreach (var index in indices)
            {
                switch (index.Kind)
                {
                    case TensorIndex.Form.Single:
                        Replace(ref view, view.select(dim, index.Start!.Value));
                        break;
                    case TensorIndex.Form.Slice:
                        if (index.Start is not null || index.Stop is not null || index.Step is not null)
                            Replace(ref view, view.slice(dim, index.Start ?? 0, index.Stop ?? long.MaxValue, index.Step ?? 1));
                        dim++;
                        break;
                    case TensorIndex.Form.None:
                        Replace(ref view, view.unsqueeze(dim++));
                        break;
                    case TensorIndex.Form.Ellipsis:
                        dim += (int)ndim - indices.Sum(TakenDimensions);
                        break;
                    default:
                        while (gathers.Count < dim)
                            gathers.Add(null);
                        gathers.Add(index.Indices);
                        dim += index.Indices!.dtype == ScalarType.Bool ? (int)index.Indices.ndim : 1;
                        break;
                }
            }
            return (view, gathers);
        }

        private static int TakenDimensions(TensorIndex index) => index.Kind switch
        {
            TensorIndex.Form.Single or TensorIndex.Form.Slice => 1,
            TensorIndex.Form.Tensor => index.Indices!.dtype == ScalarType.Bool ? (int)index.Indices.ndim : 1,
            _ => 0,
        };

        private void Replace(ref Tensor view, Tensor next)
        {
            if (!ReferenceEquals(view, this))
                view.Dispose();
            view = next;
        }

        private Tensor Gather(IReadOnlyList<Tensor?> indices)
        {
            var handles = Handles(indices);
            fixed (IntPtr* p = handles)
                return New(Shim.mt_index(Handle, p, handles.Length), indices);
        }

        private void Put(IReadOnlyList<Tensor?> indices, Tensor value, bool accumulate)
        {
            var handles = Handles(indices);
            fixed (IntPtr* p = handles)
                Changed(Shim.mt_index_put_(Handle, p, handles.Length, value.Handle, accumulate ? 1 : 0), indices, value);
        }

        internal static IntPtr[] Handles(IReadOnlyList<Tensor?> tensors)
        {
            var handles = new IntPtr[tensors.Count];
            for (int i = 0; i < handles.Length; i++)
                handles[i] = HandleOf(tensors[i]);
            return handles;
        }
    }
}
