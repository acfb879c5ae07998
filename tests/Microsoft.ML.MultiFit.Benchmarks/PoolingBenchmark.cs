using TorchSharp;

namespace Microsoft.ML.MultiFit.Benchmarks;

/// <summary>The fused recurrence against one tensor operation per step, and its forward kernel against copying as many bytes.</summary>
internal sealed unsafe class PoolingBenchmark : IBenchmark
{
    private const int Batch = 50;
    private const int Time = 70;
    private const int Hidden = 1_550;

    public string Name => "pooling";

    public string Summary => "fo-pooling of 50 rows, 70 steps, 1,550 features: fused, step by step, and against the bandwidth of a copy";

    public void Run(BenchmarkSettings settings, Figures figures)
    {
        using var threads = new TorchThreads(settings.ThreadCount);
        int repetitions = settings.Repetitions ?? 31;
        using var scope = torch.NewDisposeScope();
        torch.random.manual_seed(1);
        using var gates = torch.randn(Batch, Time, 3 * Hidden);
        using var outputGradient = torch.randn(Batch, Time, Hidden);
        using var fused = gates.clone();
        figures.AddPair(
            "forward-backward.fused",
            "forward-backward.lerp-loop",
            Timing.Pairs(repetitions, () => Train(fused, outputGradient, Fused), () => Train(gates, outputGradient, LerpLoop), prepare: () => fused.copy_(gates)));
        CompareWithCopy(gates, settings.ThreadCount, repetitions, figures);
    }

    private static void Train(torch.Tensor gates, torch.Tensor outputGradient, Func<torch.Tensor, torch.Tensor, torch.Tensor> pooling)
    {
        using var scope = torch.NewDisposeScope();
        var cell = torch.zeros(Batch, Hidden);
        var learning = torch.zeros(1).requires_grad_();
        pooling(Computed.apply(learning, gates), cell).backward([outputGradient]);
    }

    private static torch.Tensor Fused(torch.Tensor gates, torch.Tensor cell) => QrnnRecurrence.Run(gates, cell, QrnnPooling.Fo);

    /// <summary>The same in as few tensor operations as there are.</summary>
    private static torch.Tensor LerpLoop(torch.Tensor gates, torch.Tensor cell)
    {
        var parts = gates.chunk(3, 2);
        var candidates = parts[0].tanh().unbind(1);
        var forgets = parts[1].sigmoid().unbind(1);
        var cells = new torch.Tensor[Time];
        for (int time = 0; time < Time; time++)
            cell = cells[time] = cell.lerp(candidates[time], forgets[time]);
        return torch.stack(cells, 1).mul(parts[2].sigmoid());
    }

    /// <summary>The kernel reads and writes three gates and writes a cell and an output: eight numbers where the copy reads four and writes four.</summary>
    private static void CompareWithCopy(torch.Tensor gates, int threadCount, int repetitions, Figures figures)
    {
        var size = new QrnnRecurrenceSize(Batch, Time, Hidden);
        const long count = (long)Batch * Time * Hidden;
        using var used = gates.clone();
        using var cells = torch.zeros(Batch, Time + 1, Hidden);
        using var output = torch.zeros(Batch, Time, Hidden);
        using var source = torch.zeros(4 * count);
        using var target = torch.zeros(4 * count);
        var pairs = Timing.Pairs(
            repetitions,
            () => QrnnRecurrenceKernel.Forward(
                QrnnPooling.Fo, TensorMemory.Pointer(used), TensorMemory.Pointer(cells), TensorMemory.Pointer(output), null, null, size, threadCount),
            () => Copy(source, target, threadCount),
            prepare: () => used.copy_(gates));
        const double gigabytes = 8e-9 * sizeof(float) * count;
        figures.Add("forward-kernel", gigabytes / Statistics.Median([.. pairs.Select(pair => pair.First)]), "GB/s");
        figures.Add("copy", gigabytes / Statistics.Median([.. pairs.Select(pair => pair.Second)]), "GB/s");
        figures.Add("forward-kernel/copy", Statistics.Median([.. pairs.Select(pair => pair.Second / pair.First)]), "times");
    }

    private static void Copy(torch.Tensor source, torch.Tensor target, int threadCount)
    {
        float* from = TensorMemory.Pointer(source);
        float* to = TensorMemory.Pointer(target);
        int part = (int)(source.numel() / threadCount);
        ParallelBlocks.For(threadCount, threadCount, block =>
            new ReadOnlySpan<float>(from + ((long)block * part), part).CopyTo(new Span<float>(to + ((long)block * part), part)));
    }

    /// <summary>Hands gates on as if they had been computed from something that learns, and drops their gradient: nothing but the pooling is measured.</summary>
    private sealed class Computed : torch.autograd.SingleTensorFunction<Computed>
    {
        public override string Name => nameof(Computed);

        public override torch.Tensor forward(torch.autograd.AutogradContext ctx, params object[] vars) => ((torch.Tensor)vars[1]).detach();

        public override List<torch.Tensor> backward(torch.autograd.AutogradContext ctx, torch.Tensor grad_output) => [torch.zeros(1), null!];
    }
}
