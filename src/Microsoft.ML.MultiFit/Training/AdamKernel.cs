using System.Numerics;
using System.Runtime.InteropServices;

namespace Microsoft.ML.MultiFit;

/// <summary>One step of Adam on plain memory.</summary>
internal readonly struct AdamKernel
{
    private const double Beta2 = 0.99;
    private const float Epsilon = 1e-8f;

    private readonly float _beta1;
    private readonly float _gradientFactor;
    private readonly float _l2;
    private readonly float _kept;
    private readonly float _stepSize;
    private readonly float _squareFactor;

    /// <param name="rate">Learning rate.</param>
    /// <param name="beta1">Decay of the mean gradient.</param>
    /// <param name="step">The step's number, from 1, for the correction of the moments' start at 0.</param>
    /// <param name="gradientFactor">What to multiply the gradient by first.</param>
    /// <param name="weightDecay">Decay.</param>
    /// <param name="decoupled">Decay the parameter itself (AdamW), not through the gradient.</param>
    public AdamKernel(double rate, double beta1, int step, double gradientFactor, double weightDecay, bool decoupled)
    {
        _beta1 = (float)beta1;
        _gradientFactor = (float)gradientFactor;
        _l2 = decoupled ? 0 : (float)weightDecay;
        _kept = decoupled ? (float)(1 - (rate * weightDecay)) : 1;
        _stepSize = (float)(rate / (1 - Math.Pow(beta1, step)));
        _squareFactor = (float)(1 / Math.Sqrt(1 - Math.Pow(Beta2, step)));
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
            v[i] += ((direction * direction) - v[i]) * (float)(1 - Beta2);
            p[i] = (p[i] * _kept) - (m[i] * _stepSize / ((Vector.SquareRoot(v[i]) * _squareFactor) + new Vector<float>(Epsilon)));
        }

        for (int i = p.Length * Vector<float>.Count; i < parameter.Length; i++)
        {
            float direction = (gradient[i] * _gradientFactor) + (parameter[i] * _l2);
            mean[i] += (direction - mean[i]) * (1 - _beta1);
            square[i] += ((direction * direction) - square[i]) * (float)(1 - Beta2);
            parameter[i] = (parameter[i] * _kept) - (mean[i] * _stepSize / ((MathF.Sqrt(square[i]) * _squareFactor) + Epsilon));
        }
    }
}
