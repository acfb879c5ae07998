using System.Runtime.InteropServices;

namespace TorchSharp.Interop;

/// <summary>A number handed to native code by value; matches <c>struct Number</c> in native/calls.h.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct Number
{
    private const long Floating = 0, Integral = 1, Truth = 2, Absent = -1;

    internal readonly double Real;
    internal readonly long Integer;
    private readonly long _kind;

    private Number(double real, long integer, long kind) => (Real, Integer, _kind) = (real, integer, kind);

    internal static readonly Number None = new(0, 0, Absent);
    internal static readonly Number One = 1L;
    internal static readonly Number MinusOne = -1L;

    internal bool IsFloating => _kind == Floating;
    internal bool IsBoolean => _kind == Truth;

    public static implicit operator Number(double value) => new(value, 0, Floating);
    public static implicit operator Number(long value) => new(0, value, Integral);
    public static implicit operator Number(bool value) => new(0, value ? 1 : 0, Truth);

    internal double ToDouble() => IsFloating ? Real : Integer;
    internal long ToInt64() => IsFloating ? (long)Real : Integer;
    internal bool ToBoolean() => IsFloating ? Real != 0 : Integer != 0;
}
