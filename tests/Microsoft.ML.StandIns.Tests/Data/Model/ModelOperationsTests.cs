using System.IO.Compression;
using System.Reflection;
using System.Text;
using Microsoft.ML.Data;

namespace Microsoft.ML.StandIns.Tests.Data.Model;

public sealed class ModelOperationsTests : IDisposable
{
    private readonly MLContext _ml = new(1);
    private readonly string _path = Path.GetTempFileName();

    public ModelOperationsTests() => TextLength.Register(_ml);

    public void Dispose() => File.Delete(_path);

    private sealed class Row
    {
        public string Text = "hello";
        [VectorType(2)]
        public float[] Numbers = [1, 2];
    }

    private sealed class Out
    {
        public float Length = 0;
    }

    private IDataView Data() => _ml.Data.LoadFromEnumerable([new Row()]);

    private TransformerChain<TextLength> Model(float factor = 1) =>
        new TextLengthEstimator("Length", "Text", factor).Append(new TextLengthEstimator("Tripled", "Text", 3), TransformerScope.TrainTest).Fit(Data());

    private float Score(ITransformer model) => _ml.Data.CreateEnumerable<Out>(model.Transform(Data()), false).Single().Length;

    [Fact]
    public void A_model_is_a_zip_of_folders()
    {
        _ml.Model.Save(Model(), Data().Schema, _path);
        using var zip = ZipFile.OpenRead(_path);
        Assert.Equal(
            [
                "Schema", "TrainingInfo/Version.txt", "TransformerChain/Model.key",
                "TransformerChain/Transform_000/Factor.bin", "TransformerChain/Transform_000/Model.key", "TransformerChain/Transform_000/Note.txt",
                "TransformerChain/Transform_001/Factor.bin", "TransformerChain/Transform_001/Model.key", "TransformerChain/Transform_001/Note.txt",
            ],
            zip.Entries.Select(entry => entry.FullName).Order(StringComparer.Ordinal));
        using var version = new StreamReader(zip.GetEntry("TrainingInfo/Version.txt").Open());
        Assert.Equal(typeof(MLContext).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>().InformationalVersion, version.ReadLine());
    }

    [Fact]
    public void The_entry_of_a_part_has_the_documented_header()
    {
        _ml.Model.Save(Model(), Data().Schema, _path);
        using var zip = ZipFile.OpenRead(_path);
        using var reader = new BinaryReader(zip.GetEntry("TransformerChain/Transform_000/Model.key").Open());
        var bytes = reader.ReadBytes(10_000);
        Assert.Equal("ML\0MODEL", Encoding.ASCII.GetString(bytes, 0, 8));
        Assert.Equal(0x100, BitConverter.ToInt64(bytes, 0x10));
        var size = BitConverter.ToInt64(bytes, 0x18);
        Assert.Equal("\u0006Length\u0004Text", Encoding.ASCII.GetString(bytes, 0x100, (int)size));
        Assert.Equal("TEXT\0LEN", Encoding.ASCII.GetString(bytes, 0x40, 8));
        Assert.Equal(0x00010001u, BitConverter.ToUInt32(bytes, 0x48));
        Assert.Equal(TextLength.LoaderName, Encoding.ASCII.GetString(bytes, 0x50, 24).TrimEnd('\0'));
        var place = (int)BitConverter.ToInt64(bytes, 0x90);
        Assert.Equal(typeof(TextLength).Assembly.FullName, Encoding.Unicode.GetString(bytes, place, BitConverter.ToInt32(bytes, 0x98)));
        Assert.Equal("LEDOM\0LM", Encoding.ASCII.GetString(bytes, (int)BitConverter.ToInt64(bytes, 0x80), 8));
        Assert.Equal(bytes.Length, BitConverter.ToInt64(bytes, 0x88));
    }

    [Fact]
    public void A_chain_comes_back_with_scopes_and_schema()
    {
        _ml.Model.Save(Model(2), Data().Schema, _path);
        var loaded = Assert.IsType<TransformerChain<ITransformer>>(_ml.Model.Load(_path, out var schema));
        Assert.Equal([2f, 3f], loaded.Cast<TextLength>().Select(part => part.Factor));
        Assert.Equal(["Text: String", "Numbers: Vector<Single, 2>"], schema.Select(column => column.ToString()));
        Assert.Equal(["Text", "Numbers", "Length"], loaded.Transform(Data()).Schema.Select(column => column.Name));
        Assert.Equal(10, Score(loaded));
    }

    [Fact]
    public void A_model_is_loaded_twice_and_beside_another()
    {
        using var one = new MemoryStream();
        using var two = new MemoryStream();
        _ml.Model.Save(Model(2), Data().Schema, one);
        _ml.Model.Save(Model(4), null, two);
        one.Position = two.Position = 0;
        var first = _ml.Model.Load(one, out _);
        one.Position = 0;
        var again = _ml.Model.Load(one, out _);
        var other = _ml.Model.Load(two, out var none);
        Assert.Null(none);
        Assert.Equal([10f, 10f, 20f], new[] { first, again, other }.Select(Score));
    }

