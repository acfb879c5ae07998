using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace Microsoft.ML.StandIns.Tests;

public sealed class KeyMappingTests
{
    private readonly MLContext _ml = new(1);
    private readonly IDataView _data;

    public KeyMappingTests() =>
        _data = _ml.Data.LoadFromEnumerable("b a c b a b  d".Split(' ').Select((word, index) => new Row
        {
            Text = word,
            Number = index % 3 == 0 ? float.NaN : 4 - index % 3,
            Words = [word, "z", "b"],
        }).ToArray());

    private static uint[] Keys(IDataView data, string column)
    {
        using var cursor = data.GetRowCursor([data.Schema[column]]);
        var getter = cursor.GetGetter<uint>(data.Schema[column]);
        var keys = new List<uint>();
        for (uint key = 0; cursor.MoveNext();)
        {
            getter(ref key);
            keys.Add(key);
        }

        return [.. keys];
    }

    private static string[] TextKeyValues(DataViewSchema.Column column)
    {
        VBuffer<ReadOnlyMemory<char>> values = default;
        column.GetKeyValues(ref values);
        return [.. values.DenseValues().Select(value => value.ToString())];
    }

    private IDataView Map(string column, int maximum = 1000000, ValueToKeyMappingEstimator.KeyOrdinality order = 0, bool asText = false, IDataView keyData = null) =>
        _ml.Transforms.Conversion.MapValueToKey("K", column, maximum, order, asText, keyData).Fit(_data).Transform(_data);

    [Fact]
    public void Keys_are_numbered_as_they_occur_and_empty_text_has_none()
    {
        var mapped = Map("Text");
        Assert.Equal(new KeyDataViewType(typeof(uint), 4), mapped.Schema["K"].Type);
        Assert.Equal(["b", "a", "c", "d"], TextKeyValues(mapped.Schema["K"]));
        Assert.Equal([1, 2, 3, 1, 2, 1, 0, 4], Keys(mapped, "K"));
    }

    [Fact]
    public void Keys_can_be_numbered_by_value()
    {
        var mapped = Map("Text", order: ValueToKeyMappingEstimator.KeyOrdinality.ByValue);
        Assert.Equal(["a", "b", "c", "d"], TextKeyValues(mapped.Schema["K"]));
        Assert.Equal([2, 1, 3, 2, 1, 2, 0, 4], Keys(mapped, "K"));
    }

    [Theory]
    [InlineData(ValueToKeyMappingEstimator.KeyOrdinality.ByOccurrence, "b,a", new uint[] { 1, 2, 0, 1, 2, 1, 0, 0 })]
    [InlineData(ValueToKeyMappingEstimator.KeyOrdinality.ByValue, "a,b", new uint[] { 2, 1, 0, 2, 1, 2, 0, 0 })]
    public void Beyond_the_maximum_a_value_has_no_key(ValueToKeyMappingEstimator.KeyOrdinality order, string values, uint[] keys)
    {
        var mapped = Map("Text", 2, order);
        Assert.Equal(values, string.Join(",", TextKeyValues(mapped.Schema["K"])));
        Assert.Equal(keys, Keys(mapped, "K"));
        Assert.Throws<ArgumentOutOfRangeException>(() => Map("Text", 0));
    }

