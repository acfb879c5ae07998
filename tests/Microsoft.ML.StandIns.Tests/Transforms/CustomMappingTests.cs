using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace Microsoft.ML.StandIns.Tests;

public sealed class CustomMappingTests
{
    private readonly MLContext _ml = new(1);
    private readonly IDataView _data;

    public CustomMappingTests() =>
        _data = _ml.Data.LoadFromEnumerable(new[] { "one", "three" }.Select(text => new Input { Text = text, Other = 5 }).ToArray());

    private static void Measure(TextOnly input, Output output)
    {
        output.Length = (uint)input.Text.Length;
        output.Text = input.Text + "!";
        output.Values = [1, input.Text.Length];
    }

    [Fact]
    public void The_outputs_are_computed_from_the_inputs_of_the_row()
    {
        var mapped = _ml.Transforms.CustomMapping<TextOnly, Output>(Measure, null).Fit(_data).Transform(_data);
        Assert.Equal(["Text", "Text", "Other", "Length", "Values"], mapped.Schema.Select(column => column.Name));
        Assert.Equal(new VectorDataViewType(NumberDataViewType.Single, 2), mapped.Schema["Values"].Type);
        Assert.Equal(
            ["one!|3|1,3|5", "three!|5|1,5|5"],
            _ml.Data.CreateEnumerable<All>(mapped, false).Select(row => $"{row.Text}|{row.Length}|{string.Join(",", row.Values)}|{row.Other}"));
    }

    [Fact]
    public void The_action_runs_once_for_a_row()
    {
        var runs = 0;
        var mapped = _ml.Transforms.CustomMapping<TextOnly, Output>((input, output) => { runs++; Measure(input, output); }, null).Fit(_data).Transform(_data);
        Assert.Equal(2, _ml.Data.CreateEnumerable<All>(mapped, false).Count());
        Assert.Equal(2, runs);
    }

    [Fact]
    public void A_schema_definition_made_at_run_time_gives_names_keys_vectors_and_annotations()
    {
        var definition = SchemaDefinition.Create(typeof(Output));
        definition["Values"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 7);
        definition["Length"].ColumnType = new KeyDataViewType(typeof(uint), 9);
        definition["Length"].AddAnnotation("KeyValues", default(VBuffer<ReadOnlyMemory<char>>), new VectorDataViewType(TextDataViewType.Instance, 9));
        definition["Text"].ColumnName = "Renamed";
        var estimator = _ml.Transforms.CustomMapping<Nothing, Output>((_, _) => { }, null, null, definition);
        var shape = estimator.GetOutputSchema(new SchemaShape([]));
        Assert.Equal(["Length", "Renamed", "Values"], shape.Select(column => column.Name));
        Assert.True(shape[0].IsKey);
        Assert.Equal(NumberDataViewType.UInt32, shape[0].ItemType);
        Assert.Equal(("KeyValues", (DataViewType)TextDataViewType.Instance), (shape[0].Annotations[0].Name, shape[0].Annotations[0].ItemType));
        Assert.Equal(SchemaShape.Column.VectorKind.Vector, shape[2].Kind);
        Assert.Equal(["Text", "Other", "Length", "Renamed", "Values"], estimator.GetOutputSchema(ShapeOf.View(_ml, _data)).Select(column => column.Name));
    }

    [Fact]
    public void Inputs_that_are_missing_or_of_another_type_are_refused()
    {
        var missing = _ml.Transforms.CustomMapping<Missing, Output>((_, _) => { }, null);
        Assert.Contains("'Nope'", Assert.Throws<ArgumentOutOfRangeException>(() => missing.Fit(_data).Transform(_data)).Message);
        Assert.Contains("'Nope'", Assert.Throws<ArgumentOutOfRangeException>(() => missing.GetOutputSchema(ShapeOf.View(_ml, _data))).Message);
        var mistyped = _ml.Transforms.CustomMapping<Mistyped, Output>((_, _) => { }, null);
        Assert.Throws<InvalidOperationException>(() => mistyped.Fit(_data).Transform(_data));
        Assert.Equal("Schema mismatch for input column 'Text': expected Single, got String (Parameter 'inputSchema')",
            Assert.Throws<ArgumentOutOfRangeException>(() => mistyped.GetOutputSchema(ShapeOf.View(_ml, _data))).Message);
        Assert.Throws<ArgumentNullException>(() => _ml.Transforms.CustomMapping<TextOnly, Output>(null, null));
    }

    [Fact]
    public void A_named_mapping_is_found_again_when_the_model_is_loaded()
    {
        var pipeline = _ml.Transforms.CustomMapping(new MeasureFactory().GetMapping(), "StandIns.Measure").Append(_ml.Transforms.CopyColumns("Copy", "Length"));
        using var stream = new MemoryStream();
        _ml.Model.Save(pipeline.Fit(_data), _data.Schema, stream);
        stream.Position = 0;
        var model = new MLContext().Model.Load(stream, out _);
        using var engine = _ml.Model.CreatePredictionEngine<Input, Output>(model);
        Assert.Equal((4u, "four!"), engine.Predict(new Input { Text = "four" }) is { } one ? (one.Length, one.Text) : default);
    }

    [Fact]
    public void Without_a_name_a_mapping_cannot_be_saved_and_with_an_unknown_one_not_loaded()
    {
        var nameless = _ml.Transforms.CustomMapping<TextOnly, Output>(Measure, null).Fit(_data);
        Assert.Throws<InvalidOperationException>(() => _ml.Model.Save(nameless, _data.Schema, new MemoryStream()));
        using var stream = new MemoryStream();
        _ml.Model.Save(_ml.Transforms.CustomMapping<TextOnly, Output>(Measure, "StandIns.Nobody").Fit(_data), _data.Schema, stream);
        stream.Position = 0;
        Assert.Contains("'StandIns.Nobody'", Assert.Throws<InvalidOperationException>(() => new MLContext().Model.Load(stream, out _)).ToString());
    }

    private sealed class Input
    {
        public string Text { get; set; } = "";

        public int Other { get; set; }
    }

    public sealed class TextOnly
    {
        public string Text { get; set; } = "";
    }

    public sealed class Output
    {
        public uint Length { get; set; }

        public string Text { get; set; } = "";

        [VectorType(2)]
        public float[] Values { get; set; } = [];
    }

    private sealed class All
    {
        public string Text { get; set; } = "";

        public int Other { get; set; }

        public uint Length { get; set; }

        public float[] Values { get; set; } = [];
    }

    private sealed class Nothing;

    private sealed class Missing
    {
        public string Nope { get; set; } = "";
    }

    private sealed class Mistyped
    {
        public float Text { get; set; }
    }

    [CustomMappingFactoryAttribute("StandIns.Measure")]
    private sealed class MeasureFactory : CustomMappingFactory<TextOnly, Output>
    {
        public override Action<TextOnly, Output> GetMapping() => Measure;
    }
}
