// The functional layers: affine maps, look-ups, normalisation, dropout and losses.
#pragma once

EXPORT Handle mt_linear(Handle x, Handle w, Handle bias) {
    return make([&] { return bias ? at::linear(*x, *w, *bias) : at::linear(*x, *w); });
}
EXPORT Handle mt_embedding(Handle weight, Handle ids, int64_t padding, int32_t scale_by_frequency, int32_t sparse) {
    return make([&] { return at::embedding(*weight, *ids, padding, scale_by_frequency != 0, sparse != 0); });
}
EXPORT Handle mt_dropout(Handle x, double p, int32_t training) { return make([&] { return at::dropout(*x, p, training != 0); }); }
EXPORT int32_t mt_dropout_(Handle x, double p, int32_t training) { return act([&] { at::dropout_(*x, p, training != 0); }); }
EXPORT Handle mt_batch_norm(Handle x, Handle mean, Handle variance, Handle w, Handle b, int32_t training, double momentum, double eps) {
    return make([&] {
        return at::batch_norm(*x, optional_tensor(w), optional_tensor(b), optional_tensor(mean), optional_tensor(variance),
                              training != 0, momentum, eps, false);
    });
}
EXPORT Handle mt_layer_norm(Handle x, const int64_t* s, int32_t n, Handle w, Handle b, double eps) {
    return make([&] { return at::layer_norm(*x, sizes(s, n), optional_tensor(w), optional_tensor(b), eps); });
}
EXPORT Handle mt_cross_entropy(Handle x, Handle target, Handle weight, int64_t reduction, int64_t ignore, double smoothing) {
    return make([&] { return at::cross_entropy_loss(*x, *target, optional_tensor(weight), reduction, ignore, smoothing); });
}
EXPORT Handle mt_nll_loss(Handle x, Handle target, Handle weight, int64_t reduction, int64_t ignore) {
    return make([&] { return at::nll_loss_nd(*x, *target, optional_tensor(weight), reduction, ignore); });
}
EXPORT Handle mt_mse_loss(Handle x, Handle target, int64_t reduction) { return make([&] { return at::mse_loss(*x, *target, reduction); }); }
