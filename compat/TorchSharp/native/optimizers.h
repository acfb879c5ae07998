// One optimizer step for one parameter: a single pass over memory where everything is dense float on the CPU.
#pragma once

struct AdamSettings {
    double rate, beta1, beta2, epsilon, weight_decay;
    int64_t step;
    int32_t decoupled, maximize;
};

static bool dense_float(const at::Tensor& t) {
    return t.device().is_cpu() && t.scalar_type() == at::kFloat && t.is_contiguous();
}

static void adam_dense(float* p, const float* g, float* m, float* v, int64_t n, const AdamSettings& s) {
    const float sign = s.maximize ? -1.f : 1.f;
    const float decay = s.decoupled ? 0.f : static_cast<float>(s.weight_decay);
    const float keep = s.decoupled ? static_cast<float>(1 - s.rate * s.weight_decay) : 1.f;
    const float b1 = static_cast<float>(s.beta1), b2 = static_cast<float>(s.beta2);
    const float one_b1 = static_cast<float>(1 - s.beta1), one_b2 = static_cast<float>(1 - s.beta2);
    const float size = static_cast<float>(s.rate / (1 - std::pow(s.beta1, s.step)));
    const float scale = static_cast<float>(1 / std::sqrt(1 - std::pow(s.beta2, s.step)));
    const float epsilon = static_cast<float>(s.epsilon);
    at::parallel_for(0, n, 1 << 16, [=](int64_t begin, int64_t end) {
        for (int64_t i = begin; i < end; i++) {
            const float weight = p[i] * keep;
            const float gradient = sign * g[i] + decay * weight;
            m[i] = b1 * m[i] + one_b1 * gradient;
            v[i] = b2 * v[i] + one_b2 * gradient * gradient;
            p[i] = weight - size * m[i] / (std::sqrt(v[i]) * scale + epsilon);
        }
    });
}

EXPORT int32_t mt_adam_step(Handle parameter, Handle gradient, Handle mean, Handle square, Handle largest, AdamSettings s) {
    return act([&] {
        auto& p = *parameter;
        if (!largest && dense_float(p) && dense_float(*gradient) && dense_float(*mean) && dense_float(*square)) {
            adam_dense(p.data_ptr<float>(), gradient->data_ptr<float>(), mean->data_ptr<float>(), square->data_ptr<float>(),
                       p.numel(), s);
            torch::autograd::impl::bump_version(p);
            return;
        }
        auto g = s.maximize ? -*gradient : *gradient;
        if (s.decoupled)
            p.mul_(1 - s.rate * s.weight_decay);
        else if (s.weight_decay != 0)
            g = g.add(p, s.weight_decay);
        mean->mul_(s.beta1).add_(g, 1 - s.beta1);
        square->mul_(s.beta2).addcmul_(g, g, 1 - s.beta2);
        if (largest)
            at::maximum_out(*largest, *largest, *square);
        auto root = (largest ? *largest : *square).sqrt().div_(std::sqrt(1 - std::pow(s.beta2, s.step))).add_(s.epsilon);
        p.addcdiv_(*mean, root, -s.rate / (1 - std::pow(s.beta1, s.step)));
    });
}
