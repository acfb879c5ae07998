using Microsoft.ML.Data;

namespace Microsoft.ML.StandIns.Tests.Data.Enumerables;

public class EnumerablesTests
{
    private readonly MLContext _ml = new(1);

    private sealed class Row
    {
        public string Text;
        [VectorType(2)]
        public float[] Fixed;
        public float[] Free;
        [KeyType(5)]
        public uint Key;
        public bool Flag;
        public DateTime Time;
        [NoColumn]
        public int Skipped;
        public VBuffer<float> Buffer;
        public ReadOnlyMemory<char> Memory;
        [VectorType(2, 3)]
        public int[] Matrix;
        [VectorType(2), KeyType(4)]
        public uint[] Keys;
        internal int Hidden = 3;

        [ColumnName("Strings")]
        public string[] Words { get; set; }

        public int ReadOnly => 3 + Hidden;
    }

    private static Row[] Rows() =>
    [
        new Row { Text = "a", Fixed = [1, 2], Keys = [0, 3], Buffer = new VBuffer<float>(3, 1, [7f], [1]), Memory = "m".AsMemory(), Flag = true },
        new Row { Free = [1], Words = ["x", null], Key = 6, Keys = [4, 2], Time = new DateTime(2020, 1, 2) },
    ];

    [Fact]
    public void Members_become_columns()
    {
        var data = _ml.Data.LoadFromEnumerable(Rows());
        Assert.Equal(
            [
                "Text: String", "Fixed: Vector<Single, 2>", "Free: Vector<Single>", "Key: Key<UInt32, 0-4>", "Flag: Boolean", "Time: DateTime",
                "Buffer: Vector<Single>", "Memory: String", "Matrix: Vector<Int32, 2, 3>", "Keys: Vector<Key<UInt32, 0-3>, 2>", "Strings: Vector<String>",
                "ReadOnly: Int32",
            ],
            data.Schema.Select(column => column.ToString()));
        Assert.Equal(2, data.GetRowCount());
        Assert.Null(_ml.Data.LoadFromEnumerable(Rows().Where(_ => true)).GetRowCount());
    }

    [Fact]
    public void Rows_come_back()
    {
        var rows = _ml.Data.CreateEnumerable<Row>(_ml.Data.LoadFromEnumerable(Rows()), reuseRowObject: false).ToArray();
        Assert.Equal(["a", ""], rows.Select(row => row.Text));
        Assert.Equal([1f, 2f], rows[0].Fixed);
        Assert.Null(rows[1].Fixed);
        Assert.Equal([1f], rows[1].Free);
        Assert.Equal(["x", ""], rows[1].Words);
        Assert.True(rows[0].Flag);
        Assert.Equal(new DateTime(2020, 1, 2), rows[1].Time);
        Assert.Equal([0f, 7f, 0f], rows[0].Buffer.DenseValues());
        Assert.Equal("m", rows[0].Memory.ToString());
    }

    [Fact]
    public void Keys_count_from_one_in_columns_and_from_zero_in_objects()
    {
        var rows = _ml.Data.CreateEnumerable<Row>(_ml.Data.LoadFromEnumerable(Rows()), reuseRowObject: false).ToArray();
        Assert.Equal([1u, 0u], rows.Select(row => row.Key));
    }

    [Fact]
    public void Vectors_of_keys_are_taken_as_they_are()
    {
        var rows = _ml.Data.CreateEnumerable<Row>(_ml.Data.LoadFromEnumerable(Rows()), reuseRowObject: false).ToArray();
        Assert.Equal([0u, 3u], rows[0].Keys);
        Assert.Equal([4u, 2u], rows[1].Keys);
    }

    [Fact]
    public void A_row_object_is_reused_on_demand()
    {
        var data = _ml.Data.LoadFromEnumerable(Rows());
        var reused = _ml.Data.CreateEnumerable<Row>(data, reuseRowObject: true);
        Assert.Single(reused.Distinct());
        Assert.Equal(["a", ""], reused.Select(row => row.Text));
        Assert.Equal(2, _ml.Data.CreateEnumerable<Row>(data, reuseRowObject: false).Distinct().Count());
    }

    private sealed class Other
    {
        public string Text;
        public string Missing = "initial";
    }

    private sealed class WrongType
    {
        public int Text;
    }

    private sealed class NoVector
    {
        public float Fixed;
    }

