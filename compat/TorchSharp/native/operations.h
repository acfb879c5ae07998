// Operations on tensors, one export for each.
#pragma once

#define UNARY(name) \
    EXPORT Handle mt_##name(Handle t) { return make([&] { return at::name(*t); }); }
#define UNARY_INPLACE(name) \
    EXPORT int32_t mt_##name##_(Handle t) { return act([&] { t->name##_(); }); }
#define BINARY(name) \
    EXPORT Handle mt_##name(Handle a, Handle b) { return make([&] { return at::name(*a, *b); }); }
#define BINARY_NUMBER(name) \
    EXPORT Handle mt_##name##_number(Handle a, Number b) { return make([&] { return at::name(*a, scalar(b)); }); }
#define BINARY_INPLACE(name) \
    EXPORT int32_t mt_##name##_(Handle a, Handle b) { return act([&] { a->name##_(*b); }); }
#define BINARY_NUMBER_INPLACE(name) \
    EXPORT int32_t mt_##name##_number_(Handle a, Number b) { return act([&] { a->name##_(scalar(b)); }); }

UNARY(abs) UNARY(neg) UNARY(exp) UNARY(log) UNARY(log1p) UNARY(sqrt) UNARY(rsqrt) UNARY(square) UNARY(reciprocal)
UNARY(sigmoid) UNARY(tanh) UNARY(relu) UNARY(floor) UNARY(ceil) UNARY(round) UNARY(sign) UNARY(sin) UNARY(cos)
UNARY(isnan) UNARY(isinf) UNARY(isfinite) UNARY(logical_not) UNARY(bitwise_not) UNARY(log_sigmoid)
UNARY(all) UNARY(any) UNARY(max) UNARY(min) UNARY(argmax) UNARY(argmin) UNARY(nonzero) UNARY(t) UNARY(clone) UNARY(detach)
EXPORT Handle mt_contiguous(Handle t) { return make([&] { return t->contiguous(); }); }

UNARY_INPLACE(abs) UNARY_INPLACE(neg) UNARY_INPLACE(exp) UNARY_INPLACE(log) UNARY_INPLACE(sqrt) UNARY_INPLACE(reciprocal)
UNARY_INPLACE(sigmoid) UNARY_INPLACE(tanh) UNARY_INPLACE(relu) UNARY_INPLACE(zero) UNARY_INPLACE(detach)

BINARY(mul) BINARY(div) BINARY(eq) BINARY(ne) BINARY(lt) BINARY(le) BINARY(gt) BINARY(ge) BINARY(pow) BINARY(remainder)
BINARY(maximum) BINARY(minimum) BINARY(logical_and) BINARY(logical_or) BINARY(bitwise_and) BINARY(bitwise_or)
BINARY(bitwise_xor) BINARY(mm) BINARY(bmm) BINARY(mv) BINARY(matmul) BINARY(dot) BINARY(outer) BINARY(masked_select)
BINARY_NUMBER(mul) BINARY_NUMBER(div) BINARY_NUMBER(eq) BINARY_NUMBER(ne) BINARY_NUMBER(lt) BINARY_NUMBER(le)
BINARY_NUMBER(gt) BINARY_NUMBER(ge) BINARY_NUMBER(pow) BINARY_NUMBER(remainder)
BINARY_INPLACE(mul) BINARY_INPLACE(div) BINARY_INPLACE(pow)
BINARY_NUMBER_INPLACE(mul) BINARY_NUMBER_INPLACE(div) BINARY_NUMBER_INPLACE(pow) BINARY_NUMBER_INPLACE(fill)

