// Tensors from nothing: constant, ranged, random and copied from the caller's memory.
#pragma once

EXPORT Handle mt_empty(const int64_t* s, int32_t n, int32_t dtype, int32_t dev, int32_t index) {
    return make([&] { return at::empty(sizes(s, n), options(dtype, dev, index)); });
}
EXPORT Handle mt_full(const int64_t* s, int32_t n, Number value, int32_t dtype, int32_t dev, int32_t index) {
    return make([&] { return at::full(sizes(s, n), scalar(value), options(dtype, dev, index)); });
}
EXPORT Handle mt_arange(Number start, Number stop, Number step, int32_t dtype, int32_t dev, int32_t index) {
    return make([&] { return at::arange(scalar(start), scalar(stop), scalar(step), options(dtype, dev, index)); });
}
EXPORT Handle mt_eye(int64_t rows, int64_t columns, int32_t dtype, int32_t dev, int32_t index) {
    return make([&] { return at::eye(rows, columns, options(dtype, dev, index)); });
}

// The source is dense memory of the given dtype on the CPU; the tensor is a copy of it.
EXPORT Handle mt_from_memory(const void* source, const int64_t* s, int32_t n, int32_t dtype) {
    return make([&] {
        auto result = at::empty(sizes(s, n), static_cast<at::ScalarType>(dtype));
        std::memcpy(result.data_ptr(), source, result.nbytes());
        return result;
    });
}

EXPORT Handle mt_like(Handle t, Number fill, int32_t dtype, int32_t dev, int32_t index) {
    return make([&] {
        auto type = dtype < 0 ? t->scalar_type() : static_cast<at::ScalarType>(dtype);
        auto place = dev < 0 ? t->device() : device_of(dev, index);
        auto as = at::TensorOptions().dtype(type).device(place);
        return fill.kind < 0 ? at::empty_like(*t, as) : at::full_like(*t, scalar(fill), as);
    });
}
