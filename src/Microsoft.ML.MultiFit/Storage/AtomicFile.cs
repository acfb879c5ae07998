using System.Text;

namespace Microsoft.ML.MultiFit;

/// <summary>
/// Files that appear whole or not at all: written under a temporary name in the same folder, flushed to disk, then moved into place. What a process left there that was
/// killed while it wrote is removed by the next file in the folder.
/// </summary>
internal static class AtomicFile
{
    private const string Prefix = ".multifit-";

    private const string Suffix = ".tmp";

    // A file is locked while it is written, but not yet when it is made nor any more when it is moved.
    private static readonly TimeSpan s_abandoned = TimeSpan.FromHours(1);

    /// <summary>Writes a file. On any failure the file that was there before is left as it was, and nothing else is left behind.</summary>
    /// <param name="path">The file; an existing one is replaced.</param>
    /// <param name="write">Writes the content; the stream can seek unless the path is a device.</param>
    /// <exception cref="IOException">The folder is missing, the disk is full, …; the message names the path.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written to; the message names the path.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentNullException.ThrowIfNull(write);
        if (IsDevice(path))
        {
            Named(path, () =>
            {
                using var device = new FileStream(path, FileMode.Open, FileAccess.Write);
                write(device);
            });
            return;
        }

        CheckNames(path);
        Named(path, () => Replace(path, write));
    }

    /// <summary>Writes a file of text in UTF-8, in the same way.</summary>
    public static void WriteText(string path, string text) => Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)));

    /// <summary>Throws what <see cref="Write"/> would throw for a missing or read-only folder, so that long work is not done in vain.</summary>
    public static void CheckWritable(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        if (IsDevice(path))
            return;
        CheckNames(path);
        Named(path, () => new FileStream(TemporaryName(Target(path)), FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose).Dispose());
    }

    private static void CheckNames(string path)
    {
        if (Directory.Exists(path))
            throw new IOException($"{path}: this is a folder, the name of a file is needed");
        string folder = FolderOf(Target(path));
        if (!Directory.Exists(folder))
            throw new DirectoryNotFoundException($"{path}: there is no folder '{folder}'");
    }

    private static void Replace(string path, Action<Stream> write)
    {
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

        RemoveAbandoned(FolderOf(target));
    }

    private static void RemoveAbandoned(string folder)
    {
        var all = new EnumerationOptions { AttributesToSkip = 0, IgnoreInaccessible = true };
        foreach (var file in new DirectoryInfo(folder).EnumerateFiles($"{Prefix}*{Suffix}", all).Where(file => file.LastWriteTimeUtc < DateTime.UtcNow - s_abandoned))
        {
            try
            {
                new FileStream(file.FullName, FileMode.Open, FileAccess.ReadWrite, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose).Dispose();
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // Another process still writes it or has just removed it, or it belongs to somebody else.
            }
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
            throw new UnauthorizedAccessException($"{path}: cannot be written ({exception.Message})", exception);
        }
        catch (IOException exception)
        {
            throw new IOException($"{path}: cannot be written ({exception.Message})", exception);
        }
    }

    // A link keeps pointing to the file it points to; only that file is replaced.
    private static string Target(string path) =>
        new FileInfo(path).LinkTarget is null ? Path.GetFullPath(path) : File.ResolveLinkTarget(path, returnFinalTarget: true)!.FullName;

    private static string TemporaryName(string target) => Path.Combine(FolderOf(target), $"{Prefix}{Path.GetRandomFileName()}{Suffix}");

    private static string FolderOf(string target) => Path.GetDirectoryName(target)!;

    // Moving a file over /dev/stdout would replace the device.
    private static bool IsDevice(string path) => Path.GetDirectoryName(Path.GetFullPath(path)) is "/dev" or "/dev/fd" or "/proc/self/fd";
}
