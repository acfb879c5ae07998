namespace TorchSharp;

/// <summary>The stack of dispose scopes of a thread and its counters.</summary>
public class DisposeScopeManager
{
    [ThreadStatic]
    private static DisposeScopeManager? t_current;

    internal static DisposeScopeManager Current => t_current ??= new DisposeScopeManager();

    /// <summary>The calling thread's counters.</summary>
    public static ThreadDisposeScopeStatistics Statistics => Current.Counters;

    internal ThreadDisposeScopeStatistics Counters { get; } = new();

    internal DisposeScope? Innermost { get; private set; }

    internal DisposeScope Open() => Innermost = new DisposeScope(this, Innermost);

    /// <summary>Takes a scope off the stack, wherever in it the scope is.</summary>
    internal void Close(DisposeScope closed)
    {
        if (Innermost == closed)
        {
            Innermost = closed.Outer;
            return;
        }
        for (var scope = Innermost; scope is not null; scope = scope.Outer)
        {
            if (scope.Outer == closed)
                scope.Outer = closed.Outer;
        }
    }

    internal DisposeScope? Register(torch.Tensor tensor)
    {
        if (Innermost is null)
            Counters.TensorStatistics.CreatedOutsideScopeCount++;
        else
        {
            Counters.TensorStatistics.CreatedInScopeCount++;
            Innermost.Add(tensor);
        }
        return Innermost;
    }
}
