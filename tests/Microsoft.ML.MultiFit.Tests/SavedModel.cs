using System.IO.Compression;

namespace Microsoft.ML.MultiFit.Tests;

/// <summary>Saves models, loads them, and damages them in between.</summary>
internal static class SavedModel
{
    public static byte[] Save(MLContext ml, ITransformer model, DataViewSchema schema)
    {
        var stream = new MemoryStream();
        ml.Model.Save(model, schema, stream);
        return stream.ToArray();
    }

    public static ITransformer Load(MLContext ml, byte[] bytes) => ml.Model.Load(new MemoryStream(bytes), out _);

    /// <summary>The names of the file's entries, with the platform's separator made a slash.</summary>
    public static List<string> Entries(byte[] bytes)
    {
        using var zip = new ZipArchive(new MemoryStream(bytes));
        return [.. zip.Entries.Select(entry => entry.FullName.Replace('\\', '/'))];
    }

    /// <summary>The same file with one entry changed, or left out where the change gives null.</summary>
    public static byte[] Change(byte[] bytes, string entryName, Func<byte[], byte[]?> change)
    {
        var result = new MemoryStream();
        bool found = false;
        using (var source = new ZipArchive(new MemoryStream(bytes)))
        using (var target = new ZipArchive(result, ZipArchiveMode.Create))
        {
            foreach (var entry in source.Entries)
            {
                var content = new MemoryStream();
                using (var stream = entry.Open())
                    stream.CopyTo(content);
                byte[]? written = content.ToArray();
                if (entry.FullName.Replace('\\', '/').EndsWith(entryName, StringComparison.Ordinal))
                    (found, written) = (true, change(written));
                if (written is null)
                    continue;
                using var output = target.CreateEntry(entry.FullName).Open();
                output.Write(written);
            }
        }

        Assert.True(found, $"there is no entry {entryName}");
        return result.ToArray();
    }

    /// <summary>Everything that went wrong: ML.NET wraps a loader's exception in its own.</summary>
    public static string LoadError(MLContext ml, byte[] bytes)
    {
        var exception = Assert.ThrowsAny<Exception>(() => Load(ml, bytes));
        var messages = new List<string>();
        for (Exception? inner = exception; inner is not null; inner = inner.InnerException)
            messages.Add($"{inner.GetType().Name}: {inner.Message}");
        return string.Join('\n', messages);
    }
}
