using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    // Sums, extremes, normalisations and matrix products.
    public unsafe partial class Tensor
    {
        public Tensor sum(ScalarType? type = null) => New(Shim.mt_sum(Handle, Code(type)));

        public Tensor sum(long dim, bool keepdim = false, ScalarType? type = null) => sum((ReadOnlySpan<long>)[dim], keepdim, type);

        public Tensor sum(long dim0, long dim1, bool keepdim = false, ScalarType? type = null) => sum((ReadOnlySpan<long>)[dim0, dim1], keepdim, type);

        public Tensor sum(long[] dim, bool keepdim = false, ScalarType? type = null) => sum((ReadOnlySpan<long>)dim, keepdim, type);

        public Tensor sum(ReadOnlySpan<long> dim, bool keepdim = false, ScalarType? type = null)
        {
            fixed (long* p = dim)
                return New(Shim.mt_sum_dims(Handle, p, dim.Length, keepdim ? 1 : 0, Code(type)));
        }

        public Tensor mean() => New(Shim.mt_mean(Handle));

        public Tensor mean(long[] dimensions, bool keepdim = false, ScalarType? type = null)
        {
            fixed (long* p = dimensions)
                return New(Shim.mt_mean_dims(Handle, p, dimensions.Length, keepdim ? 1 : 0, Code(type)));
        }

        public Tensor var(bool unbiased = true) => New(Shim.mt_var(Handle, unbiased ? 1 : 0));

        public Tensor std(bool unbiased = true) => New(Shim.mt_std(Handle, unbiased ? 1 : 0));

        public Tensor max() => New(Shim.mt_max(Handle));

        public Tensor max(Tensor other) => maximum(other);

        public (Tensor values, Tensor indexes) max(long dim, bool keepdim = false)
        {
            var pair = stackalloc IntPtr[2];
            Changed(Shim.mt_max_dim(Handle, dim, keepdim ? 1 : 0, pair));
            return (new Tensor(pair[0]), new Tensor(pair[1]));
        }

        public Tensor min() => New(Shim.mt_min(Handle));

        public Tensor min(Tensor other) => minimum(other);

        public (Tensor values, Tensor indexes) min(long dim, bool keepdim = false)
        {
            var pair = stackalloc IntPtr[2];
            Changed(Shim.mt_min_dim(Handle, dim, keepdim ? 1 : 0, pair));
            return (new Tensor(pair[0]), new Tensor(pair[1]));
        }

        public Tensor amax(params long[] dims) => amax((ReadOnlySpan<long>)dims);

        public Tensor amax(long[] dims, bool keepdim = false, Tensor? @out = null) => amax((ReadOnlySpan<long>)dims, keepdim, @out);

        public Tensor amax(ReadOnlySpan<long> dims, bool keepdim = false, Tensor? @out = null)
        {
            if (@out is not null)
                throw new NotImplementedException("amax into a given tensor");
            fixed (long* p = dims)
                return New(Shim.mt_amax(Handle, p, dims.Length, keepdim ? 1 : 0));
        }

        public Tensor amin(params long[] dims)
        {
            fixed (long* p = dims)
                return New(Shim.mt_amin(Handle, p, dims.Length, 0));
        }

        public Tensor argmax() => New(Shim.mt_argmax(Handle));

        public Tensor argmax(long dim, bool keepdim = false) => New(Shim.mt_argmax_dim(Handle, dim, keepdim ? 1 : 0));

        public Tensor argmin() => New(Shim.mt_argmin(Handle));

        public Tensor argmin(long dim, bool keepdim = false) => New(Shim.mt_argmin_dim(Handle, dim, keepdim ? 1 : 0));

        public (Tensor values, Tensor indexes) topk(int k, int dim = -1, bool largest = true, bool sorted = true)
        {
            var pair = stackalloc IntPtr[2];
            Changed(Shim.mt_topk(Handle, k, dim, largest ? 1 : 0, sorted ? 1 : 0, pair));
            return (new Tensor(pair[0]), new Tensor(pair[1]));
        }

        public (Tensor Values, Tensor Indices) sort(long dim = -1, bool descending = false, bool stable = false)
        {
            var pair = stackalloc IntPtr[2];
            Changed(Shim.mt_sort(Handle, dim, descending ? 1 : 0, stable ? 1 : 0, pair));
            return (new Tensor(pair[0]), new Tensor(pair[1]));
        }

        public Tensor all() => New(Shim.mt_all(Handle));

        public Tensor all(long dim, bool keepdim = false) => New(Shim.mt_all_dim(Handle, dim, keepdim ? 1 : 0));

        public Tensor any() => New(Shim.mt_any(Handle));

        public Tensor any(long dim, bool keepdim = false) => New(Shim.mt_any_dim(Handle, dim, keepdim ? 1 : 0));

        public Tensor nonzero() => New(Shim.mt_nonzero(Handle));

        public Tensor cumsum(long dim, ScalarType? type = null) => New(Shim.mt_cumsum(Handle, dim, Code(type)));

        public Tensor logsumexp(long dim, bool keepdim = false) => New(Shim.mt_logsumexp(Handle, dim, keepdim ? 1 : 0));

        public Tensor norm(float p = 2.0f) => New(Shim.mt_norm(Handle, p));

        public Tensor norm(int dim, bool keepdim = false, float p = 2.0f) => New(Shim.mt_norm_dim(Handle, dim, keepdim ? 1 : 0, p));

        public Tensor softmax(long dim, ScalarType? dtype = null) => New(Shim.mt_softmax(Handle, dim, Code(dtype)));

        public Tensor log_softmax(long dim, ScalarType? dtype = null) => New(Shim.mt_log_softmax(Handle, dim, Code(dtype)));

        public Tensor mm(Tensor target) => New(Shim.mt_mm(Handle, target.Handle), target);

        public Tensor bmm(Tensor batch2) => New(Shim.mt_bmm(Handle, batch2.Handle), batch2);

        public Tensor mv(Tensor target) => New(Shim.mt_mv(Handle, target.Handle), target);

        public Tensor matmul(Tensor target) => New(Shim.mt_matmul(Handle, target.Handle), target);

        public Tensor dot(Tensor target) => New(Shim.mt_dot(Handle, target.Handle), target);

        public Tensor outer(Tensor vec2) => New(Shim.mt_outer(Handle, vec2.Handle), vec2);

        public Tensor addmm(Tensor mat1, Tensor mat2, float beta = 1f, float alpha = 1f) =>
            New(Shim.mt_addmm(Handle, mat1.Handle, mat2.Handle, beta, alpha), mat1, mat2);

        public Tensor addmm_(Tensor mat1, Tensor mat2, float beta = 1f, float alpha = 1f) =>
            Changed(Shim.mt_addmm_(Handle, mat1.Handle, mat2.Handle, beta, alpha), mat1, mat2);

        private static int Code(ScalarType? type) => type is { } given ? (int)given : -1;
    }
}
