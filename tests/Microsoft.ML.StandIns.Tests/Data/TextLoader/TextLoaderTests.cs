using Microsoft.ML.Data;

namespace Microsoft.ML.StandIns.Tests;

public sealed class TextLoaderTests : IDisposable
{
    private readonly MLContext _ml = new(1);
    private readonly string _folder = Directory.CreateTempSubdirectory("text-loader").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Write(string content, string name = "data.txt")
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, content);
        return path;
    }

    private static TextLoader.Column[] Texts(int count) =>
        [.. Enumerable.Range(0, count).Select(index => new TextLoader.Column("c" + index, DataKind.String, index))];

    private static string[] Rows(IDataView data) => RowTexts.Of(data);

    [Fact]
    public void Blank_lines_and_comments_are_no_rows_and_missing_fields_are_empty()
    {
        var path = Write("a\tb\tc\n\n 1 \t\"x\"\t\n//comment\tz\nonly\n#x\ty\nt\tu\tv\tw\n  \n");
        Assert.Equal(["a|b|c", "1 |\"x\"|", "only||", "#x|y|", "t|u|v", "||"], Rows(_ml.Data.LoadFromTextFile(path, Texts(3))));
    }

    [Theory]
    [InlineData("h0\th1\nx\ty\n")]
    [InlineData("\n//c\nh0\th1\r\nx\ty")]
    public void The_header_is_the_first_line_with_content(string content) =>
        Assert.Equal(["x|y"], Rows(_ml.Data.LoadFromTextFile(Write(content), Texts(2), hasHeader: true)));

    [Fact]
    public void A_byte_order_mark_is_no_text() =>
        Assert.Equal(["a|b"], Rows(_ml.Data.LoadFromTextFile(Write("\ufeffa\tb\n"), Texts(2))));

    [Fact]
    public void Trimming_takes_the_white_space_at_the_end_of_the_line() =>
        Assert.Equal(["a |b|", " q |q|x"], Rows(_ml.Data.LoadFromTextFile(
            Write(" a \t b\t\n\" q \"\t\"q\" \tx\n"), Texts(3), allowQuoting: true, trimWhitespace: true)));

    [Theory]
    [InlineData("\"a,b\",c,d", "a,b|c|d")]
    [InlineData("\"a\"\"b\",c,d", "a\"b|c|d")]
    [InlineData("\"\"\"a\"\"\",c,d", "\"a\"|c|d")]
    [InlineData("a,\"\",d", "a||d")]
    [InlineData(" \"a,b\" ,c,d", "a,b|c|d")]
    [InlineData("a\"b,c,d", "a\"b|c|d")]
    [InlineData("'a,b',c,d", "'a|b'|c")]
    [InlineData("\"a\"x,c,d", "|c|d")]
    [InlineData("\"unterminated,c,d", "||")]
    [InlineData("\"a\"\"b,c,d", "||")]
    [InlineData("\"a\"bc\"d\",e,f", "|e|f")]
    public void Quoted_fields_hold_separators_and_doubled_quotes_and_bad_quoting_empties_the_field(string line, string expected) =>
        Assert.Equal([expected, "x|y|z"], Rows(_ml.Data.LoadFromTextFile(Write(line + "\nx,y,z\n"), Texts(3), ',', allowQuoting: true)));

    [Fact]
    public void Without_quoting_a_quote_is_a_letter() =>
        Assert.Equal(["\"a|b\"|c"], Rows(_ml.Data.LoadFromTextFile(Write("\"a,b\",c,d\n"), Texts(3), ',')));

    [Fact]
    public void A_quoted_field_may_span_lines_only_when_asked()
    {
        var path = Write("\"a\nb\",c,d\r\ne,\"f\r\n\r\n\",g\n");
        var options = new TextLoader.Options { Columns = Texts(3), Separators = [','], AllowQuoting = true, ReadMultilines = true };
        Assert.Equal(["a\nb|c|d", "e|f\n\n|g"], Rows(_ml.Data.LoadFromTextFile(path, options)));
        options.ReadMultilines = false;
        Assert.Equal(["||", "b\"|c|d", "e||", "||"], Rows(_ml.Data.LoadFromTextFile(path, options)));
    }

    [Fact]
    public void An_escape_letter_of_its_own_serves_in_quoted_fields() =>
        Assert.Equal(["a\"b|c|d", "e|f\\|g"], Rows(_ml.Data.LoadFromTextFile(
            Write("\"a\\\"b\",c,d\ne,f\\,g,h\n"),
            new TextLoader.Options { Columns = Texts(3), Separators = [','], AllowQuoting = true, EscapeChar = '\\' })));

    [Fact]
    public void Several_separators_and_a_row_limit() =>
        Assert.Equal(["a|b|c"], Rows(_ml.Data.LoadFromTextFile(
            Write("a,b;c\nd,e,f\n"), new TextLoader.Options { Columns = Texts(3), Separators = [',', ';'], MaxRows = 1 })));

    [Theory]
    [InlineData("1.5", 1.5f)]
    [InlineData(" 2 ", 2f)]
    [InlineData("+3", 3f)]
    [InlineData("1e3", 1000f)]
    [InlineData("", 0f)]
    [InlineData("?", float.NaN)]
    [InlineData("NaN", float.NaN)]
    [InlineData("NA", float.NaN)]
    [InlineData("abc", float.NaN)]
    [InlineData("1,5", float.NaN)]
    [InlineData("-Infinity", float.NegativeInfinity)]
    [InlineData("1E400", float.PositiveInfinity)]
    public void A_real_that_is_missing_is_zero_and_one_that_is_bad_is_NaN(string text, float expected)
    {
        var data = _ml.Data.LoadFromTextFile(Write("a\t" + text + "\n"), [new TextLoader.Column("v", DataKind.Single, 1)]);
        Assert.Equal([expected.ToString()], Rows(data));
    }

    [Fact]
    public void Missing_reals_are_NaN_when_asked() =>
        Assert.Equal(["a|NaN", "b|NaN", "c|1"], Rows(_ml.Data.LoadFromTextFile(
            Write("a\t\nb\nc\t1\n"),
            new TextLoader.Options { Columns = [new("s", DataKind.String, 0), new("v", DataKind.Single, 1)], MissingRealsAsNaNs = true })));

    [Fact]
    public void Another_decimal_mark_can_be_set() =>
        Assert.Equal(["1.5"], Rows(_ml.Data.LoadFromTextFile(
            Write("a\t1,5\n"), new TextLoader.Options { Columns = [new("v", DataKind.Single, 1)], DecimalMarker = ',' })));

    [Theory]
    [InlineData("7", 7)]
    [InlineData("-3", -3)]
    [InlineData("", 0)]
    public void An_integer_that_is_missing_is_zero(string text, int expected)
    {
        var data = _ml.Data.LoadFromTextFile(Write("a\t" + text + "\n"), [new TextLoader.Column("v", DataKind.Int32, 1)]);
        Assert.Equal([expected.ToString()], Rows(data));
    }

    [Theory]
    [InlineData("abc", DataKind.Int32)]
    [InlineData("1.5", DataKind.Int32)]
    [InlineData("+4", DataKind.Int32)]
    [InlineData("99999999999", DataKind.Int32)]
    [InlineData("-1", DataKind.UInt32)]
    [InlineData("2", DataKind.Boolean)]
    [InlineData("maybe", DataKind.Boolean)]
    public void A_bad_integer_or_truth_value_stops_the_reading(string text, DataKind kind)
    {
        var data = _ml.Data.LoadFromTextFile(Write("x\ty\na\t" + text + "\n"), [new TextLoader.Column("v", kind, 1)], hasHeader: true);
        var error = Assert.Throws<FormatException>(() => Rows(data));
        Assert.Contains($"Could not parse value {text} in line 2, column v", error.ToString());
    }

    [Theory]
    [InlineData("true true TRUE t yes Y 1 +1 +", true)]
    [InlineData("false FALSE f no N 0 -1 -", false)]
    public void Truth_values_are_read_in_many_spellings(string words, bool expected)
    {
        var path = Write(words.Replace(' ', '\n') + "\n");
        var values = Rows(_ml.Data.LoadFromTextFile(path, [new TextLoader.Column("v", DataKind.Boolean, 0)]));
        Assert.Equal(words.Split(' ').Length, values.Length);
        Assert.All(values, value => Assert.Equal(expected.ToString(), value));
    }

    [Fact]
    public void Keys_count_from_one_and_what_is_out_of_range_is_missing()
    {
        var data = _ml.Data.LoadFromTextFile(Write("2\n9\nA\n\n0\n4\n"),
            [new TextLoader.Column("k", DataKind.UInt32, [new TextLoader.Range(0)], new KeyCount(5))]);
        Assert.Equal(new KeyDataViewType(typeof(uint), 5), data.Schema["k"].Type);
        Assert.Equal(["3", "0", "0", "1", "5"], Rows(data));
    }

    [Fact]
    public void A_vector_takes_a_range_of_fields()
    {
        var data = _ml.Data.LoadFromTextFile(Write("h\tx\ty\tz\na\t1\t2\t3\nb\t4\nc\t0\t0\t5\t6\n"),
            [new("s", DataKind.String, 0), new("v", DataKind.Single, 1, 3), new("w", DataKind.String, [new(0), new(2, 3)])], hasHeader: true);
        Assert.Equal(new VectorDataViewType(NumberDataViewType.Single, 3), data.Schema["v"].Type);
        Assert.Equal(["a|1,2,3|a,2,3", "b|4,0,0|b,,", "c|0,0,5|c,0,5"], Rows(data));
    }

    [Fact]
    public void Several_files_are_read_in_turn_each_with_its_header()
    {
        var (first, second) = (Write("h\ti\na\tb\n", "m1.txt"), Write("h\ti\nc\td\n", "m2.txt"));
        var loader = _ml.Data.CreateTextLoader(Texts(2), hasHeader: true);
        Assert.Equal(["a|b", "c|d"], Rows(loader.Load(new MultiFileSource(first, second))));
        Assert.Equal(["a|b", "c|d"], Rows(loader.Load(first, second)));
        Assert.Equal(["a|b", "c|d"], Rows(_ml.Data.LoadFromTextFile(Path.Combine(_folder, "m*.txt"), Texts(2), hasHeader: true)));
    }

    [Fact]
    public void The_schema_of_a_class_comes_from_its_attributes()
    {
        var data = _ml.Data.LoadFromTextFile<Row>(Write("5;\"he;llo\";1;2;3;true;2\n"), ';', allowQuoting: true);
        Assert.Equal(TextDataViewType.Instance, data.Schema["Text"].Type);
        Assert.Equal(NumberDataViewType.Single, data.Schema["A"].Type);
        Assert.Equal(new VectorDataViewType(NumberDataViewType.Single, 3), data.Schema["V"].Type);
        Assert.Equal(BooleanDataViewType.Instance, data.Schema["Flag"].Type);
        Assert.Equal(new KeyDataViewType(typeof(uint), 10), data.Schema["Key"].Type);
        var row = _ml.Data.CreateEnumerable<Row>(data, reuseRowObject: false).Single();
        Assert.Equal((5f, "he;llo", true, 3u), (row.A, row.B, row.Flag, row.Key));
        Assert.Equal([1, 2, 3], row.V);
    }

    [Fact]
    public void The_options_overload_takes_the_columns_from_the_class() =>
        Assert.Equal(["y|x"], Rows(_ml.Data.CreateTextLoader<Pair>(new TextLoader.Options { Separators = [';'], HasHeader = true })
            .Load(Write("one;two\nx;y\n"))));

    [Fact]
    public void A_member_without_LoadColumn_is_refused() =>
        Assert.Contains("'B'", Assert.Throws<InvalidOperationException>(
            () => _ml.Data.LoadFromTextFile<WithoutAttribute>(Write("5\thello\n"))).Message);

    [Theory]
    [InlineData("none.txt")]
    [InlineData("none*.txt")]
    [InlineData("nowhere/m*.txt")]
    public void A_file_that_is_not_there_is_refused_at_once(string path) =>
        Assert.Contains(path, Assert.Throws<ArgumentOutOfRangeException>(
            () => _ml.Data.LoadFromTextFile(Path.Combine(_folder, path), Texts(2))).Message);

    [Fact]
    public void An_empty_file_has_a_schema_and_no_rows()
    {
        var data = _ml.Data.LoadFromTextFile(Write(""), Texts(2), hasHeader: true);
        Assert.Equal(2, data.Schema.Count);
        Assert.Empty(Rows(data));
        Assert.Null(data.GetRowCount());
        Assert.False(data.CanShuffle);
    }

    [Fact]
    public void Only_active_columns_have_getters()
    {
        var data = _ml.Data.LoadFromTextFile(Write("a\tb\n"), Texts(2));
        using var cursor = data.GetRowCursor([data.Schema["c1"]]);
        Assert.Equal(-1, cursor.Position);
        Assert.False(cursor.IsColumnActive(data.Schema["c0"]));
        Assert.ThrowsAny<Exception>(() => cursor.GetGetter<ReadOnlyMemory<char>>(data.Schema["c0"]));
        Assert.ThrowsAny<Exception>(() => cursor.GetGetter<float>(data.Schema["c1"]));
        var getter = cursor.GetGetter<ReadOnlyMemory<char>>(data.Schema["c1"]);
        Assert.True(cursor.MoveNext());
        ReadOnlyMemory<char> value = default;
        getter(ref value);
        Assert.Equal(("b", 0L), (value.ToString(), cursor.Position));
        Assert.False(cursor.MoveNext());
        Assert.Equal(-1, cursor.Position);
    }

    private sealed class Row
    {
        [LoadColumn(0)]
        public float A { get; set; }

        [LoadColumn(1), ColumnName("Text")]
        public string B { get; set; } = "";

        [LoadColumn(2, 4), VectorType(3)]
        public float[] V { get; set; } = [];

        [LoadColumn(5)]
        public bool Flag { get; set; }

        [LoadColumn(6), KeyType(10)]
        public uint Key { get; set; }
    }

    private sealed class Pair
    {
        [LoadColumn(1)]
        public string Second { get; set; } = "";

        [LoadColumn(0)]
        public string First { get; set; } = "";
    }

    private sealed class WithoutAttribute
    {
        [LoadColumn(0)]
        public string A { get; set; } = "";

        public string B { get; set; } = "";
    }
}