EXPORT Handle mt_add(Handle a, Handle b, Number alpha) { return make([&] { return at::add(*a, *b, scalar(alpha)); }); }
EXPORT Handle mt_sub(Handle a, Handle b, Number alpha) { return make([&] { return at::sub(*a, *b, scalar(alpha)); }); }
EXPORT Handle mt_add_number(Handle a, Number b, Number alpha) { return make([&] { return at::add(*a, scalar(b), scalar(alpha)); }); }
EXPORT Handle mt_rsub_number(Handle a, Number b) { return make([&] { return at::rsub(*a, scalar(b)); }); }
EXPORT Handle mt_rdiv_number(Handle a, Number b) { return make([&] { return at::mul(at::reciprocal(*a), scalar(b)); }); }
EXPORT int32_t mt_add_(Handle a, Handle b, Number alpha) { return act([&] { a->add_(*b, scalar(alpha)); }); }
EXPORT int32_t mt_sub_(Handle a, Handle b, Number alpha) { return act([&] { a->sub_(*b, scalar(alpha)); }); }
EXPORT int32_t mt_add_number_(Handle a, Number b, Number alpha) { return act([&] { a->add_(scalar(b), scalar(alpha)); }); }

EXPORT Handle mt_lerp(Handle a, Handle end, Handle weight) { return make([&] { return at::lerp(*a, *end, *weight); }); }
EXPORT int32_t mt_lerp_(Handle a, Handle end, Handle weight) { return act([&] { a->lerp_(*end, *weight); }); }
EXPORT Handle mt_addmm(Handle a, Handle b, Handle c, double beta, double alpha) {
    return make([&] { return at::addmm(*a, *b, *c, beta, alpha); });
}
EXPORT int32_t mt_addmm_(Handle a, Handle b, Handle c, double beta, double alpha) {
    return act([&] { a->addmm_(*b, *c, beta, alpha); });
}
EXPORT Handle mt_addcmul(Handle a, Handle b, Handle c, Number v) { return make([&] { return at::addcmul(*a, *b, *c, scalar(v)); }); }
EXPORT Handle mt_addcdiv(Handle a, Handle b, Handle c, Number v) { return make([&] { return at::addcdiv(*a, *b, *c, scalar(v)); }); }
EXPORT int32_t mt_addcmul_(Handle a, Handle b, Handle c, Number v) { return act([&] { a->addcmul_(*b, *c, scalar(v)); }); }
EXPORT int32_t mt_addcdiv_(Handle a, Handle b, Handle c, Number v) { return act([&] { a->addcdiv_(*b, *c, scalar(v)); }); }
EXPORT Handle mt_clamp(Handle a, Number low, Number high) {
    return make([&] { return at::clamp(*a, optional_scalar(low), optional_scalar(high)); });
}
EXPORT int32_t mt_clamp_(Handle a, Number low, Number high) {
    return act([&] { a->clamp_(optional_scalar(low), optional_scalar(high)); });
}
EXPORT int32_t mt_copy_(Handle a, Handle source, int32_t non_blocking) { return act([&] { a->copy_(*source, non_blocking != 0); }); }

EXPORT Handle mt_where(Handle condition, Handle a, Handle b) { return make([&] { return at::where(*condition, *a, *b); }); }
EXPORT Handle mt_masked_fill(Handle a, Handle mask, Number v) { return make([&] { return a->masked_fill(*mask, scalar(v)); }); }
EXPORT int32_t mt_masked_fill_(Handle a, Handle mask, Number v) { return act([&] { a->masked_fill_(*mask, scalar(v)); }); }

// Shape

