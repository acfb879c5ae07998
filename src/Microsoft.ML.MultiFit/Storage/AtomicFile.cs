using System.Text;

namespace Microsoft.ML.MultiFit;

/// <summary>Files that appear whole or not at all: written under a temporary name in the same folder, flushed to disk, then moved into place.</summary>
internal static class AtomicFile
{
    /// <summary>Writes a file. On any failure the file that was there before is left as it was, and nothing else is left behind.</summary>
    /// <param name="path">The file; an existing one is replaced.</param>
    /// <param name="write">Writes the content; the stream can seek unless the path is a device.</param>
    /// <exception cref="IOException">The folder is missing, the disk is full, …; the message names the path.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written to; the message names the path.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentNullException.ThrowIfNull(write);
        Named(path, () =>
        {
            if (IsDevice(path))
            {
                using var device = new FileStream(path, FileMode.Open, FileAccess.Write);
                write(device);
            }
            else
            {
                Replace(path, write);
            }
        });
    }

    /// <summary>Writes a file of text in UTF-8, in the same way.</summary>
    public static void WriteText(string path, string text) => Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)));

    /// <summary>Throws what <see cref="Write"/> would throw for a missing or read-only folder, so that long work is not done in vain.</summary>
    public static void CheckWritable(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        if (IsDevice(path))
            return;
        Named(path, () =>
        {
            if (Directory.Exists(path))
                throw new IOException("it is a folder.");
            using var probe = new FileStream(
                TemporaryName(Target(path)), FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose);
        });
    }

    private static void Replace(string path, Action<Stream> write)
    {
        if (Directory.Exists(path))
            throw new IOException("it is a folder.");
        string target = Target(path);
        string temporary = TemporaryName(target);
        var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.ReadWrite);
        try
        {
            using (stream)
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, target, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    private static void Named(string path, Action action)
    {
        try
        {
            action();
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new UnauthorizedAccessException($"Cannot write '{path}': {exception.Message}", exception);
        }
        catch (IOException exception)
        {
            throw new IOException($"Cannot write '{path}': {exception.Message}", exception);
        }
    }

    // A link keeps pointing to the file it points to; only that file is replaced.
    private static string Target(string path) =>
        new FileInfo(path).LinkTarget is null ? Path.GetFullPath(path) : File.ResolveLinkTarget(path, returnFinalTarget: true)!.FullName;

    private static string TemporaryName(string target) => Path.Combine(Path.GetDirectoryName(target)!, $".multifit-{Path.GetRandomFileName()}.tmp");

    // Moving a file over /dev/stdout would replace the device.
    private static bool IsDevice(string path) => Path.GetDirectoryName(Path.GetFullPath(path)) is "/dev" or "/dev/fd" or "/proc/self/fd";
}