    [Fact]
    public void A_single_transformer_is_stored_without_a_chain()
    {
        _ml.Model.Save(new TextLength("Length", "Text", 7), Data().Schema, _path);
        using (var zip = ZipFile.OpenRead(_path))
            Assert.NotNull(zip.GetEntry("TransformerChain/Factor.bin"));
        Assert.Equal(7, Assert.IsType<TextLength>(_ml.Model.Load(_path, out _)).Factor);
    }

    [Fact]
    public void An_unknown_loader_is_an_error()
    {
        _ml.Model.Save(new TextLength("Length", "Text", 7), Data().Schema, _path);
        Assert.Throws<FormatException>(() => new MLContext().Model.Load(_path, out _));
        _ml.Model.Save(Model(), Data().Schema, _path);
        var error = Assert.Throws<InvalidOperationException>(() => new MLContext().Model.Load(_path, out _));
        Assert.Equal("Error during class instantiation", error.Message);
    }

    [Fact]
    public void Registering_twice_is_harmless()
    {
        TextLength.Register(_ml);
        TextLength.Register(_ml);
    }

    [Fact]
    public void The_error_of_a_loader_is_inside()
    {
        _ml.Model.Save(new TextLength("Length", "Unloadable", 7), Data().Schema, _path);
        var error = Assert.Throws<TargetInvocationException>(() => _ml.Model.Load(_path, out _));
        Assert.Equal("The model of Unloadable is damaged.", Assert.IsType<InvalidDataException>(error.InnerException).Message);

        _ml.Model.Save(new TransformerChain<ITransformer>(new TextLength("Length", "Unloadable", 7)), Data().Schema, _path);
        error = Assert.Throws<TargetInvocationException>(() => _ml.Model.Load(_path, out _));
        Assert.IsType<InvalidDataException>(Assert.IsType<TargetInvocationException>(error.InnerException).InnerException);
    }

    /// <summary>Keys from texts and back, a copy and dropped columns, over the other library's file.</summary>
    [Fact]
    public void A_model_that_the_stand_in_saved_is_loaded_and_works()
    {
        var model = _ml.Model.Load(Path.Combine(AppContext.BaseDirectory, "saved-by-stand-in.zip"), out var schema);
        Assert.Equal(
            ["Label: String", "V: Vector<Single, 2>", "Key: Key<UInt32, 0-1> {KeyValues}", "Copy: String", "Back: String"],
            schema.Select(column => column.ToString()));
        var values = default(VBuffer<ReadOnlyMemory<char>>);
        schema["Key"].GetKeyValues(ref values);
        Assert.Equal(["a", "b"], values.DenseValues().Select(value => value.ToString()));
        var scored = model.Transform(_ml.Data.LoadFromEnumerable([new Labelled { Label = "b" }, new Labelled { Label = "c" }]));
        Assert.Equal([2u, 0u], scored.GetColumn<uint>("Key"));
        Assert.Equal(["b", ""], scored.GetColumn<string>("Back"));
        Assert.Equal(["wörld", "wörld"], scored.GetColumn<string>("Copy"));
        Assert.Null(scored.Schema.GetColumnOrNull("Text"));
    }

    private sealed class Labelled
    {
        public string Label;
        public string Text = "wörld";
        [VectorType(2)]
        public float[] V = [1, 2];
    }

    [Fact]
    public void Files_that_are_no_models_are_refused()
    {
        Assert.Throws<FileNotFoundException>(() => _ml.Model.Load(_path + ".none", out _));
        Assert.Equal("filePath", Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Model.Load((string)null, out _)).ParamName);
        File.WriteAllText(_path, "hello");
        Assert.Throws<FormatException>(() => _ml.Model.Load(_path, out _));
        _ml.Model.Save(Model(), Data().Schema, _path);
        File.WriteAllBytes(_path, File.ReadAllBytes(_path)[..200]);
        Assert.Throws<FormatException>(() => _ml.Model.Load(_path, out _));
        using (var zip = new ZipArchive(File.Create(_path), ZipArchiveMode.Create))
            zip.CreateEntry("foreign");
        Assert.Throws<InvalidOperationException>(() => _ml.Model.Load(_path, out _));
    }

    [Fact]
    public void Targets_are_checked()
    {
        Assert.Equal("filePath", Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Model.Save(Model(), Data().Schema, "")).ParamName);
        Assert.Throws<ArgumentNullException>(() => _ml.Model.Save(Model(), Data().Schema, (Stream)null));
        Assert.Throws<DirectoryNotFoundException>(() => _ml.Model.Save(Model(), Data().Schema, "/nowhere/model.zip"));
    }
}
