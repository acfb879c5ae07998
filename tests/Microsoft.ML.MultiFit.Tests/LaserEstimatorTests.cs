using Microsoft.ML.Data;

namespace Microsoft.ML.MultiFit.Tests;

public class LaserEstimatorTests
{
    private static readonly LaserEncoder s_encoder = new LaserFiles().Load();
    private static readonly string?[] s_texts = ["ab cd. e", "", null, "ABABCD", "«ab»"];
    private readonly MLContext _ml = new(1);

    [Fact]
    public void Gives_the_encoders_vectors()
    {
        var options = new LaserOptions { Language = "de" };
        var view = Fit(options).Transform(Data());
        Assert.Equal(10, Assert.IsType<VectorDataViewType>(view.Schema["Vector"].Type).Size);
        Assert.Equal(s_encoder.Embed([.. s_texts.Select(text => text ?? "")], options), view.GetColumn<float[]>("Vector"));
    }

    [Fact]
    public void A_saved_model_gives_the_same_vectors()
    {
        var transformer = Fit(new LaserOptions { Language = "fr", SplitSentences = false, DecodeEntities = false });
        var bytes = SavedModel.Save(_ml, transformer, Data().Schema);
        var loaded = Assert.IsType<LaserTransformer>(SavedModel.Load(new MLContext(), bytes));
        Assert.Equal(("Text", "Vector", transformer.Options), (loaded.InputColumnName, loaded.OutputColumnName, loaded.Options));
        Assert.Equal(s_encoder.Architecture, loaded.Encoder.Architecture);
        Assert.Equal(transformer.Transform(Data()).GetColumn<float[]>("Vector"), loaded.Transform(Data()).GetColumn<float[]>("Vector"));
        loaded.ThreadCount = 1;
        var engine = _ml.Model.CreatePredictionEngine<LabeledText, Prediction>(loaded);
        Assert.Equal(s_encoder.Embed(["ab. cd"], transformer.Options)[0], engine.Predict(new LabeledText { Text = "ab. cd" }).Vector);
    }

    [Theory]
    [InlineData("laser.json")]
    [InlineData("weights.safetensors")]
    [InlineData("dictionary.txt")]
    [InlineData("bpe.codes")]
    [InlineData("bpe.vocabulary")]
    public void Damaged_entries_are_refused_by_name(string entry)
    {
        var bytes = SavedModel.Save(_ml, Fit(new LaserOptions()), Data().Schema);
        var cut = SavedModel.LoadError(_ml, SavedModel.Change(bytes, entry, content => content[..^5]));
        Assert.Contains("InvalidDataException", cut);
        Assert.Contains($"'{entry}'", cut);
        Assert.Contains("none of that name", SavedModel.LoadError(_ml, SavedModel.Change(bytes, entry, _ => null)));
    }

    [Fact]
    public void The_shape_before_the_data_is_that_of_the_data()
    {
        var shape = _ml.Transforms.Text.Laser("Vector", "Text", s_encoder).GetOutputSchema(Shapes.Of(("Text", TextDataViewType.Instance, false)));
        var column = shape.Single(column => column.Name == "Vector");
        Assert.Equal((SchemaShape.Column.VectorKind.Vector, NumberDataViewType.Single, false), (column.Kind, column.ItemType, column.IsKey));
    }

    [Fact]
    public void Wrong_arguments_and_columns_are_named()
    {
        Assert.Equal("encoder", Assert.Throws<ArgumentNullException>(() => _ml.Transforms.Text.Laser("Vector", "Text", null!)).ParamName);
        var wrong = new LaserOptions { Language = "" };
        Assert.Contains("Language", Assert.Throws<ArgumentException>(() => _ml.Transforms.Text.Laser("Vector", "Text", s_encoder, wrong)).Message);
        var estimator = _ml.Transforms.Text.Laser("Vector", "Weight", s_encoder);
        Assert.StartsWith("Schema mismatch for text column 'Weight'", Assert.Throws<ArgumentOutOfRangeException>(() => estimator.Fit(Data())).Message);
        var shape = Shapes.Of(("Weight", NumberDataViewType.Single, false));
        Assert.StartsWith("Schema mismatch for text column 'Weight'", Assert.Throws<ArgumentOutOfRangeException>(() => estimator.GetOutputSchema(shape)).Message);
    }

    private LaserTransformer Fit(LaserOptions options) => _ml.Transforms.Text.Laser("Vector", "Text", s_encoder, options).Fit(Data());

    private IDataView Data() => _ml.Data.LoadFromEnumerable(s_texts.Select(text => new LabeledText { Text = text }));

    private sealed class Prediction
    {
        public float[] Vector { get; set; } = [];
    }
}
