// Threads, devices, gradient mode and version.
#pragma once

#include <c10/core/GradMode.h>
#include <c10/core/InferenceMode.h>

EXPORT const char* mt_version() { return TORCH_VERSION; }

EXPORT int32_t mt_set_num_threads(int32_t n) { return act([&] { at::set_num_threads(n); }); }
EXPORT int32_t mt_get_num_threads() { return at::get_num_threads(); }

EXPORT int32_t mt_grad_enabled() { return at::GradMode::is_enabled(); }
EXPORT void mt_set_grad_enabled(int32_t on) { at::GradMode::set_enabled(on != 0); }

EXPORT void* mt_inference_begin(int32_t on) { return new c10::InferenceMode(on != 0); }
EXPORT void mt_inference_end(void* guard) { delete static_cast<c10::InferenceMode*>(guard); }
EXPORT int32_t mt_inference_enabled() { return c10::InferenceMode::is_enabled(); }

EXPORT int32_t mt_cuda_is_available() { return at::hasCUDA(); }
EXPORT int32_t mt_cuda_device_count() { return at::hasCUDA() ? static_cast<int32_t>(at::getNumGPUs()) : 0; }
EXPORT int32_t mt_allow_tf32() { return at::globalContext().allowTF32CuBLAS(); }
EXPORT void mt_set_allow_tf32(int32_t on) { at::globalContext().setAllowTF32CuBLAS(on != 0); }
