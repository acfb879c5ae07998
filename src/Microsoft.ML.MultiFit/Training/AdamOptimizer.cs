using System.Numerics.Tensors;
using TorchSharp;
using TorchSharp.Modules;

namespace Microsoft.ML.MultiFit;

/// <summary>
/// Adam on the CPU: one pass over the memory of parameters and gradients does the whole step; nothing is allocated after the constructor.
/// </summary>
internal sealed unsafe class AdamOptimizer : IOptimizer
{
    private const int BlockSize = 1 << 15;

    private readonly List<Slot> _slots = [];
    private readonly List<(int Slot, int Start, int Length)> _blocks = [];
    private readonly double[] _partialSums;
    private readonly TrainingOptions _options;

    /// <param name="groups">Parameters by group.</param>
    /// <param name="options">β₂, ε and decay.</param>
    public AdamOptimizer(IReadOnlyList<IReadOnlyList<Parameter>> groups, TrainingOptions options)
    {
        _options = options;
        for (int group = 0; group < groups.Count; group++)
        {
            foreach (var parameter in groups[group])
            {
                int count = TensorMemory.Floats(parameter).Length;
                for (int start = 0; start < count; start += BlockSize)
                    _blocks.Add((_slots.Count, start, Math.Min(BlockSize, count - start)));
                _slots.Add(new Slot(parameter, group, new float[count], new float[count]));
            }
        }

        _partialSums = new double[_blocks.Count];
    }

    /// <summary>The optimizer for parameters where they lie.</summary>
    /// <param name="groups">Parameters by group, all on one device.</param>
    /// <param name="options">β₂, ε and decay.</param>
    public static IOptimizer For(IReadOnlyList<IReadOnlyList<Parameter>> groups, TrainingOptions options) =>
        groups.All(group => group.All(Kernels.ServeProcessor)) ? new AdamOptimizer(groups, options) : new AdamOperations(groups, options);

    /// <inheritdoc/>
    public int StepCount { get; private set; }

    /// <inheritdoc/>
    public IReadOnlyList<float[]> Moments => [.. _slots.SelectMany(slot => new[] { slot.Mean, slot.Square })];

    /// <inheritdoc/>
    public void Restore(int stepCount, IReadOnlyList<float[]> moments)
    {
        StepCount = stepCount;
        foreach (var (saved, own) in moments.Zip(Moments))
            saved.CopyTo(own, 0);
    }

    /// <inheritdoc/>
    public void ClearGradients()
    {
        foreach (var slot in _slots)
            slot.Parameter.grad = null;
    }

    /// <inheritdoc/>
    public double CollectGradients()
    {
        foreach (var slot in _slots)
        {
            slot.Gradient?.Dispose();
            slot.Gradient = slot.Parameter.grad?.DetachFromDisposeScope();
            slot.GradientValues = slot.Gradient is null ? null : TensorMemory.Pointer(slot.Gradient);
        }

        ParallelBlocks.For(_blocks.Count, torch.get_num_threads(), block =>
        {
            var (slot, start, length) = _blocks[block];
            float* values = _slots[slot].GradientValues;
            _partialSums[block] = values == null ? 0 : TensorPrimitives.SumOfSquares(new ReadOnlySpan<float>(values + start, length));
        });
        return Math.Sqrt(_partialSums.Sum());
    }

    /// <inheritdoc/>
    public void Step(double[] rates, double beta1, double gradientFactor)
    {
        StepCount++;
        var steps = new AdamKernel[rates.Length];
        for (int group = 0; group < steps.Length; group++)
            steps[group] = new AdamKernel(rates[group], beta1, StepCount, gradientFactor, _options);
        ParallelBlocks.For(_blocks.Count, torch.get_num_threads(), block =>
        {
            var (place, start, length) = _blocks[block];
            var slot = _slots[place];
            if (slot.GradientValues != null)
            {
                steps[slot.Group].Run(
                    new Span<float>(slot.Values + start, length),
                    new ReadOnlySpan<float>(slot.GradientValues + start, length),
                    slot.Mean.AsSpan(start, length),
                    slot.Square.AsSpan(start, length));
            }
        });
        foreach (var slot in _slots)
        {
            slot.Gradient?.Dispose();
            slot.Gradient = null;
            slot.GradientValues = null;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var slot in _slots)
            slot.Gradient?.Dispose();
    }

    /// <summary>A parameter with its moments.</summary>
    private sealed class Slot(Parameter parameter, int group, float[] mean, float[] square)
    {
        public Parameter Parameter { get; } = parameter;

        public float* Values { get; } = TensorMemory.Pointer(parameter);

        public int Group { get; } = group;

        public float[] Mean { get; } = mean;

        public float[] Square { get; } = square;

        public torch.Tensor? Gradient { get; set; }

        public float* GradientValues { get; set; }
    }
}
