using TorchSharp.Interop;

namespace TorchSharp;

/// <summary>A number of any element type. Here it is a plain value; nothing has to be released.</summary>
public sealed class Scalar : IDisposable
{
    internal Scalar(Number value) => Value = value;

    public torch.ScalarType Type =>
        Value.IsFloating ? torch.ScalarType.Float64 : Value.IsBoolean ? torch.ScalarType.Bool : torch.ScalarType.Int64;

    internal Number Value { get; }

    internal static Number ValueOf(Scalar? scalar) => scalar?.Value ?? Number.None;

    public static implicit operator Scalar(double value) => new(value);

    public static implicit operator Scalar(float value) => new((double)value);

    public static implicit operator Scalar(long value) => new(value);

    public static implicit operator Scalar(int value) => new((long)value);

    public static implicit operator Scalar(short value) => new((long)value);

    public static implicit operator Scalar(byte value) => new((long)value);

    public static implicit operator Scalar(bool value) => new(value);

    public void Dispose()
    {
    }
}