    [Fact]
    public void Key_data_fixes_the_values_and_their_order()
    {
        var keyData = _ml.Data.LoadFromEnumerable(new[] { "d", "a", "zz", "a" }.Select(word => new Word { Value = word }));
        Assert.Equal(["d", "a", "zz"], TextKeyValues(Map("Text", keyData: keyData).Schema["K"]));
        Assert.Equal([0, 2, 0, 0, 2, 0, 0, 1], Keys(Map("Text", keyData: keyData), "K"));
        Assert.Equal(["a", "d", "zz"], TextKeyValues(Map("Text", order: ValueToKeyMappingEstimator.KeyOrdinality.ByValue, keyData: keyData).Schema["K"]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Map("Text", keyData: _data));
        Assert.Throws<ArgumentOutOfRangeException>(() => Map("Number", keyData: keyData));
    }

    [Fact]
    public void Numbers_are_mapped_and_NaN_has_no_key()
    {
        var mapped = Map("Number");
        Assert.Equal([0, 1, 2, 0, 1, 2, 0, 1], Keys(mapped, "K"));
        VBuffer<float> values = default;
        mapped.Schema["K"].GetKeyValues(ref values);
        Assert.Equal([3, 2], values.DenseValues());
        Assert.Equal([0, 2, 1, 0, 2, 1, 0, 2], Keys(Map("Number", order: ValueToKeyMappingEstimator.KeyOrdinality.ByValue), "K"));
    }

    [Fact]
    public void Key_values_can_be_text_whatever_the_type() =>
        Assert.Equal(["3", "2"], TextKeyValues(Map("Number", asText: true).Schema["K"]));

    [Fact]
    public void A_vector_is_mapped_slot_by_slot()
    {
        var mapped = Map("Words");
        Assert.Equal(new VectorDataViewType(new KeyDataViewType(typeof(uint), 5), 3), mapped.Schema["K"].Type);
        Assert.Equal(["b", "z", "a", "c", "d"], TextKeyValues(mapped.Schema["K"]));
        using var cursor = mapped.GetRowCursor([mapped.Schema["K"]]);
        var getter = cursor.GetGetter<VBuffer<uint>>(mapped.Schema["K"]);
        VBuffer<uint> value = default;
        cursor.MoveNext();
        cursor.MoveNext();
        getter(ref value);
        Assert.Equal([3, 2, 1], value.DenseValues());
    }

    [Fact]
    public void The_pairs_overload_maps_several_columns_and_a_name_of_its_own_hides_the_source()
    {
        var mapped = _ml.Transforms.Conversion.MapValueToKey([new("A", "Text"), new("Number")]).Fit(_data).Transform(_data);
        Assert.Equal(["Text", "Number", "Number", "Words", "A"], mapped.Schema.Select(column => column.Name));
        Assert.True(mapped.Schema[1].IsHidden);
        Assert.Equal(2, mapped.Schema["Number"].Index);
        Assert.Equal(new KeyDataViewType(typeof(uint), 2), mapped.Schema["Number"].Type);
    }

    [Fact]
    public void Mapping_back_gives_the_values_and_missing_for_what_has_no_key()
    {
        var pipeline = _ml.Transforms.Conversion.MapValueToKey("K", "Text").Append(_ml.Transforms.Conversion.MapValueToKey("N", "Number"))
            .Append(_ml.Transforms.Conversion.MapValueToKey("W", "Words"))
            .Append(_ml.Transforms.Conversion.MapKeyToValue([new("Text2", "K"), new("Number2", "N"), new("Words2", "W")]));
        var mapped = pipeline.Fit(_data).Transform(_data);
        var rows = _ml.Data.CreateEnumerable<Back>(mapped, false, ignoreMissingColumns: true).ToArray();
        Assert.Equal("b a c b a b  d".Split(' '), rows.Select(row => row.Text2));
        Assert.Equal([float.NaN, 3, 2, float.NaN, 3, 2, float.NaN, 3], rows.Select(row => row.Number2));
        Assert.Equal(["c", "z", "b"], rows[2].Words2);
        Assert.Equal(TextDataViewType.Instance, mapped.Schema["Text2"].Type);
    }

    [Fact]
    public void A_key_that_was_not_in_the_fitted_data_is_missing()
    {
        var model = _ml.Transforms.Conversion.MapValueToKey("K", "Value").Fit(_ml.Data.LoadFromEnumerable([new Word { Value = "x" }]));
        var fresh = _ml.Data.LoadFromEnumerable(new[] { "y", "x" }.Select(word => new Word { Value = word }));
        Assert.Equal([0, 1], Keys(model.Transform(fresh), "K"));
    }

    [Fact]
    public void Shapes_know_the_key_and_its_values()
    {
        var estimator = _ml.Transforms.Conversion.MapValueToKey("K", "Number").Append(_ml.Transforms.Conversion.MapKeyToValue("Back", "K"))
            .Append(_ml.Transforms.Conversion.MapValueToKey("T", "Number", addKeyValueAnnotationsAsText: true))
            .Append(_ml.Transforms.Conversion.MapValueToKey("Words"));
        var shape = estimator.GetOutputSchema(ShapeOf.View(_ml, _data));
        Assert.Equal(["Text", "Number", "Words", "K", "Back", "T"], shape.Select(column => column.Name));
        var byName = shape.ToDictionary(column => column.Name);
        Assert.Equal((NumberDataViewType.UInt32, true, SchemaShape.Column.VectorKind.Scalar), (byName["K"].ItemType, byName["K"].IsKey, byName["K"].Kind));
        var values = byName["K"].Annotations.Single();
        Assert.Equal(("KeyValues", (DataViewType)NumberDataViewType.Single, SchemaShape.Column.VectorKind.Vector), (values.Name, values.ItemType, values.Kind));
        Assert.Equal(TextDataViewType.Instance, byName["T"].Annotations.Single().ItemType);
        Assert.Equal((NumberDataViewType.Single, false), (byName["Back"].ItemType, byName["Back"].IsKey));
        Assert.Equal(SchemaShape.Column.VectorKind.Vector, byName["Words"].Kind);
    }

    [Fact]
    public void Columns_that_are_missing_or_of_another_type_are_refused()
    {
        var conversion = _ml.Transforms.Conversion;
        Assert.Contains("'Nope'", Assert.Throws<ArgumentOutOfRangeException>(() => conversion.MapValueToKey("K", "Nope").Fit(_data)).Message);
        Assert.Contains("'Nope'", Assert.Throws<ArgumentOutOfRangeException>(() => conversion.MapValueToKey("K", "Nope").GetOutputSchema(ShapeOf.View(_ml, _data))).Message);
        Assert.Contains("'Nope'", Assert.Throws<ArgumentOutOfRangeException>(() => conversion.MapKeyToValue("K", "Nope").GetOutputSchema(ShapeOf.View(_ml, _data))).Message);
        Assert.Equal("Schema mismatch for input column 'Text': expected KeyType, got String (Parameter 'inputSchema')",
            Assert.Throws<ArgumentOutOfRangeException>(() => conversion.MapKeyToValue("K", "Text").GetOutputSchema(ShapeOf.View(_ml, _data))).Message);
        Assert.ThrowsAny<Exception>(() => conversion.MapKeyToValue("K", "Text").Fit(_data).Transform(_data));
        var bare = _ml.Data.LoadFromEnumerable([new Bare { Key = 1 }]);
        Assert.Contains("'Key'", Assert.Throws<ArgumentOutOfRangeException>(() => conversion.MapKeyToValue("K", "Key").GetOutputSchema(ShapeOf.View(_ml, bare))).Message);
        Assert.Throws<InvalidOperationException>(() => conversion.MapKeyToValue("K", "Key").Fit(bare).Transform(bare));
    }

    [Fact]
    public void Both_mappings_travel_with_the_model()
    {
        var pipeline = _ml.Transforms.Conversion.MapValueToKey([new("K", "Text"), new("N", "Number"), new("W", "Words")], addKeyValueAnnotationsAsText: true)
            .Append(_ml.Transforms.Conversion.MapKeyToValue([new("Text2", "K"), new("Number2", "N"), new("Words2", "W")]));
        using var stream = new MemoryStream();
        _ml.Model.Save(pipeline.Fit(_data), _data.Schema, stream);
        stream.Position = 0;
        var model = new MLContext().Model.Load(stream, out var schema);
        Assert.Equal(_data.Schema.Select(column => (column.Name, column.Type)), schema.Select(column => (column.Name, column.Type)));
        var mapped = model.Transform(_data);
        Assert.Equal([1, 2, 3, 1, 2, 1, 0, 4], Keys(mapped, "K"));
        Assert.Equal([0, 1, 2, 0, 1, 2, 0, 1], Keys(mapped, "N"));
        Assert.Equal(["3", "2"], TextKeyValues(mapped.Schema["N"]));
        var row = _ml.Data.CreateEnumerable<TextBack>(mapped, false, ignoreMissingColumns: true).ElementAt(2);
        Assert.Equal(("c", "2"), (row.Text2, row.Number2));
        Assert.Equal(["c", "z", "b"], row.Words2);
    }

    [Fact]
    public void One_row_is_mapped_for_a_prediction()
    {
        var pipeline = _ml.Transforms.Conversion.MapValueToKey("K", "Text").Append(_ml.Transforms.Conversion.MapKeyToValue("Text2", "K"));
        using var engine = _ml.Model.CreatePredictionEngine<Row, OneBack>(pipeline.Fit(_data));
        Assert.Equal("d", engine.Predict(new Row { Text = "d" }).Text2);
        Assert.Equal("", engine.Predict(new Row { Text = "unheard" }).Text2);
    }

    private sealed class Row
    {
        public string Text { get; set; } = "";

        public float Number { get; set; }

        [VectorType(3)]
        public string[] Words { get; set; } = ["", "", ""];
    }

    private sealed class Word
    {
        public string Value { get; set; } = "";
    }

    private sealed class Bare
    {
        [KeyType(3)]
        public uint Key { get; set; }
    }

    private class OneBack
    {
        public string Text2 { get; set; } = "";
    }

    private sealed class Back : OneBack
    {
        public float Number2 { get; set; }

        public string[] Words2 { get; set; } = [];
    }

    private sealed class TextBack : OneBack
    {
        public string Number2 { get; set; } = "";

        public string[] Words2 { get; set; } = [];
    }
}
