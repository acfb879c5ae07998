using System.IO.Compression;

namespace Microsoft.ML.StandIns.Tests;

/// <summary>The file beside this one was saved by Microsoft.ML 5.0.1: keys of four types and back, a copy, columns dropped and selected.</summary>
public sealed class SavedModelTests
{
    private static readonly string _file = Path.Combine(AppContext.BaseDirectory, "saved-by-5.0.1.zip");

    private readonly MLContext _ml = new(1);

    private IDataView Data() => _ml.Data.LoadFromEnumerable(
    [
        new Row { Text = "b", Number = 2.5f, Flag = true, Count = -7 },
        new Row { Text = "ä", Number = float.NaN, Flag = false, Count = 300 },
        new Row { Text = "b", Number = -1, Flag = true, Count = -7 },
        new Row { Text = "unheard", Number = 2.5f, Flag = true, Count = 6 },
    ]);

    [Fact]
    public void A_model_saved_by_the_real_package_is_loaded_and_works()
    {
        var model = _ml.Model.Load(_file, out var schema);
        Assert.Equal(["Text", "Number", "Flag", "Count"], schema.Select(column => column.Name));
        Assert.Equal(["1|b|2.5|-7|1", "2|ä|NaN|300|2", "1|b|-1|-7|1", "0||2.5|0|1"], RowTexts.Of(model.Transform(Data())));
    }

    /// <summary>Up to the place where the assembly's name begins, which is the last thing in a model stream.</summary>
    [Fact]
    public void A_loaded_model_is_saved_byte_for_byte_as_it_was()
    {
        var model = _ml.Model.Load(_file, out var schema);
        using var stream = new MemoryStream();
        _ml.Model.Save(model, schema, stream);
        using var expected = ZipFile.OpenRead(_file);
        using var actual = new ZipArchive(stream);
        Assert.Equal(expected.Entries.Select(entry => entry.FullName).Order(), actual.Entries.Select(entry => entry.FullName).Order());
        foreach (var entry in expected.Entries.Where(entry => entry.FullName.StartsWith("TransformerChain/")))
            Assert.Equal(Content(entry), Content(actual.GetEntry(entry.FullName)));
    }

    private static byte[] Content(ZipArchiveEntry entry)
    {
        using var stream = entry.Open();
        using var content = new MemoryStream();
        stream.CopyTo(content);
        var bytes = content.ToArray();
        if (!entry.Name.Equals("Model.key"))
            return bytes;
        const int HeaderSize = 256, FieldOfAssemblyName = 144;
        var end = (int)BitConverter.ToInt64(bytes, FieldOfAssemblyName);
        return [.. bytes[..128], .. bytes[HeaderSize..end]];
    }

    private sealed class Row
    {
        public string Text { get; set; }

        public float Number { get; set; }

        public bool Flag { get; set; }

        public int Count { get; set; }
    }
}
