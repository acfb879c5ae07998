using Microsoft.ML.Data;

namespace Microsoft.ML.StandIns.Tests.Data.Prediction;

public class PredictionEngineTests
{
    private readonly MLContext _ml = new(1);

    private sealed class Row
    {
        public string Text;
        [VectorType(1)]
        public float[] Numbers = [1];
    }

    private sealed class Out
    {
        public string Text;
        public float Length = 0;
    }

    private sealed class Lacking
    {
        public float Elsewhere = 4;
    }

    private static TransformerChain<TextLength> Model() => new TransformerChain<TextLength>(new TextLength("Length", "Text", 2))
        .Append(new TextLength("Hidden", "Text", 3), TransformerScope.TrainTest);

    [Fact]
    public void One_example_at_a_time()
    {
        using var engine = _ml.Model.CreatePredictionEngine<Row, Out>(Model());
        var first = engine.Predict(new Row { Text = "abc" });
        var second = engine.Predict(new Row { Text = "abcd" });
        Assert.Equal(("abc", 6f), (first.Text, first.Length));
        Assert.Equal(("abcd", 8f), (second.Text, second.Length));
        var reused = first;
        engine.Predict(new Row { Text = "" }, ref reused);
        Assert.Same(first, reused);
        Assert.Equal(0, reused.Length);
        Out none = null;
        engine.Predict(new Row { Text = "x" }, ref none);
        Assert.Equal(2, none.Length);
        Assert.Throws<ArgumentNullException>(() => engine.Predict(null));
    }

    [Fact]
    public void Only_the_scoring_parts_show()
    {
        using var engine = _ml.Model.CreatePredictionEngine<Row, Out>(Model());
        Assert.Equal(["Text", "Numbers", "Length"], engine.OutputSchema.Select(column => column.Name));
    }

    [Fact]
    public void Missing_output_columns_are_ignored_unless_told_otherwise()
    {
        using var engine = _ml.Model.CreatePredictionEngine<Row, Lacking>(Model());
        Assert.Equal(4, engine.Predict(new Row { Text = "x" }).Elsewhere);
        Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Model.CreatePredictionEngine<Row, Lacking>(Model(), ignoreMissingColumns: false));
        Assert.Throws<ArgumentNullException>(() => _ml.Model.CreatePredictionEngine<Row, Out>(null));
        Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Model.CreatePredictionEngine<Lacking, Out>(Model()));
    }

    [Fact]
    public void The_transformer_goes_with_the_engine_if_owned()
    {
        var transformer = new TextLength("Length", "Text", 1);
        _ml.Model.CreatePredictionEngine<Row, Out>(transformer, new PredictionEngineOptions { OwnsTransformer = false }).Dispose();
        Assert.Equal(0, transformer.DisposeCount);
        var engine = _ml.Model.CreatePredictionEngine<Row, Out>(transformer);
        engine.Dispose();
        engine.Dispose();
        Assert.Equal(1, transformer.DisposeCount);
    }

    [Fact]
    public void An_input_schema_gives_types_and_annotations()
    {
        var annotations = new DataViewSchema.Annotations.Builder();
        annotations.AddPrimitiveValue("Origin", NumberDataViewType.Single, 2f);
        var builder = new DataViewSchema.Builder();
        builder.AddColumn("Text", TextDataViewType.Instance, annotations.ToAnnotations());
        builder.AddColumn("Numbers", new VectorDataViewType(NumberDataViewType.Single, 8));
        using var engine = _ml.Model.CreatePredictionEngine<Row, Out>(Model(), builder.ToSchema());
        Assert.Equal(
            ["Text: String {Origin}", "Numbers: Vector<Single, 8>", "Length: Single"], engine.OutputSchema.Select(column => column.ToString()));
        builder.AddColumn("Extra", TextDataViewType.Instance);
        Assert.Throws<InvalidOperationException>(() => _ml.Model.CreatePredictionEngine<Row, Out>(Model(), builder.ToSchema()));
    }
}
