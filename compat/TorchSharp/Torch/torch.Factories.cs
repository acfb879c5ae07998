using TorchSharp.Interop;

namespace TorchSharp;

// Ranges, random integers, copies of shape, and what all factories share.
public static unsafe partial class torch
{
    private static ScalarType s_defaultType = ScalarType.Float32;

    public static ScalarType get_default_dtype() => s_defaultType;

    public static void set_default_dtype(ScalarType dtype) => s_defaultType = dtype;

    public static Tensor arange(Scalar stop, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        arange(0L, stop, 1L, dtype, device, requires_grad);

    public static Tensor arange(Scalar start, Scalar stop, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        arange(start, stop, 1L, dtype, device, requires_grad);

    public static Tensor arange(Scalar start, Scalar stop, Scalar step, ScalarType? dtype = null, Device? device = null, bool requires_grad = false)
    {
        bool whole = !start.Value.IsFloating && !stop.Value.IsFloating && !step.Value.IsFloating;
        var place = Place(device);
        var type = dtype ?? (whole ? ScalarType.Int64 : s_defaultType);
        return Finished(Shim.mt_arange(start.Value, stop.Value, step.Value, (int)type, (int)place.type, place.index), requires_grad);
    }

    public static Tensor eye(long rows, long columns = -1, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null)
    {
        var place = Place(device);
        return Finished(Shim.mt_eye(rows, columns < 0 ? rows : columns, Code(dtype), (int)place.type, place.index), requires_grad, names);
    }

    public static Tensor randint(long high, long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        randint(0, high, size, dtype, device, requires_grad, generator, names);

    public static Tensor randint(long low, long high, long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null)
    {
        var place = Place(device);
        fixed (long* p = size)
        {
            var result = Shim.mt_randint(low, high, p, size.Length, (int)(dtype ?? ScalarType.Int64), (int)place.type, place.index, Generator.HandleOf(generator));
            GC.KeepAlive(generator);
            return Finished(result, requires_grad, names);
        }
    }

    public static Tensor randperm(long n, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null)
    {
        var place = Place(device);
        var result = Shim.mt_randperm(n, (int)(dtype ?? ScalarType.Int64), (int)place.type, place.index, Generator.HandleOf(generator));
        GC.KeepAlive(generator);
        return Finished(result, requires_grad);
    }

    public static Tensor empty_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Nameless(names, input.empty_like(dtype, device, requires_grad));

    public static Tensor zeros_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Nameless(names, input.zeros_like(dtype, device, requires_grad));

    public static Tensor ones_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Nameless(names, input.ones_like(dtype, device, requires_grad));

    public static Tensor full_like(Tensor input, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Nameless(names, input.full_like(value, dtype, device, requires_grad));

    public static Tensor rand_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        input.rand_like(dtype, device, requires_grad);

    public static Tensor randn_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        input.randn_like(dtype, device, requires_grad);

    private static Tensor Filled(ReadOnlySpan<long> size, Number value, ScalarType? dtype, Device? device, bool requiresGrad, string[]? names)
    {
        var place = Place(device);
        fixed (long* p = size)
            return Finished(Shim.mt_full(p, size.Length, value, Code(dtype), (int)place.type, place.index), requiresGrad, names);
    }

    private static Tensor Finished(IntPtr result, bool requiresGrad, string[]? names = null)
    {
        var made = Nameless(names, new Tensor(result));
        return requiresGrad ? made.requires_grad_() : made;
    }

    private static Tensor Nameless(string[]? names, Tensor made) => names is null ? made : throw new NotImplementedException("named dimensions");

    private static int Code(ScalarType? dtype) => (int)(dtype ?? s_defaultType);

    private static Device Place(Device? device) => device ?? CPU;

    private static ScalarType NaturalType(Scalar value) => value.Value.IsFloating ? s_defaultType : value.Type;
}
