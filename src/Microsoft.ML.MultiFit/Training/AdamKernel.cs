using System.Numerics;
using System.Runtime.InteropServices;

namespace Microsoft.ML.MultiFit;

/// <summary>One step of Adam on plain memory.</summary>
internal readonly struct AdamKernel
{
    private readonly float _beta1;
    private readonly float _gradientFactor;
    private readonly float _l2;
    private readonly float _kept;
    private readonly float _stepSize;
    private readonly float _newSquareShare;
    private readonly float _squareFactor;
    private readonly float _epsilon;

    /// <param name="rate">Learning rate.</param>
    /// <param name="beta1">Decay of the mean gradient.</param>
    /// <param name="step">The step's number, from 1, for the correction of the moments' start at 0.</param>
    /// <param name="gradientFactor">What to multiply the gradient by first.</param>
    /// <param name="options">β₂, ε and decay.</param>
    public AdamKernel(double rate, double beta1, int step, double gradientFactor, TrainingOptions options)
    {
        _beta1 = (float)beta1;
        _gradientFactor = (float)gradientFactor;
        _l2 = options.DecoupledWeightDecay ? 0 : (float)options.WeightDecay;
        _kept = options.DecoupledWeightDecay ? (float)(1 - (rate * options.WeightDecay)) : 1;
        _stepSize = (float)(rate / (1 - Math.Pow(beta1, step)));
        _newSquareShare = (float)(1 - options.Beta2);
        _squareFactor = (float)(1 / Math.Sqrt(1 - Math.Pow(options.Beta2, step)));
        _epsilon = (float)options.Epsilon;
    }

    /// <summary>m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g², p ← p − rate·m̂/(√v̂ + ε).</summary>
    public void Run(Span<float> parameter, ReadOnlySpan<float> gradient, Span<float> mean, Span<float> square)
    {
        var p = MemoryMarshal.Cast<float, Vector<float>>(parameter);
        var g = MemoryMarshal.Cast<float, Vector<float>>(gradient);
        var m = MemoryMarshal.Cast<float, Vector<float>>(mean);
        var v = MemoryMarshal.Cast<float, Vector<float>>(square);
        for (int i = 0; i < p.Length; i++)
        {
            var direction = (g[i] * _gradientFactor) + (p[i] * _l2);
            m[i] += (direction - m[i]) * (1 - _beta1);
            v[i] += ((direction * direction) - v[i]) * _newSquareShare;
            p[i] = (p[i] * _kept) - (m[i] * _stepSize / ((Vector.SquareRoot(v[i]) * _squareFactor) + new Vector<float>(_epsilon)));
        }

        for (int i = p.Length * Vector<float>.Count; i < parameter.Length; i++)
        {
            float direction = (gradient[i] * _gradientFactor) + (parameter[i] * _l2);
            mean[i] += (direction - mean[i]) * (1 - _beta1);
            square[i] += ((direction * direction) - square[i]) * _newSquareShare;
            parameter[i] = (parameter[i] * _kept) - (mean[i] * _stepSize / ((MathF.Sqrt(square[i]) * _squareFactor) + _epsilon));
        }
    }
}