EXPORT Handle mt_view(Handle a, const int64_t* s, int32_t n) { return make([&] { return a->view(sizes(s, n)); }); }
EXPORT Handle mt_reshape(Handle a, const int64_t* s, int32_t n) { return make([&] { return a->reshape(sizes(s, n)); }); }
EXPORT Handle mt_expand(Handle a, const int64_t* s, int32_t n, int32_t implicit) {
    return make([&] { return a->expand(sizes(s, n), implicit != 0); });
}
EXPORT Handle mt_permute(Handle a, const int64_t* s, int32_t n) { return make([&] { return a->permute(sizes(s, n)); }); }
EXPORT Handle mt_repeat(Handle a, const int64_t* s, int32_t n) { return make([&] { return a->repeat(sizes(s, n)); }); }
EXPORT Handle mt_flip(Handle a, const int64_t* s, int32_t n) { return make([&] { return a->flip(sizes(s, n)); }); }
EXPORT Handle mt_transpose(Handle a, int64_t x, int64_t y) { return make([&] { return a->transpose(x, y); }); }
EXPORT Handle mt_flatten(Handle a, int64_t x, int64_t y) { return make([&] { return a->flatten(x, y); }); }
EXPORT Handle mt_squeeze(Handle a) { return make([&] { return a->squeeze(); }); }
EXPORT Handle mt_squeeze_dim(Handle a, int64_t d) { return make([&] { return a->squeeze(d); }); }
EXPORT Handle mt_unsqueeze(Handle a, int64_t d) { return make([&] { return a->unsqueeze(d); }); }
EXPORT Handle mt_narrow(Handle a, int64_t d, int64_t start, int64_t length) { return make([&] { return a->narrow(d, start, length); }); }
EXPORT Handle mt_slice(Handle a, int64_t d, int64_t start, int64_t stop, int64_t step) {
    return make([&] { return a->slice(d, start, stop, step); });
}
EXPORT Handle mt_select(Handle a, int64_t d, int64_t i) { return make([&] { return a->select(d, i); }); }
EXPORT Handle mt_index_select(Handle a, int64_t d, Handle i) { return make([&] { return a->index_select(d, *i); }); }
EXPORT Handle mt_gather(Handle a, int64_t d, Handle i) { return make([&] { return a->gather(d, *i); }); }
EXPORT Handle mt_scatter(Handle a, int64_t d, Handle i, Handle src) { return make([&] { return a->scatter(d, *i, *src); }); }
EXPORT int32_t mt_index_add_(Handle a, int64_t d, Handle i, Handle src, Number alpha) {
    return act([&] { a->index_add_(d, *i, *src, scalar(alpha)); });
}
EXPORT Handle mt_cat(const Handle* list, int32_t n, int64_t d) { return make([&] { return at::cat(tensor_list(list, n), d); }); }
EXPORT Handle mt_stack(const Handle* list, int32_t n, int64_t d) { return make([&] { return at::stack(tensor_list(list, n), d); }); }

// The caller asks for the number of pieces first: out may be null.
static int32_t pieces(const std::vector<at::Tensor>& list, Handle* out) {
    if (out)
        hand_over(list, out);
    return static_cast<int32_t>(list.size());
}
EXPORT int32_t mt_chunk(Handle a, int64_t chunks, int64_t d, Handle* out, int32_t* n) {
    return act([&] { *n = pieces(a->chunk(chunks, d), out); });
}
EXPORT int32_t mt_split(Handle a, int64_t size, int64_t d, Handle* out, int32_t* n) {
    return act([&] { *n = pieces(a->split(size, d), out); });
}
EXPORT int32_t mt_split_sizes(Handle a, const int64_t* s, int32_t count, int64_t d, Handle* out, int32_t* n) {
    return act([&] { *n = pieces(a->split_with_sizes(sizes(s, count), d), out); });
}
EXPORT int32_t mt_unbind(Handle a, int64_t d, Handle* out, int32_t* n) {
    return act([&] { *n = pieces(a->unbind(d), out); });
}

// Indexing by tensors; a null entry stands for a whole dimension.
static c10::List<Optional<at::Tensor>> index_list(const Handle* list, int32_t n) {
    c10::List<Optional<at::Tensor>> indices;
    for (int32_t i = 0; i < n; i++)
        indices.push_back(list[i] ? Optional<at::Tensor>(*list[i]) : Optional<at::Tensor>());
    return indices;
}
EXPORT Handle mt_index(Handle a, const Handle* list, int32_t n) { return make([&] { return at::index(*a, index_list(list, n)); }); }
EXPORT int32_t mt_index_put_(Handle a, const Handle* list, int32_t n, Handle value, int32_t accumulate) {
    return act([&] { at::index_put_(*a, index_list(list, n), *value, accumulate != 0); });
}

// Reductions

