namespace Microsoft.ML.StandIns.Tests;

public sealed class ColumnTransformsTests
{
    private readonly MLContext _ml = new(1);
    private readonly IDataView _data;

    public ColumnTransformsTests() => _data = _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 5).Select(
        index => new Row { Text = "t" + index, Number = index, Flag = index > 2 }).ToArray());

    private static string[] Names(IEnumerable<DataViewSchema.Column> schema) =>
        [.. schema.Select(column => column.Name + (column.IsHidden ? " hidden" : ""))];

    [Fact]
    public void A_copy_has_the_values_type_and_annotations()
    {
        var keyed = _ml.Transforms.Conversion.MapValueToKey("Key", "Text").Fit(_data).Transform(_data);
        var copied = _ml.Transforms.CopyColumns("Copy", "Key").Fit(keyed).Transform(keyed);
        Assert.Equal(["Text", "Number", "Flag", "Key", "Copy"], Names(copied.Schema));
        Assert.Equal(copied.Schema["Key"].Type, copied.Schema["Copy"].Type);
        Assert.Equal("KeyValues", copied.Schema["Copy"].Annotations.Schema.Single().Name);
        Assert.Equal([1u, 2u, 3u, 4u, 5u], _ml.Data.CreateEnumerable<Copied>(copied, false, ignoreMissingColumns: true).Select(row => row.Copy));
        Assert.Equal(5, copied.GetRowCount());
    }

    [Fact]
    public void A_copy_onto_another_column_hides_it()
    {
        var copied = _ml.Transforms.CopyColumns("Text", "Number").Fit(_data).Transform(_data);
        Assert.Equal(["Text hidden", "Text", "Number", "Flag"], Names(copied.Schema));
        Assert.Equal(["Number", "Flag"], Names(_ml.Transforms.DropColumns("Text").Fit(copied).Transform(copied).Schema));
        Assert.Equal(["Text hidden", "Text", "Flag"], Names(_ml.Transforms.DropColumns("Number").Fit(copied).Transform(copied).Schema));
        Assert.Equal(["Text"], Names(_ml.Transforms.SelectColumns("Text").Fit(copied).Transform(copied).Schema));
        Assert.Equal(["Text hidden", "Text"], Names(_ml.Transforms.SelectColumns(["Text"], keepHidden: true).Fit(copied).Transform(copied).Schema));
    }

    [Fact]
    public void Dropping_and_selecting_leave_the_named_columns()
    {
        var dropped = _ml.Transforms.DropColumns("Number").Fit(_data).Transform(_data);
        Assert.Equal(["Text", "Flag"], Names(dropped.Schema));
        Assert.Equal(["t0", "t1", "t2", "t3", "t4"], _ml.Data.CreateEnumerable<Row>(dropped, false, ignoreMissingColumns: true).Select(row => row.Text));
        var selected = _ml.Transforms.SelectColumns("Number", "Text").Fit(_data).Transform(_data);
        Assert.Equal(["Number", "Text"], Names(selected.Schema));
        Assert.Equal((3f, "t3"), _ml.Data.CreateEnumerable<Row>(selected, false, ignoreMissingColumns: true).Select(row => (row.Number, row.Text)).ElementAt(3));
        Assert.Equal(5, selected.GetRowCount());
    }

    [Fact]
    public void Shapes_follow()
    {
        var estimator = _ml.Transforms.CopyColumns("Copy", "Number").Append(_ml.Transforms.DropColumns("Text"));
        Assert.Equal(["Number", "Flag", "Copy"], estimator.GetOutputSchema(ShapeOf.View(_ml, _data)).Select(column => column.Name));
        Assert.Equal(["Text", "Flag"], _ml.Transforms.SelectColumns("Flag", "Text").GetOutputSchema(ShapeOf.View(_ml, _data)).Select(column => column.Name));
    }

    [Fact]
    public void Missing_columns_are_refused()
    {
        IEstimator<ITransformer>[] estimators =
            [_ml.Transforms.CopyColumns("Copy", "Nope"), _ml.Transforms.DropColumns("Nope"), _ml.Transforms.SelectColumns("Nope")];
        foreach (var estimator in estimators)
        {
            Assert.Contains("'Nope'", Assert.Throws<ArgumentOutOfRangeException>(() => estimator.GetOutputSchema(ShapeOf.View(_ml, _data))).Message);
            Assert.Contains("'Nope'", Assert.Throws<ArgumentOutOfRangeException>(() => estimator.Fit(_data).Transform(_data)).Message);
        }
    }

    [Fact]
    public void All_travel_with_the_model_and_serve_a_prediction()
    {
        var pipeline = _ml.Transforms.CopyColumns("Copy", "Number").Append(_ml.Transforms.DropColumns("Flag"))
            .Append(_ml.Transforms.SelectColumns("Copy", "Text")).Append(_ml.Transforms.CopyColumns("Again", "Copy"));
        using var stream = new MemoryStream();
        _ml.Model.Save(pipeline.Fit(_data), _data.Schema, stream);
        stream.Position = 0;
        var model = new MLContext().Model.Load(stream, out _);
        Assert.Equal(["Copy", "Text", "Again"], Names(model.Transform(_data).Schema));
        using var engine = _ml.Model.CreatePredictionEngine<Row, Predicted>(model);
        Assert.Equal((7f, 7f, "x"), engine.Predict(new Row { Number = 7, Text = "x" }) is { } one ? (one.Copy, one.Again, one.Text) : default);
    }

    private sealed class Row
    {
        public string Text { get; set; } = "";

        public float Number { get; set; }

        public bool Flag { get; set; }
    }

    private sealed class Copied
    {
        public uint Copy { get; set; }
    }

    private sealed class Predicted
    {
        public float Copy { get; set; }

        public float Again { get; set; }

        public string Text { get; set; } = "";
    }
}
