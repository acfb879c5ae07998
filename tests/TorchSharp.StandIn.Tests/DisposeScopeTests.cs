using static TorchSharp.torch;

namespace TorchSharp.StandIn.Tests;

[Collection(TorchCollection.Name)]
public class DisposeScopeTests
{
    [TorchFact]
    public void A_scope_releases_what_was_made_in_it()
    {
        long before = Tensor.TotalCount;
        Tensor outer, inner, kept, free;
        using (NewDisposeScope())
        {
            outer = ones(1);
            using (var scope = NewDisposeScope())
            {
                inner = ones(1);
                kept = ones(1).MoveToOuterDisposeScope();
                free = ones(1).DetachFromDisposeScope();
                Assert.Equal(1, scope.DisposablesCount);
                Assert.Same(scope, CurrentDisposeScope);
            }
            Assert.True(inner.IsInvalid);
            Assert.False(kept.IsInvalid);
        }
        Assert.True(outer.IsInvalid && kept.IsInvalid);
        Assert.False(free.IsInvalid);
        Assert.Equal(before + 1, Tensor.TotalCount);
        free.Dispose();
        Assert.Equal(before, Tensor.TotalCount);
        Assert.Throws<InvalidOperationException>(() => free.sum());
    }

    [TorchFact]
    public void The_outermost_scope_hands_its_tensors_to_nobody()
    {
        Tensor kept;
        using (NewDisposeScope())
            kept = ones(1).MoveToOuterDisposeScope();
        Assert.False(kept.IsInvalid);
        kept.Dispose();
    }

    [TorchFact]
    public void Everything_but_a_result_can_go()
    {
        using var scope = NewDisposeScope();
        var a = ones(1);
        var b = a + 1;
        Assert.Same(b, scope.DisposeEverythingBut(b));
        Assert.True(a.IsInvalid);
        Assert.Equal(2, b.ToSingle());
        var attached = ones(1).DetachFromDisposeScope();
        scope.Attach(attached);
        Assert.True(scope.Contains(attached));
    }

    [TorchFact]
    public void A_parameter_takes_the_place_of_its_data()
    {
        Tensor data;
        Modules.Parameter parameter;
        using (var scope = NewDisposeScope())
        {
            data = ones(2);
            parameter = new Modules.Parameter(data);
            Assert.True(data.IsInvalid);
            Assert.True(scope.Contains(parameter));
        }
        Assert.True(parameter.IsInvalid);
    }

    [TorchFact]
    public void Statistics_count_this_thread()
    {
        var statistics = DisposeScopeManager.Statistics;
        statistics.Reset();
        using (NewDisposeScope())
        {
            var detached = ones(1).DetachFromDisposeScope();
            ones(1);
            detached.Dispose();
        }
        Assert.Equal(2, statistics.CreatedInScopeCount);
        Assert.Equal(1, statistics.DisposedInScopeCount);
        Assert.Equal(1, statistics.DisposedOutsideScopeCount);
        Assert.Equal(1, statistics.DetachedFromScopeCount);
        Assert.Equal(0, statistics.ThreadTotalLiveCount);
    }

    [TorchFact]
    public void Operands_survive_a_collector_that_never_rests()
    {
        using var stop = new CancellationTokenSource();
        var collector = new Thread(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }
        });
        collector.Start();
        for (int i = 0; i < 300; i++)
            Assert.Equal(36, ((ones(3).add(ones(3)) * 2) + full(3, 4f)).mul(ones(3)).sum().add(12).ToSingle());
        stop.Cancel();
        collector.Join();
    }
}
