using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Moves of modules, returning the module itself.</summary>
public static class ModuleExtensionMethods
{
    public static T to<T>(this T module, Device device, bool non_blocking = false)
        where T : nn.Module => Moved(module, device, null);

    public static T to<T>(this T module, string device, bool non_blocking = false)
        where T : nn.Module => Moved(module, new Device(device), null);

    public static T to<T>(this T module, DeviceType deviceType, int deviceIndex = -1, bool non_blocking = false)
        where T : nn.Module => Moved(module, new Device(deviceType, deviceIndex), null);

    public static T to<T>(this T module, ScalarType type, bool non_blocking = false)
        where T : nn.Module => Moved(module, null, type);

    public static T to<T>(this T module, Device device, ScalarType type, bool non_blocking = false)
        where T : nn.Module => Moved(module, device, type);

    public static T cpu<T>(this T module, bool non_blocking = false)
        where T : nn.Module => Moved(module, CPU, null);

    public static T cuda<T>(this T module, int deviceIndex = -1, bool non_blocking = false)
        where T : nn.Module => Moved(module, new Device(DeviceType.CUDA, deviceIndex), null);

    public static T @double<T>(this T module, bool non_blocking = false)
        where T : nn.Module => Moved(module, null, ScalarType.Float64);

    public static T @float<T>(this T module, bool non_blocking = false)
        where T : nn.Module => Moved(module, null, ScalarType.Float32);

    private static T Moved<T>(T module, Device? device, ScalarType? type)
        where T : nn.Module
    {
        if (type is { } wanted && !is_floating_point(wanted))
            throw new ArgumentException($"nn.Module.to only accepts floating point or complex types, but got desired dtype={wanted}");
        if (device is not null && !TryInitializeDeviceType(device.type))
            throw new InvalidOperationException($"{device.type} is not available.");
        module.Move(device, type);
        return module;
    }
}
