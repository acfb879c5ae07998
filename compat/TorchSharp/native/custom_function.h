// Differentiable functions whose backward pass lives on the managed side.
#pragma once

// Computes the gradients of one call. `gradients` and `results` are arrays of tensors, null where undefined; the callee owns
// every entry of `gradients` and the caller every entry of `results`. Returns 0, or 1 after mt_set_callback_error.
using BackwardCallback = int32_t (*)(void* state, const Handle* gradients, int32_t count, Handle* results, int32_t result_count);
using ReleaseCallback = void (*)(void* state);

static thread_local std::string callback_error;

EXPORT void mt_set_callback_error(const char* message) { callback_error = message; }

struct ManagedFunction : torch::autograd::Node {
    void* state;
    BackwardCallback compute;
    ReleaseCallback release;
    int32_t result_count;
    bool materialize = true;
    std::vector<torch::autograd::SavedVariable> saved;

    ManagedFunction(void* s, BackwardCallback c, ReleaseCallback r, int32_t n) : state(s), compute(c), release(r), result_count(n) {}
    ~ManagedFunction() override { release(state); }

    std::string name() const override { return "ManagedFunction"; }
    void release_variables() override { saved.clear(); }

    torch::autograd::variable_list apply(torch::autograd::variable_list&& gradients) override {
        std::vector<Handle> given, results(result_count, nullptr);
        for (size_t i = 0; i < gradients.size(); i++) {
            auto g = gradients[i].defined() || !materialize ? gradients[i] : input_metadata(i).zeros_like();
            given.push_back(g.defined() ? new at::Tensor(g) : nullptr);
        }
        auto status = compute(state, given.data(), static_cast<int32_t>(given.size()), results.data(), result_count);
        torch::autograd::variable_list list;
        for (auto r : results) {
            list.push_back(r ? *r : at::Tensor());
            delete r;
        }
        if (status != 0)
            throw std::runtime_error(callback_error);
        return list;
    }
};

// Keeps a node alive while the forward pass runs; afterwards only the graph does.
using FunctionOwner = std::shared_ptr<ManagedFunction>*;

// A node over the inputs that need a gradient. Both results are null without an error where none does or gradients are off, and
// then `state` stays with the caller.
EXPORT int32_t mt_function_begin(const Handle* inputs, int32_t n, void* state, BackwardCallback compute, ReleaseCallback release,
                                 FunctionOwner* owner, ManagedFunction** node) {
    return act([&] {
        *owner = nullptr;
        *node = nullptr;
        auto list = tensor_list(inputs, n);
        if (!at::GradMode::is_enabled() || !torch::autograd::compute_requires_grad(list))
            return;
        auto edges = torch::autograd::collect_next_edges(list);
        std::shared_ptr<ManagedFunction> made(new ManagedFunction(state, compute, release, n), torch::autograd::deleteNode);
        made->set_next_edges(std::move(edges));
        *node = made.get();
        *owner = new std::shared_ptr<ManagedFunction>(std::move(made));
    });
}

EXPORT void mt_function_end(FunctionOwner owner) { delete owner; }

// Makes the outputs of the forward pass results of the node, or plain tensors where the node is null. Of an output's flags, bit 0
// stands for "not differentiable" and bit 1 for "an input, changed in place". A result is null where the output serves as it is.
EXPORT int32_t mt_function_finish(ManagedFunction* node, const Handle* inputs, int32_t input_count, const Handle* outputs,
                                  const int32_t* flags, int32_t n, int32_t materialize, Handle* results) {
    return act([&] {
        auto shared = node ? node->shared_from_this() : nullptr;
        if (node)
            node->materialize = materialize != 0;
        for (int32_t i = 0; i < n; i++) {
            auto output = *outputs[i];
            bool is_input = std::any_of(inputs, inputs + input_count, [&](Handle h) { return h->is_same(output); });
            if (flags[i] & 2) {
                TORCH_CHECK(is_input, "a tensor marked as dirty must be an input of the function");
                TORCH_CHECK(!output.is_leaf() || !output.requires_grad(), "a leaf that requires grad was changed in place");
                if (node) {
                    auto index = node->add_input_metadata(output);
                    torch::autograd::impl::rebase_history(output, {shared, index});
                }
            } else if (!node || flags[i] & 1) {
                output = output.requires_grad() ? output.detach() : output;
                if (node)
                    node->add_input_metadata(output);
            } else {
                output = is_input || output.is_view() || output.requires_grad() ? output.variable_data() : output;
                torch::autograd::set_history(output, shared);
            }
            results[i] = output.is_same(*outputs[i]) ? nullptr : new at::Tensor(output);
        }
    });
}

// Keeps tensors for the backward pass. An output of the node is kept without its history, so that it does not keep itself alive.
EXPORT int32_t mt_function_save(ManagedFunction* node, const Handle* tensors, int32_t n) {
    return act([&] {
        for (int32_t i = 0; i < n; i++) {
            auto t = optional_tensor(tensors[i]);
            node->saved.emplace_back(t, t.defined() && t.grad_fn().get() == node);
        }
    });
}
EXPORT int32_t mt_function_saved_count(ManagedFunction* node) { return static_cast<int32_t>(node->saved.size()); }
EXPORT int32_t mt_function_saved(ManagedFunction* node, Handle* out) {
    return act([&] {
        auto shared = node->shared_from_this();
        for (auto& variable : node->saved) {
            auto t = variable.unpack(shared);
            *out++ = t.defined() ? new at::Tensor(t) : nullptr;
        }
    });
}
