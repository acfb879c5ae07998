using Microsoft.ML.Data;

namespace Microsoft.ML.StandIns.Tests.DataView;

public class DataViewSchemaTests
{
    private static DataViewSchema.Annotations KeyValues()
    {
        var builder = new DataViewSchema.Annotations.Builder();
        builder.Add("KeyValues", new VectorDataViewType(TextDataViewType.Instance, 2), (ref VBuffer<ReadOnlyMemory<char>> values) =>
            values = new VBuffer<ReadOnlyMemory<char>>(2, ["x".AsMemory(), "y".AsMemory()]));
        builder.AddPrimitiveValue("ScoreColumnKind", TextDataViewType.Instance, "Kind".AsMemory());
        return builder.ToAnnotations();
    }

    private static DataViewSchema Schema()
    {
        var builder = new DataViewSchema.Builder();
        builder.AddColumn("a", new KeyDataViewType(typeof(uint), 2), KeyValues());
        builder.AddColumn("b", NumberDataViewType.Single);
        builder.AddColumn("a", TextDataViewType.Instance);
        return builder.ToSchema();
    }

    [Fact]
    public void The_last_column_of_a_name_hides_the_others()
    {
        var schema = Schema();
        Assert.Equal(2, schema["a"].Index);
        Assert.Equal([true, false, false], schema.Select(column => column.IsHidden));
        Assert.Equal(TextDataViewType.Instance, schema["a"].Type);
        Assert.Null(schema.GetColumnOrNull("c"));
        Assert.Equal(1, schema.GetColumnOrNull("b").Value.Index);
    }

    [Fact]
    public void Hidden_columns_travel_on()
    {
        var builder = new DataViewSchema.Builder();
        builder.AddColumns(Schema());
        builder.AddColumn("b", NumberDataViewType.Double);
        Assert.Equal([true, true, false, false], builder.ToSchema().Select(column => column.IsHidden));
    }

    [Fact]
    public void A_column_shows_its_type_and_annotations()
    {
        Assert.Equal(["a: Key<UInt32, 0-1> {KeyValues, ScoreColumnKind}", "b: Single", "a: String"], Schema().Select(column => column.ToString()));
        Assert.Equal("3 columns", Schema().ToString());
    }

    [Fact]
    public void Unknown_columns_are_refused()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => Schema()["zz"]);
        Assert.Equal("name", error.ParamName);
        Assert.StartsWith("Column 'zz' not found", error.Message);
        Assert.Throws<ArgumentNullException>(() => Schema()[null]);
        Assert.Equal("columnIndex", Assert.Throws<ArgumentOutOfRangeException>(() => Schema()[3]).ParamName);
        Assert.Throws<ArgumentNullException>(() => new DataViewSchema.Builder().AddColumn("", TextDataViewType.Instance));
    }

    [Fact]
    public void Annotations_give_values_of_their_own_type_only()
    {
        var annotations = KeyValues();
        var values = default(VBuffer<ReadOnlyMemory<char>>);
        annotations.GetValue("KeyValues", ref values);
        Assert.Equal(["x", "y"], values.DenseValues().Select(value => value.ToString()));
        var number = 0f;
        Assert.Throws<InvalidOperationException>(() => annotations.GetValue("Other", ref number));
        Assert.Throws<InvalidOperationException>(() => annotations.GetValue("KeyValues", ref number));
        Assert.Throws<InvalidOperationException>(() => annotations.GetGetter<float>(annotations.Schema[0]));
        Assert.Empty(DataViewSchema.Annotations.Empty.Schema);
    }

    [Fact]
    public void Annotations_can_be_taken_over_by_name()
    {
        var builder = new DataViewSchema.Annotations.Builder();
        builder.Add(KeyValues(), name => name == "ScoreColumnKind");
        builder.Add(null, name => true);
        var annotations = builder.ToAnnotations();
        var kind = default(ReadOnlyMemory<char>);
        annotations.GetValue("ScoreColumnKind", ref kind);
        Assert.Equal("Kind", kind.ToString());
        Assert.Single(annotations.Schema);
    }

    [Fact]
    public void An_annotation_has_the_type_of_its_getter()
    {
        var builder = new DataViewSchema.Annotations.Builder();
        Assert.Throws<ArgumentException>(() => builder.AddPrimitiveValue("z", NumberDataViewType.Single, 1.0));
        Assert.Throws<ArgumentException>(() => builder.Add("z", NumberDataViewType.Single, (ref int value) => value = 1));
    }
}