EXPORT Handle mt_sum(Handle a, int32_t dtype) { return make([&] { return at::sum(*a, optional_dtype(dtype)); }); }
EXPORT Handle mt_sum_dims(Handle a, const int64_t* s, int32_t n, int32_t keep, int32_t dtype) {
    return make([&] { return at::sum(*a, sizes(s, n), keep != 0, optional_dtype(dtype)); });
}
EXPORT Handle mt_mean(Handle a) { return make([&] { return at::mean(*a); }); }
EXPORT Handle mt_mean_dims(Handle a, const int64_t* s, int32_t n, int32_t keep, int32_t dtype) {
    return make([&] { return at::mean(*a, sizes(s, n), keep != 0, optional_dtype(dtype)); });
}
EXPORT Handle mt_amax(Handle a, const int64_t* s, int32_t n, int32_t keep) { return make([&] { return at::amax(*a, sizes(s, n), keep != 0); }); }
EXPORT Handle mt_amin(Handle a, const int64_t* s, int32_t n, int32_t keep) { return make([&] { return at::amin(*a, sizes(s, n), keep != 0); }); }
EXPORT Handle mt_argmax_dim(Handle a, int64_t d, int32_t keep) { return make([&] { return at::argmax(*a, d, keep != 0); }); }
EXPORT Handle mt_argmin_dim(Handle a, int64_t d, int32_t keep) { return make([&] { return at::argmin(*a, d, keep != 0); }); }
EXPORT Handle mt_all_dim(Handle a, int64_t d, int32_t keep) { return make([&] { return at::all(*a, d, keep != 0); }); }
EXPORT Handle mt_any_dim(Handle a, int64_t d, int32_t keep) { return make([&] { return at::any(*a, d, keep != 0); }); }
EXPORT Handle mt_cumsum(Handle a, int64_t d, int32_t dtype) { return make([&] { return at::cumsum(*a, d, optional_dtype(dtype)); }); }
EXPORT Handle mt_logsumexp(Handle a, int64_t d, int32_t keep) { return make([&] { return at::logsumexp(*a, d, keep != 0); }); }
EXPORT Handle mt_norm(Handle a, double p) { return make([&] { return at::norm(*a, p); }); }
EXPORT Handle mt_norm_dim(Handle a, int64_t d, int32_t keep, double p) { return make([&] { return at::norm(*a, p, {d}, keep != 0); }); }
EXPORT Handle mt_var(Handle a, int32_t unbiased) { return make([&] { return at::var(*a, unbiased != 0); }); }
EXPORT Handle mt_std(Handle a, int32_t unbiased) { return make([&] { return at::std(*a, unbiased != 0); }); }
EXPORT Handle mt_softmax(Handle a, int64_t d, int32_t dtype) { return make([&] { return at::softmax(*a, d, optional_dtype(dtype)); }); }
EXPORT Handle mt_log_softmax(Handle a, int64_t d, int32_t dtype) {
    return make([&] { return at::log_softmax(*a, d, optional_dtype(dtype)); });
}

static void pair(const std::tuple<at::Tensor, at::Tensor>& result, Handle* out) {
    out[0] = new at::Tensor(std::get<0>(result));
    out[1] = new at::Tensor(std::get<1>(result));
}
EXPORT int32_t mt_max_dim(Handle a, int64_t d, int32_t keep, Handle* out) { return act([&] { pair(at::max(*a, d, keep != 0), out); }); }
EXPORT int32_t mt_min_dim(Handle a, int64_t d, int32_t keep, Handle* out) { return act([&] { pair(at::min(*a, d, keep != 0), out); }); }
EXPORT int32_t mt_topk(Handle a, int64_t k, int64_t d, int32_t largest, int32_t sorted, Handle* out) {
    return act([&] { pair(at::topk(*a, k, d, largest != 0, sorted != 0), out); });
}
EXPORT int32_t mt_sort(Handle a, int64_t d, int32_t descending, int32_t stable, Handle* out) {
    return act([&] { pair(at::sort(*a, stable != 0, d, descending != 0), out); });
}
