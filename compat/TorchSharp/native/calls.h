// The rules every export keeps: a tensor is a pointer to a heap-allocated at::Tensor owned by the caller, no C++ exception
// leaves an export, and a failed export leaves its message to mt_last_error on the same thread.
#pragma once

#define EXPORT extern "C" __attribute__((visibility("default")))

using Handle = at::Tensor*;

// libtorch moved from an optional of its own to the standard one.
#if __has_include(<c10/util/Optional.h>)
template <class T>
using Optional = c10::optional<T>;
#else
template <class T>
using Optional = std::optional<T>;
#endif

// A number handed over by value: kind 0 is floating point, 1 an integer, 2 a truth value, -1 is "none".
struct Number {
    double real;
    int64_t integer;
    int64_t kind;
};

static thread_local std::string last_error;

static void remember_error() noexcept {
    try {
        try {
            throw;
        } catch (const c10::Error& e) {
            last_error = e.what_without_backtrace();
        } catch (const std::exception& e) {
            last_error = e.what();
        } catch (...) {
            last_error = "unknown native error";
        }
    } catch (...) {
    }
}

// Runs an expression that makes a tensor; null when it failed.
template <class Body>
static Handle make(Body body) noexcept {
    try {
        return new at::Tensor(body());
    } catch (...) {
        remember_error();
        return nullptr;
    }
}

// Runs an action; 0 when it succeeded, 1 when it failed.
template <class Body>
static int32_t act(Body body) noexcept {
    try {
        body();
        return 0;
    } catch (...) {
        remember_error();
        return 1;
    }
}

static at::Scalar scalar(Number n) {
    return n.kind == 0 ? at::Scalar(n.real) : n.kind == 1 ? at::Scalar(n.integer) : at::Scalar(n.integer != 0);
}

static Optional<at::Scalar> optional_scalar(Number n) {
    return n.kind < 0 ? Optional<at::Scalar>() : Optional<at::Scalar>(scalar(n));
}

static at::IntArrayRef sizes(const int64_t* values, int32_t count) {
    return at::IntArrayRef(values, static_cast<size_t>(count));
}

// A dtype of -1 stands for "as it is".
static Optional<at::ScalarType> optional_dtype(int32_t dtype) {
    return dtype < 0 ? Optional<at::ScalarType>() : Optional<at::ScalarType>(static_cast<at::ScalarType>(dtype));
}

static at::Device device_of(int32_t type, int32_t index) {
    return at::Device(static_cast<c10::DeviceType>(type), static_cast<c10::DeviceIndex>(index));
}

static at::TensorOptions options(int32_t dtype, int32_t device_type, int32_t device_index) {
    return at::TensorOptions().dtype(static_cast<at::ScalarType>(dtype)).device(device_of(device_type, device_index));
}

static at::Tensor optional_tensor(Handle t) { return t ? *t : at::Tensor(); }

static std::vector<at::Tensor> tensor_list(const Handle* tensors, int32_t count) {
    std::vector<at::Tensor> list;
    list.reserve(count);
    for (int32_t i = 0; i < count; i++)
        list.push_back(*tensors[i]);
    return list;
}

// Hands a list of tensors to the caller's array, which must have room for all of them.
static void hand_over(const std::vector<at::Tensor>& list, Handle* out) {
    for (size_t i = 0; i < list.size(); i++)
        out[i] = new at::Tensor(list[i]);
}

EXPORT const char* mt_last_error() { return last_error.c_str(); }
