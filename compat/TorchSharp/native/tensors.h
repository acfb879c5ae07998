// What a tensor is (shape, type, place, memory, gradient state) and how it is released.
#pragma once

EXPORT void mt_dispose(Handle t) { delete t; }
EXPORT Handle mt_alias(Handle t) { return make([&] { return t->alias(); }); }
EXPORT Handle mt_share(Handle t) { return make([&] { return *t; }); }

EXPORT int64_t mt_ndim(Handle t) { return t->dim(); }
EXPORT int64_t mt_numel(Handle t) { return t->numel(); }
EXPORT int64_t mt_storage_offset(Handle t) { return t->storage_offset(); }
EXPORT int32_t mt_dtype(Handle t) { return static_cast<int32_t>(t->scalar_type()); }
EXPORT int32_t mt_device_type(Handle t) { return static_cast<int32_t>(t->device().type()); }
EXPORT int32_t mt_device_index(Handle t) { return t->device().index(); }
EXPORT int32_t mt_is_contiguous(Handle t) { return t->is_contiguous(); }
EXPORT int32_t mt_is_leaf(Handle t) { return t->is_leaf(); }
EXPORT int32_t mt_requires_grad(Handle t) { return t->requires_grad(); }
EXPORT void* mt_data_ptr(Handle t) { return t->data_ptr(); }
EXPORT void* mt_storage_ptr(Handle t) { return t->storage().data_ptr().get(); }

EXPORT void mt_shape(Handle t, int64_t* out) {
    auto shape = t->sizes();
    std::copy(shape.begin(), shape.end(), out);
}
EXPORT void mt_strides(Handle t, int64_t* out) {
    auto strides = t->strides();
    std::copy(strides.begin(), strides.end(), out);
}

EXPORT int32_t mt_set_requires_grad(Handle t, int32_t value) {
    return act([&] { t->set_requires_grad(value != 0); });
}
EXPORT int32_t mt_retain_grad(Handle t) {
    return act([&] { t->retain_grad(); });
}

// An undefined gradient is handed out as null without an error.
EXPORT int32_t mt_grad(Handle t, Handle* out) {
    return act([&] { *out = t->grad().defined() ? new at::Tensor(t->grad()) : nullptr; });
}
EXPORT int32_t mt_set_grad(Handle t, Handle grad) {
    return act([&] {
        auto value = optional_tensor(grad);
        if (value.defined()) {
            TORCH_CHECK(value.sizes() == t->sizes(), "assigned grad has data of a different size");
            TORCH_CHECK(value.scalar_type() == t->scalar_type(), "assigned grad has data of a different type");
        }
        t->mutable_grad() = value;
    });
}
EXPORT int32_t mt_backward(Handle t, Handle gradient, int32_t retain_graph, int32_t create_graph) {
    return act([&] {
        torch::autograd::backward({*t}, {optional_tensor(gradient)}, retain_graph != 0, create_graph != 0);
    });
}

// A leaf with the same memory: what a parameter is made of.
EXPORT Handle mt_leaf(Handle t, int32_t requires_grad) {
    return make([&] {
        auto leaf = t->variable_data();
        leaf.set_requires_grad(requires_grad != 0);
        return leaf;
    });
}

EXPORT Handle mt_to(Handle t, int32_t dtype, int32_t dev, int32_t index, int32_t non_blocking, int32_t copy) {
    return make([&] {
        auto type = dtype < 0 ? t->scalar_type() : static_cast<at::ScalarType>(dtype);
        auto place = dev < 0 ? t->device() : device_of(dev, index);
        return t->to(place, type, non_blocking != 0, copy != 0);
    });
}

EXPORT int32_t mt_item(Handle t, Number* out) {
    return act([&] {
        auto value = t->item();
        if (value.isFloatingPoint())
            *out = {value.toDouble(), 0, 0};
        else if (value.isBoolean())
            *out = {0, value.toBool(), 2};
        else
            *out = {0, value.toLong(), 1};
    });
}
EXPORT int32_t mt_equal(Handle a, Handle b, int32_t* out) {
    return act([&] { *out = at::equal(*a, *b); });
}
EXPORT int32_t mt_allclose(Handle a, Handle b, double rtol, double atol, int32_t equal_nan, int32_t* out) {
    return act([&] { *out = at::allclose(*a, *b, rtol, atol, equal_nan != 0); });
}
