using TorchSharp.Interop;

namespace TorchSharp;

/// <summary>Numbers out of one-element tensors, whatever their type, and small facts about element types.</summary>
public static class TensorExtensionMethods
{
    public static float ToSingle(this torch.Tensor value) => (float)Number(value).ToDouble();

    public static double ToDouble(this torch.Tensor value) => Number(value).ToDouble();

    public static long ToInt64(this torch.Tensor value) => Number(value).ToInt64();

    public static int ToInt32(this torch.Tensor value) => (int)Number(value).ToInt64();

    public static bool ToBoolean(this torch.Tensor value) => Number(value).ToBoolean();

    public static Modules.Parameter AsParameter(this torch.Tensor tensor) => new(tensor);

    public static long TotalSize(this IEnumerable<long> shape) => shape.Aggregate(1L, (product, size) => product * size);

    public static int ElementSize(this torch.ScalarType type) => type switch
    {
        torch.ScalarType.Byte or torch.ScalarType.Int8 or torch.ScalarType.Bool => 1,
        torch.ScalarType.Int16 or torch.ScalarType.Float16 or torch.ScalarType.BFloat16 => 2,
        torch.ScalarType.Int32 or torch.ScalarType.Float32 => 4,
        torch.ScalarType.Int64 or torch.ScalarType.Float64 or torch.ScalarType.ComplexFloat32 => 8,
        torch.ScalarType.ComplexFloat64 => 16,
        _ => throw new NotImplementedException($"element size of {type}"),
    };

    /// <summary>Throws where a tensor's elements are read as another type than they have.</summary>
    internal static void DemandElement(this torch.ScalarType type, Type managed)
    {
        var expected = type switch
        {
            torch.ScalarType.Byte => typeof(byte),
            torch.ScalarType.Int8 => typeof(sbyte),
            torch.ScalarType.Int16 => typeof(short),
            torch.ScalarType.Int32 => typeof(int),
            torch.ScalarType.Int64 => typeof(long),
            torch.ScalarType.Bool => typeof(bool),
            torch.ScalarType.Float16 => typeof(Half),
            torch.ScalarType.Float32 => typeof(float),
            torch.ScalarType.Float64 => typeof(double),
            _ => null,
        };
        if (managed != expected)
            throw new ArgumentException($"{managed.Name} is not compatible with {type}");
    }

    private static Number Number(torch.Tensor tensor) => tensor.ToScalar().Value;
}
