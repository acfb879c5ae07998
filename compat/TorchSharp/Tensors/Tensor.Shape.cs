using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    // Views, rearrangements, pieces and copies.
    public unsafe partial class Tensor
    {
        public Tensor T => ndim == 2 ? t() : permute([.. Enumerable.Range(0, (int)ndim).Reverse().Select(d => (long)d)]);

        public Tensor view(params long[] shape)
        {
            fixed (long* p = shape)
                return New(Shim.mt_view(Handle, p, shape.Length));
        }

        public Tensor view_as(Tensor other) => view(other.shape);

        public Tensor reshape(params long[] shape)
        {
            fixed (long* p = shape)
                return New(Shim.mt_reshape(Handle, p, shape.Length));
        }

        public Tensor expand(params long[] sizes) => expand((ReadOnlySpan<long>)sizes);

        public Tensor expand(long[] sizes, bool isImplicit = false) => expand((ReadOnlySpan<long>)sizes, isImplicit);

        public Tensor expand(ReadOnlySpan<long> sizes, bool isImplicit = false)
        {
            fixed (long* p = sizes)
                return New(Shim.mt_expand(Handle, p, sizes.Length, isImplicit ? 1 : 0));
        }

        public Tensor expand_as(Tensor other) => expand(other.shape);

        public Tensor permute(params long[] permutation)
        {
            fixed (long* p = permutation)
                return New(Shim.mt_permute(Handle, p, permutation.Length));
        }

        public Tensor repeat(params long[] sizes)
        {
            fixed (long* p = sizes)
                return New(Shim.mt_repeat(Handle, p, sizes.Length));
        }

        public Tensor flip(params long[] dims)
        {
            fixed (long* p = dims)
                return New(Shim.mt_flip(Handle, p, dims.Length));
        }

        public Tensor t() => New(Shim.mt_t(Handle));

        public Tensor transpose(long dim0, long dim1) => New(Shim.mt_transpose(Handle, dim0, dim1));

        public Tensor flatten(long start_dim = 0, long end_dim = -1) => New(Shim.mt_flatten(Handle, start_dim, end_dim));

        public Tensor squeeze(long? dim = null) => New(dim is { } d ? Shim.mt_squeeze_dim(Handle, d) : Shim.mt_squeeze(Handle));

        public Tensor unsqueeze(long dim) => New(Shim.mt_unsqueeze(Handle, dim));

        public Tensor narrow(long dim, long start, long length) => New(Shim.mt_narrow(Handle, dim, start, length));

        public Tensor slice(long dim, long start, long finish, long step) => New(Shim.mt_slice(Handle, dim, start, finish, step));

        public Tensor select(long dim, long index) => New(Shim.mt_select(Handle, dim, index));

        public Tensor index_select(long dim, Tensor index) => New(Shim.mt_index_select(Handle, dim, index.Handle), index);

        public Tensor gather(long dim, Tensor index) => New(Shim.mt_gather(Handle, dim, index.Handle), index);

        public Tensor scatter(long dim, Tensor index, Tensor src) => New(Shim.mt_scatter(Handle, dim, index.Handle, src.Handle), index, src);

        public Tensor index_add_(long dim, Tensor index, Tensor source, Scalar alpha) =>
            Changed(Shim.mt_index_add_(Handle, dim, index.Handle, source.Handle, alpha.Value), index, source);

        public Tensor contiguous() => New(Shim.mt_contiguous(Handle));

        public Tensor clone() => New(Shim.mt_clone(Handle));

        public Tensor alias() => New(Shim.mt_alias(Handle));

        public Tensor[] chunk(long chunks, long dim = 0) => Pieces((result, count) => Shim.mt_chunk(Handle, chunks, dim, (IntPtr*)result, (int*)count));

        public Tensor[] split(long size, int dim = 0) => Pieces((result, count) => Shim.mt_split(Handle, size, dim, (IntPtr*)result, (int*)count));

        public Tensor[] split(params long[] sizes) => split(sizes, 0L);

        public Tensor[] split(long[] sizes, long dim = 0) => Pieces((result, count) =>
        {
            fixed (long* p = sizes)
                return Shim.mt_split_sizes(Handle, p, sizes.Length, dim, (IntPtr*)result, (int*)count);
        });

        public Tensor[] unbind(long dimension = 0) => Pieces((result, count) => Shim.mt_unbind(Handle, dimension, (IntPtr*)result, (int*)count));

        // No cheaper way tells how many pieces there will be than to cut twice; the first cut only makes views.
        private Tensor[] Pieces(Func<IntPtr, IntPtr, int> cut)
        {
            int count;
            Shim.Check(cut(IntPtr.Zero, (IntPtr)(&count)));
            var handles = new IntPtr[count];
            fixed (IntPtr* p = handles)
                Shim.Check(cut((IntPtr)p, (IntPtr)(&count)));
            GC.KeepAlive(this);
            return Array.ConvertAll(handles, handle => new Tensor(handle));
        }
    }
}
