using TorchSharp;
using TorchSharp.Modules;

namespace Microsoft.ML.MultiFit;

/// <summary>What <see cref="AdamOptimizer"/> does, by tensor operations, for any device.</summary>
internal sealed class AdamOperations : IOptimizer
{
    private readonly Slot[] _slots;
    private readonly TrainingOptions _options;
    private Factors[] _factors = [];

    /// <param name="groups">Parameters by group.</param>
    /// <param name="options">β₂, ε and decay.</param>
    public AdamOperations(IReadOnlyList<IReadOnlyList<Parameter>> groups, TrainingOptions options)
    {
        _options = options;
        _slots = [.. groups.SelectMany((group, place) => group.Select(parameter => new Slot(parameter, place)))];
    }

    /// <inheritdoc/>
    public int StepCount { get; private set; }

    /// <inheritdoc/>
    public IReadOnlyList<float[]> Moments => [.. _slots.SelectMany(slot => new[] { TensorMemory.Copy(slot.Mean), TensorMemory.Copy(slot.Square) })];

    /// <inheritdoc/>
    public void Restore(int stepCount, IReadOnlyList<float[]> moments)
    {
        StepCount = stepCount;
        for (int place = 0; place < _slots.Length; place++)
        {
            TensorMemory.Fill(_slots[place].Mean, moments[2 * place]);
            TensorMemory.Fill(_slots[place].Square, moments[(2 * place) + 1]);
        }
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
        using var scope = torch.NewDisposeScope();
        var sums = new List<torch.Tensor>();
        foreach (var slot in _slots)
        {
            slot.Gradient?.Dispose();
            slot.Gradient = slot.Parameter.grad?.DetachFromDisposeScope();
            if (slot.Gradient is { } gradient)
                sums.Add(gradient.square().sum());
        }

        // One number crosses over from the device.
        return sums.Count == 0 ? 0 : Math.Sqrt(torch.stack(sums).to(torch.ScalarType.Float64).sum().item<double>());
    }

    /// <inheritdoc/>
    public void Step(double[] rates, double beta1, double gradientFactor)
    {
        using var scope = torch.NewDisposeScope();
        using var frozen = torch.no_grad();
        StepCount++;
        _factors = Array.ConvertAll(rates, rate => new Factors(rate, beta1, StepCount, gradientFactor, _options));
        foreach (var slot in _slots)
        {
            if (slot.Gradient is { } gradient)
                Step(slot, gradient, _factors[slot.Group]);
            slot.Gradient?.Dispose();
            slot.Gradient = null;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var slot in _slots)
        {
            slot.Gradient?.Dispose();
            slot.Mean.Dispose();
            slot.Square.Dispose();
        }
    }

    private static void Step(Slot slot, torch.Tensor gradient, Factors factors)
    {
        var direction = gradient.mul(factors.Gradient);
        if (factors.L2 is { } l2)
            direction.add_(slot.Parameter, l2);
        slot.Mean.mul_(factors.OldMean).add_(direction, factors.NewMean);
        slot.Square.mul_(factors.OldSquare).addcmul_(direction, direction, factors.NewSquare);
        if (factors.Kept is { } kept)
            slot.Parameter.mul_(kept);
        slot.Parameter.addcdiv_(slot.Mean, slot.Square.sqrt().mul_(factors.Square).add_(factors.Epsilon), factors.NegativeRate);
    }

    /// <summary>The numbers of one step for one group. They stay referenced while the library uses them.</summary>
    private sealed class Factors(double rate, double beta1, int step, double gradientFactor, TrainingOptions options)
    {
        public Scalar Gradient { get; } = gradientFactor;

        public Scalar? L2 { get; } = options.DecoupledWeightDecay || options.WeightDecay == 0 ? null : (Scalar)options.WeightDecay;

        public Scalar? Kept { get; } = options.DecoupledWeightDecay ? (Scalar)(1 - (rate * options.WeightDecay)) : null;

        public Scalar OldMean { get; } = beta1;

        public Scalar NewMean { get; } = 1 - beta1;

        public Scalar OldSquare { get; } = options.Beta2;

        public Scalar NewSquare { get; } = 1 - options.Beta2;

        public Scalar Square { get; } = 1 / Math.Sqrt(1 - Math.Pow(options.Beta2, step));

        public Scalar Epsilon { get; } = options.Epsilon;

        public Scalar NegativeRate { get; } = -rate / (1 - Math.Pow(beta1, step));
    }

    /// <summary>A parameter with its moments, which lie on its device.</summary>
    private sealed class Slot(Parameter parameter, int group)
    {
        public Parameter Parameter { get; } = parameter;

        public int Group { get; } = group;

        public torch.Tensor Mean { get; } = torch.zeros(parameter.shape, device: parameter.device).DetachFromDisposeScope();

        public torch.Tensor Square { get; } = torch.zeros(parameter.shape, device: parameter.device).DetachFromDisposeScope();

        public torch.Tensor? Gradient { get; set; }
    }
}
