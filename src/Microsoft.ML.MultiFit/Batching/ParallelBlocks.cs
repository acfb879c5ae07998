using System.Runtime.ExceptionServices;

namespace Microsoft.ML.MultiFit;

/// <summary>Independent pieces of work on a given number of threads; which thread does which piece never changes a result.</summary>
internal static class ParallelBlocks
{
    /// <summary>Calls <paramref name="body"/> once for every number below <paramref name="count"/>. The first failure is thrown as it is.</summary>
    public static void For(int count, int threadCount, Action<int> body, CancellationToken cancellationToken = default)
    {
        if (count <= 1 || threadCount <= 1)
        {
            for (int i = 0; i < count; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                body(i);
            }

            return;
        }

        try
        {
            Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = threadCount, CancellationToken = cancellationToken }, body);
        }
        catch (AggregateException failures) when (failures.InnerException is { } first)
        {
            ExceptionDispatchInfo.Throw(first);
        }
    }
}
