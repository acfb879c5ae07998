using System.Runtime.InteropServices;

namespace TorchSharp.Interop;

/// <summary>What one step of Adam or AdamW needs to know; matches <c>struct AdamSettings</c> in native/optimizers.h.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct AdamSettings
{
    internal double Rate, Beta1, Beta2, Epsilon, WeightDecay;
    internal long Step;
    internal int Decoupled, Maximize;
}
