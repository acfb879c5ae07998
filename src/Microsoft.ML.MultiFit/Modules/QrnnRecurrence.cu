// QRNN pooling on a GPU: every lane (row, feature) is a recurrence of its own and has a thread of its own; neighbouring threads read neighbouring
// features. What the arguments mean is said at QrnnRecurrenceKernel. eng/build-ptx.sh makes QrnnRecurrence.ptx of this file.
// Compiled as C++ for a CPU (without __CUDA_ARCH__) it serves tests: then the caller numbers the lanes.

#ifdef __CUDA_ARCH__
#define DEVICE static __attribute__((device)) inline
#define KERNEL extern "C" __attribute__((global)) void
#define LANE_PARAMETER
#define LANE ((long long)__nvvm_read_ptx_sreg_ctaid_x() * __nvvm_read_ptx_sreg_ntid_x() + __nvvm_read_ptx_sreg_tid_x())
DEVICE float exponential(float x) { return __nvvm_ex2_approx_f(x * 1.44269504f); }
#else
#include <cmath>
#define DEVICE static inline
#define KERNEL extern "C" void
#define LANE_PARAMETER , long long LANE
DEVICE float exponential(float x) { return std::exp(x); }
#endif

DEVICE float sigmoid(float x) { return 1.0f / (1.0f + exponential(-x)); }
DEVICE float hyperbolic(float x) { return 2.0f * sigmoid(2.0f * x) - 1.0f; }

KERNEL qrnn_forward(float* gates, float* cells, float* output, const float* mask, const float* zoneout, int batch, int time, int hidden, int gate_count LANE_PARAMETER) {
    long long lane = LANE;
    if (lane >= (long long)batch * hidden)
        return;
    int row = (int)(lane / hidden), feature = (int)(lane % hidden);
    float* cell = cells + (long long)row * (time + 1) * hidden + feature;
    float c = *cell;
    for (int t = 0; t < time; t++) {
        long long step = (long long)row * time + t;
        float* gate = gates + step * gate_count * hidden + feature;
        float z = hyperbolic(gate[0]);
        float f = sigmoid(gate[hidden]);
        float o = gate_count > 2 ? sigmoid(gate[2 * hidden]) : 1.0f;
        float i = gate_count > 3 ? sigmoid(gate[3 * hidden]) : f;
        float update = (mask ? mask[step] : 1.0f) * (zoneout ? zoneout[step * hidden + feature] : 1.0f);
        i *= update;
        // With an input gate the forget gate weighs the old value: where nothing is updated it becomes 1.
        f = gate_count > 3 ? (f - 1.0f) * update + 1.0f : i;
        c = gate_count > 3 ? f * c + i * z : c + f * (z - c);
        gate[0] = z;
        gate[hidden] = f;
        if (gate_count > 2)
            gate[2 * hidden] = o;
        if (gate_count > 3)
            gate[3 * hidden] = i;
        cell += hidden;
        *cell = c;
        output[step * hidden + feature] = o * c;
    }
}

KERNEL qrnn_backward(float* gates, const float* cells, const float* output_gradient, int batch, int time, int hidden, int gate_count LANE_PARAMETER) {
    long long lane = LANE;
    if (lane >= (long long)batch * hidden)
        return;
    int row = (int)(lane / hidden), feature = (int)(lane % hidden);
    const float* cell = cells + ((long long)row * (time + 1) + time) * hidden + feature;
    float c = *cell, carried = 0.0f;
    for (int t = time - 1; t >= 0; t--) {
        long long step = (long long)row * time + t;
        float* gate = gates + step * gate_count * hidden + feature;
        float z = gate[0], f = gate[hidden];
        float o = gate_count > 2 ? gate[2 * hidden] : 1.0f;
        float i = gate_count > 3 ? gate[3 * hidden] : f;
        float gradient = output_gradient[step * hidden + feature];
        cell -= hidden;
        float before = *cell;
        float cell_gradient = carried + gradient * o;
        if (gate_count > 2)
            gate[2 * hidden] = gradient * c * o * (1.0f - o);
        float new_share = cell_gradient * i;
        float old_share = gate_count > 3 ? cell_gradient * f : cell_gradient - new_share;
        gate[0] = new_share * (1.0f - z * z);
        gate[hidden] = gate_count > 3 ? old_share * (1.0f - f) * before : old_share * f * (z - before);
        if (gate_count > 3)
            gate[3 * hidden] = new_share * (1.0f - i) * z;
        carried = old_share;
        c = before;
    }
}
