using System.Runtime.InteropServices;
using System.Text;
using TorchSharp.Interop;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>
/// One application of a custom function: what the native graph keeps until its backward pass has run or the graph is gone.
/// </summary>
internal sealed unsafe class FunctionCall(string name, bool[] isTensor, Func<List<Tensor>, List<Tensor?>> backward, Action released)
{
    /// <summary>Builds the call's node in the graph. Both are zero where no argument needs a gradient.</summary>
    internal (IntPtr Owner, IntPtr Node) Begin(Tensor[] inputs)
    {
        var state = GCHandle.Alloc(this);
        var handles = Tensor.Handles(inputs);
        IntPtr owner = 0, node = 0;
        fixed (IntPtr* p = handles)
        {
            int status = Shim.mt_function_begin(p, handles.Length, GCHandle.ToIntPtr(state), &Backward, &Release, &owner, &node);
            if (node == IntPtr.Zero)
                state.Free();
            Shim.Check(status);
        }
        GC.KeepAlive(inputs);
        return (owner, node);
    }

    [UnmanagedCallersOnly]
    private static void Release(IntPtr state)
    {
        var handle = GCHandle.FromIntPtr(state);
        ((FunctionCall)handle.Target!).Released();
        handle.Free();
    }

    [UnmanagedCallersOnly]
    private static int Backward(IntPtr state, IntPtr* gradients, int count, IntPtr* results, int resultCount)
    {
        try
        {
            ((FunctionCall)GCHandle.FromIntPtr(state).Target!).Run(new ReadOnlySpan<IntPtr>(gradients, count), new Span<IntPtr>(results, resultCount));
            return 0;
        }
        catch (Exception e)
        {
            fixed (byte* message = Encoding.UTF8.GetBytes(e.Message + '\0'))
                Shim.mt_set_callback_error((IntPtr)message);
            return 1;
        }
    }

    private void Released() => released();

    private void Run(ReadOnlySpan<IntPtr> gradients, Span<IntPtr> results)
    {
        var given = new List<Tensor>(gradients.Length);
        foreach (var gradient in gradients)
            given.Add(gradient == IntPtr.Zero ? null! : new Tensor(gradient));
        var made = backward(given);
        if (made.Count < isTensor.Length || made.Skip(isTensor.Length).Any(t => t is not null))
            throw new InvalidOperationException($"Function {name} returned an incorrect number of gradients (expected {isTensor.Length}, got {made.Count})");
        int next = 0;
        for (int i = 0; i < isTensor.Length; i++)
        {
            var gradient = made[i];
            if (!isTensor[i] && gradient is not null)
                throw new InvalidOperationException($"Function {name} returned a gradient at position {i + 1}, but the corresponding forward input was not a Tensor");
            if (isTensor[i])
                results[next++] = gradient is null ? IntPtr.Zero : Shim.Check(Shim.mt_share(gradient.Handle));
        }
        GC.KeepAlive(made);
    }
}
