namespace MultiFit.Cli;

/// <summary>A file the command is asked to write: checked before the work, and there whole or not at all.</summary>
internal static class OutputFile
{
    /// <summary>Throws unless a file can be created there.</summary>
    public static void CheckWritable(string path)
    {
        if (Directory.Exists(path))
            throw new IOException($"{path}: this is a folder, the name of a file is needed");
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (!Directory.Exists(folder))
            throw new DirectoryNotFoundException($"{path}: there is no folder '{folder}'");
        var probe = Beside(path);
        try
        {
            File.Create(probe).Dispose();
            File.Delete(probe);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"{path}: cannot be written ({exception.Message})", exception);
        }
    }

    /// <summary>Writes to a temporary name in the same folder and moves the finished file into place.</summary>
    public static void Write(string path, Action<Stream> write)
    {
        var temporary = Beside(path);
        try
        {
            using (var stream = File.Create(temporary))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    private static string Beside(string path) => $"{Path.GetFullPath(path)}.{Guid.NewGuid():N}.tmp";
}
