// Not annotated for null, as in the real library.
#nullable disable

using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Functions with a derivative of their own.</summary>
    public static partial class autograd
    {
        public abstract class Function<T>
            where T : Function<T>, new()
        {
            private static readonly T s_instance = new();

            public abstract string Name { get; }

            public static unsafe List<Tensor> apply_internal(params object[] vars)
            {
                var isTensor = Array.ConvertAll(vars, v => v is Tensor { IsInvalid: false });
                var inputs = vars.OfType<Tensor>().Where(t => !t.IsInvalid).ToArray();
                var context = new AutogradContext();
                var call = new FunctionCall(s_instance.Name, isTensor, gradients => s_instance.backward_internal(context, gradients), () => context.Node = IntPtr.Zero);
                var (owner, node) = call.Begin(inputs);
                context.Node = node;
                try
                {
                    List<Tensor> outputs;
                    using (no_grad())
                        outputs = s_instance.forward_internal(context, vars);
                    var results = Finish(context, inputs, outputs);
                    if (node != IntPtr.Zero)
                        context.Save();
                    return results;
                }
                finally
                {
                    if (owner != IntPtr.Zero)
                        Shim.mt_function_end(owner);
                }
            }

            internal abstract List<Tensor> forward_internal(AutogradContext ctx, params object[] vars);

            internal abstract List<Tensor> backward_internal(AutogradContext ctx, List<Tensor> grad_outputs);

            private static unsafe List<Tensor> Finish(AutogradContext context, Tensor[] inputs, List<Tensor> outputs)
            {
                var inputHandles = Tensor.Handles(inputs);
                var outputHandles = Tensor.Handles(outputs);
                var flags = outputs.ConvertAll(context.Flags).ToArray();
                var results = new IntPtr[outputs.Count];
                fixed (IntPtr* i = inputHandles, o = outputHandles, r = results)
                fixed (int* f = flags)
                    Shim.Check(Shim.mt_function_finish(context.Node, i, inputs.Length, o, f, results.Length, context.MaterializeGrads ? 1 : 0, r));
                GC.KeepAlive(inputs);
                return [.. results.Select((handle, n) => handle == IntPtr.Zero ? outputs[n] : new Tensor(handle))];
            }
        }

        /// <summary>A function of one result.</summary>
        public abstract class SingleTensorFunction<T> : Function<T>
            where T : SingleTensorFunction<T>, new()
        {
            public static Tensor apply(params object[] vars) => apply_internal(vars)[0];

            public abstract Tensor forward(AutogradContext ctx, params object[] vars);

            public abstract List<Tensor> backward(AutogradContext ctx, Tensor grad_output);

            internal sealed override List<Tensor> forward_internal(AutogradContext ctx, params object[] vars) => [forward(ctx, vars)];

            internal sealed override List<Tensor> backward_internal(AutogradContext ctx, List<Tensor> grad_outputs) => backward(ctx, grad_outputs[0]);
        }

        /// <summary>A function of several results.</summary>
        public abstract class MultiTensorFunction<T> : Function<T>
            where T : MultiTensorFunction<T>, new()
        {
            public static List<Tensor> apply(params object[] vars) => apply_internal(vars);

            public abstract List<Tensor> forward(AutogradContext ctx, params object[] vars);

            public abstract List<Tensor> backward(AutogradContext ctx, List<Tensor> grad_outputs);

            internal sealed override List<Tensor> forward_internal(AutogradContext ctx, params object[] vars) => forward(ctx, vars);

            internal sealed override List<Tensor> backward_internal(AutogradContext ctx, List<Tensor> grad_outputs) => backward(ctx, grad_outputs);
        }
    }
}
