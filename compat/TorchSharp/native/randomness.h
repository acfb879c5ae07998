// Random numbers and the state they come from. A null generator is the default one of the tensor's device.
#pragma once

#include <ATen/CPUGeneratorImpl.h>

using Source = at::Generator*;

static Optional<at::Generator> optional_source(Source g) {
    return g ? Optional<at::Generator>(*g) : Optional<at::Generator>();
}

EXPORT Handle mt_rand(const int64_t* s, int32_t n, int32_t dtype, int32_t dev, int32_t index, Source g) {
    return make([&] { return at::rand(sizes(s, n), optional_source(g), options(dtype, dev, index)); });
}
EXPORT Handle mt_randn(const int64_t* s, int32_t n, int32_t dtype, int32_t dev, int32_t index, Source g) {
    return make([&] { return at::randn(sizes(s, n), optional_source(g), options(dtype, dev, index)); });
}
EXPORT Handle mt_randint(int64_t low, int64_t high, const int64_t* s, int32_t n, int32_t dtype, int32_t dev, int32_t index, Source g) {
    return make([&] { return at::randint(low, high, sizes(s, n), optional_source(g), options(dtype, dev, index)); });
}
EXPORT Handle mt_randperm(int64_t count, int32_t dtype, int32_t dev, int32_t index, Source g) {
    return make([&] { return at::randperm(count, optional_source(g), options(dtype, dev, index)); });
}
EXPORT Handle mt_bernoulli(Handle p, Source g) { return make([&] { return at::bernoulli(*p, optional_source(g)); }); }
EXPORT int32_t mt_bernoulli_(Handle t, double p, Source g) { return act([&] { t->bernoulli_(p, optional_source(g)); }); }
EXPORT int32_t mt_bernoulli_tensor_(Handle t, Handle p, Source g) { return act([&] { t->bernoulli_(*p, optional_source(g)); }); }
EXPORT int32_t mt_normal_(Handle t, double mean, double std, Source g) { return act([&] { t->normal_(mean, std, optional_source(g)); }); }
EXPORT int32_t mt_uniform_(Handle t, double low, double high, Source g) { return act([&] { t->uniform_(low, high, optional_source(g)); }); }
EXPORT Handle mt_multinomial(Handle t, int64_t n, int32_t replacement, Source g) {
    return make([&] { return at::multinomial(*t, n, replacement != 0, optional_source(g)); });
}

EXPORT int32_t mt_manual_seed(int64_t seed) { return act([&] { at::manual_seed(static_cast<uint64_t>(seed)); }); }

EXPORT Source mt_generator_default() {
    try {
        return new at::Generator(at::globalContext().defaultGenerator(at::kCPU));
    } catch (...) {
        remember_error();
        return nullptr;
    }
}
EXPORT Source mt_generator_new(uint64_t seed) {
    try {
        return new at::Generator(at::make_generator<at::CPUGeneratorImpl>(seed));
    } catch (...) {
        remember_error();
        return nullptr;
    }
}
EXPORT void mt_generator_dispose(Source g) { delete g; }
EXPORT int64_t mt_generator_initial_seed(Source g) { return static_cast<int64_t>(g->current_seed()); }
EXPORT int32_t mt_generator_manual_seed(Source g, int64_t seed) {
    return act([&] {
        std::lock_guard<std::mutex> lock(g->mutex());
        g->set_current_seed(static_cast<uint64_t>(seed));
    });
}
EXPORT int64_t mt_generator_seed(Source g) {
    std::lock_guard<std::mutex> lock(g->mutex());
    return static_cast<int64_t>(g->seed());
}
EXPORT Handle mt_generator_state(Source g) {
    return make([&] {
        std::lock_guard<std::mutex> lock(g->mutex());
        return g->get_state();
    });
}
EXPORT int32_t mt_generator_set_state(Source g, Handle state) {
    return act([&] {
        std::lock_guard<std::mutex> lock(g->mutex());
        g->set_state(*state);
    });
}
