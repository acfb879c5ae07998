using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using TorchSharp;

namespace Microsoft.ML.MultiFit;

/// <summary>
/// What our functions' backward passes have in common, on the thread of the tensor library that happens to run them. An exception must not leave one (it
/// would end the process), and on the threads for GPUs there is no dispose scope.
/// </summary>
internal sealed class BackwardPass
{
    private const string Key = nameof(BackwardPass);

    [ThreadStatic]
    private static BackwardPass? s_ofThread;

    [ThreadStatic]
    private static List<torch.Tensor?>? s_handedOver;

    private ExternalException? _failure;

    /// <summary>The backward passes of what this thread runs forward.</summary>
    public static BackwardPass OfThread => s_ofThread ??= new BackwardPass();

    /// <summary>Remembers, in a function's forward pass, who is to hear of a failure.</summary>
    public static void Prepare(torch.autograd.AutogradContext context) => context.save_data(Key, OfThread);

    /// <summary>Computes the gradients; none if the library fails, which <see cref="ThrowIfFailed"/> tells the thread that waits for them.</summary>
    /// <param name="context">The function's.</param>
    /// <param name="given">The gradient of its result; not to be used afterwards.</param>
    /// <param name="argumentCount">How many arguments the function has.</param>
    /// <param name="gradients">The work: a gradient, or null, for each argument.</param>
    public static List<torch.Tensor> Run(torch.autograd.AutogradContext context, torch.Tensor given, int argumentCount, Func<List<torch.Tensor>> gradients)
    {
        // When a thread comes to its next pass, the library has taken what the one before gave it. To wait for the garbage collector would keep large
        // gradients on the device.
        foreach (var tensor in s_handedOver ?? [])
            tensor?.Dispose();
        List<torch.Tensor> made;
        try
        {
            made = gradients();
        }
        catch (ExternalException exception)
        {
            ((BackwardPass)context.get_data(Key))._failure = exception;
            made = [.. Enumerable.Repeat<torch.Tensor>(null!, argumentCount)];
        }

        s_handedOver = [given, .. made];
        return made;
    }

    /// <summary>Throws the failure there was since the last call.</summary>
    public void ThrowIfFailed()
    {
        if (Interlocked.Exchange(ref _failure, null) is { } failure)
            ExceptionDispatchInfo.Throw(failure);
    }
}
