using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

[assembly: DisableRuntimeMarshalling]

namespace TorchSharp.Interop;

/// <summary>The native library and its errors. Loading happens at the first call, not when this assembly is loaded.</summary>
internal static unsafe partial class Shim
{
    private const string Library = "MultiFitTorch";

    static Shim() => NativeLibrary.SetDllImportResolver(typeof(Shim).Assembly, Resolve);

    private static IntPtr Resolve(string name, System.Reflection.Assembly assembly, DllImportSearchPath? path)
    {
        if (name != Library)
            return IntPtr.Zero;
        BlasKernel.Choose();
        var folder = assembly.Location.Length > 0 ? Path.GetDirectoryName(assembly.Location)! : AppContext.BaseDirectory;
        var file = Path.Combine(folder, MissingLibrary.FileName);
        if (!File.Exists(file))
            throw new DllNotFoundException(MissingLibrary.Message(file, shimExists: false, reason: null));
        try
        {
            return NativeLibrary.Load(file);
        }
        catch (DllNotFoundException e)
        {
            throw new DllNotFoundException(MissingLibrary.Message(file, shimExists: true, e.Message));
        }
    }

    /// <summary>The given handle, or the error of the call that returned none.</summary>
    internal static IntPtr Check(IntPtr handle) => handle != IntPtr.Zero ? handle : throw LastError();

    /// <summary>Throws the error of a call whose status is not 0.</summary>
    internal static void Check(int status)
    {
        if (status != 0)
            throw LastError();
    }

    private static ExternalException LastError()
    {
        var message = Marshal.PtrToStringUTF8(mt_last_error()) ?? "";
        int end = message.IndexOf('\n');
        return new ExternalException(end < 0 ? message : message[..end]);
    }
}
