using System.IO.Compression;
using SharpCompress.Compressors.BZip2;
using SharpCompress.Compressors.Xz;

namespace Microsoft.ML.MultiFit;

/// <summary>Files that may be packed: gzip, bzip2 (also of many streams, as dumps are) or xz, unpacked while they are read; any other file is given as it is.</summary>
/// <remarks>
/// The kind is known by the first bytes, not by the name. A gzip file that breaks off is noticed only in a program that sets the runtime option
/// <c>System.IO.Compression.UseStrictValidation</c>; the other kinds are always noticed.
/// </remarks>
public static class CompressedFile
{
    /// <summary>Opens a file for reading from its first unpacked byte to its last.</summary>
    /// <returns>A stream that cannot seek if the file is packed. It throws <see cref="InvalidDataException"/> where packed data are damaged.</returns>
    /// <exception cref="FileNotFoundException">There is no such file, or it is a folder.</exception>
    public static Stream OpenRead(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Directory.Exists(path))
            throw new FileNotFoundException($"{path}: this is a folder, a file is needed");
        if (!File.Exists(path))
            throw new FileNotFoundException($"{path}: there is no such file");
        var file = File.OpenRead(path);
        try
        {
            Span<byte> start = stackalloc byte[6];
            int length = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
            file.Position = 0;
            return Unpack(file, start[..length]);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static Stream Unpack(FileStream file, ReadOnlySpan<byte> start)
    {
        if (start.StartsWith((ReadOnlySpan<byte>)[0x1f, 0x8b]))
            return new UnpackedStream(file, "gzip", inner => new GZipStream(inner, System.IO.Compression.CompressionMode.Decompress));
        if (start.StartsWith("BZh"u8))
        {
            return new UnpackedStream(
                file,
                "bzip2",
                inner => BZip2Stream.Create(
                    inner, SharpCompress.Compressors.CompressionMode.Decompress, decompressConcatenated: true, leaveOpen: true));
        }

        if (start.StartsWith((ReadOnlySpan<byte>)[0xfd, .. "7zXZ"u8, 0]))
            return new UnpackedStream(file, "xz", inner => new XZStream(inner));
        return file;
    }
}