    [Fact]
    public void Members_without_column_fail_unless_ignored()
    {
        var data = _ml.Data.LoadFromEnumerable(Rows());
        Assert.Contains("'Missing'", Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Data.CreateEnumerable<Other>(data, false)).Message);
        var rows = _ml.Data.CreateEnumerable<Other>(data, false, ignoreMissingColumns: true).ToArray();
        Assert.Equal(["a/initial", "/initial"], rows.Select(row => $"{row.Text}/{row.Missing}"));
    }

    [Fact]
    public void Members_of_another_type_are_refused()
    {
        var data = _ml.Data.LoadFromEnumerable(Rows());
        var error = Assert.Throws<InvalidOperationException>(() => _ml.Data.CreateEnumerable<WrongType>(data, false).Count());
        Assert.Equal("Can't bind the IDataView column 'Text' of type 'String' to field or property 'Text' of type 'System.Int32'.", error.Message);
        Assert.Throws<InvalidOperationException>(() => _ml.Data.CreateEnumerable<NoVector>(data, false).Count());
    }

    private sealed class Unsupported
    {
        public List<int> Items = [];
    }

    private sealed class Twice
    {
        [ColumnName("A")]
        public int First = 1;
        [ColumnName("A")]
        public int Second = 2;
    }

    [Fact]
    public void Impossible_row_classes_are_refused()
    {
        Assert.Contains("Items", Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Data.LoadFromEnumerable([new Unsupported()])).Message);
        Assert.Contains("'A'", Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Data.LoadFromEnumerable([new Twice()])).Message);
        Assert.Throws<ArgumentNullException>(() => _ml.Data.LoadFromEnumerable<Row>(null));
    }

    [Fact]
    public void A_cursor_keeps_its_rules()
    {
        var data = _ml.Data.LoadFromEnumerable(Rows());
        using var cursor = data.GetRowCursor([data.Schema["Text"]]);
        Assert.Equal(-1, cursor.Position);
        var text = cursor.GetGetter<ReadOnlyMemory<char>>(data.Schema["Text"]);
        var id = cursor.GetIdGetter();
        Assert.True(cursor.IsColumnActive(data.Schema["Text"]));
        Assert.False(cursor.IsColumnActive(data.Schema["Fixed"]));
        Assert.Equal("column", Assert.Throws<ArgumentOutOfRangeException>(() => cursor.GetGetter<VBuffer<float>>(data.Schema["Fixed"])).ParamName);
        Assert.Throws<InvalidOperationException>(() => cursor.GetGetter<int>(data.Schema["Text"]));
        var values = new List<string>();
        while (cursor.MoveNext())
        {
            var value = default(ReadOnlyMemory<char>);
            text(ref value);
            var number = default(DataViewRowId);
            id(ref number);
            values.Add($"{cursor.Position} {number.Low} {value}");
        }

        Assert.Equal(["0 0 a", "1 1 "], values);
        Assert.Equal(-1, cursor.Position);
        Assert.False(cursor.MoveNext());
    }

    [Fact]
    public void A_null_row_is_an_error()
    {
        var data = _ml.Data.LoadFromEnumerable(new Row[] { null });
        Assert.Throws<InvalidOperationException>(() => _ml.Data.CreateEnumerable<Other>(data, false, ignoreMissingColumns: true).Count());
    }

    [Fact]
    public void The_mapping_can_be_changed_at_run_time()
    {
        var definition = SchemaDefinition.Create(typeof(Row));
        definition["Free"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 7);
        definition["Text"].ColumnName = "Title";
        definition["Key"].AddAnnotation("Names", new VBuffer<float>(2, [1f, 2f]), new VectorDataViewType(NumberDataViewType.Single, 2));
        definition.Remove(definition["Fixed"]);
        Assert.Null(definition["Fixed"]);
        var schema = _ml.Data.LoadFromEnumerable(Rows(), definition).Schema;
        Assert.Equal(["Title: String", "Free: Vector<Single, 7>", "Key: Key<UInt32, 0-4> {Names}"], schema.Take(3).Select(column => column.ToString()));
        var names = default(VBuffer<float>);
        schema["Key"].Annotations.GetValue("Names", ref names);
        Assert.Equal([1f, 2f], names.DenseValues());

        definition["Flag"].ColumnType = new VectorDataViewType(BooleanDataViewType.Instance, 2);
        Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Data.LoadFromEnumerable(Rows(), definition));
    }

    [Fact]
    public void Annotations_come_from_a_schema_of_the_same_names()
    {
        var annotations = new DataViewSchema.Annotations.Builder();
        annotations.AddPrimitiveValue("Origin", NumberDataViewType.Single, 2f);
        var builder = new DataViewSchema.Builder();
        builder.AddColumn("Text", TextDataViewType.Instance, annotations.ToAnnotations());
        Assert.Equal("Text: String {Origin}", _ml.Data.LoadFromEnumerable(Rows(), builder.ToSchema()).Schema["Text"].ToString());
    }

    [Fact]
    public void A_column_is_read_alone()
    {
        var data = _ml.Data.LoadFromEnumerable(Rows());
        Assert.Equal(["a", ""], data.GetColumn<string>("Text"));
        Assert.Equal(["a", ""], data.GetColumn<ReadOnlyMemory<char>>("Text").ToArray().Select(text => text.ToString()));
        Assert.Equal([[1f, 2f], []], data.GetColumn<float[]>("Fixed"));
        Assert.Equal([[], ["x", ""]], data.GetColumn<string[]>("Strings"));
        Assert.Equal([3, 0], data.GetColumn<VBuffer<float>>("Buffer").ToArray().Select(vector => vector.Length));
        Assert.Equal([1u, 0u], data.GetColumn<uint>(data.Schema["Key"]));
        Assert.Equal("column", Assert.Throws<ArgumentOutOfRangeException>(() => data.GetColumn<int>("Text")).ParamName);
        Assert.Equal("column", Assert.Throws<ArgumentOutOfRangeException>(() => data.GetColumn<double[]>("Fixed")).ParamName);
        Assert.Equal("name", Assert.Throws<ArgumentOutOfRangeException>(() => data.GetColumn<int>("Nowhere")).ParamName);
    }

    [Fact]
    public void A_preview_shows_the_first_rows()
    {
        var data = _ml.Data.LoadFromEnumerable(Rows());
        var preview = data.Preview(maxRows: 1);
        Assert.Equal("12 columns, 1 rows", preview.ToString());
        Assert.Same(data.Schema, preview.Schema);
        var row = Assert.Single(preview.RowView);
        Assert.Equal("Text", row.Values[0].Key);
        Assert.Equal("a", row.Values[0].Value.ToString());
        Assert.Equal(1u, preview.ColumnView[3].Values.Single());
        Assert.Equal("Key", preview.ColumnView[3].Column.Name);
        Assert.Equal(2, new TextLength("Length", "Text", 2).Preview(data).RowView.Length);
    }
}
