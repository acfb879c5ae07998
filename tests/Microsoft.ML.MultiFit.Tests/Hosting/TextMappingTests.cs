using Microsoft.ML.Data;

namespace Microsoft.ML.MultiFit.Tests;

public class TextMappingTests
{
    private readonly List<string[]> _blocks = [];
    private readonly List<bool[]> _active = [];

    /// <summary>Scores a text with its length; "Letters" are its characters' numbers.</summary>
    private TextMapping<string> LengthMapping(string input = "Text") => new(
        input,
        _ =>
        [
            OutputColumn<string>.Scalar("Length", NumberDataViewType.Int32, null, text => text.Length),
            OutputColumn<string>.Vector("Letters", NumberDataViewType.Int32, 0, null, text => text.Select(letter => (int)letter).ToArray()),
        ],
        (texts, active) =>
        {
            lock (_blocks)
            {
                _blocks.Add([.. texts]);
                _active.Add(active);
            }

            return [.. texts];
        });

    [Fact]
    public void Every_row_keeps_its_values_although_the_source_overwrites_them()
    {
        var source = new OverwritingView(1000);
        var view = LengthMapping().Transform(source);
        using var cursor = view.GetRowCursor(view.Schema);
        var text = cursor.GetGetter<ReadOnlyMemory<char>>(view.Schema["Text"]);
        var vector = cursor.GetGetter<VBuffer<int>>(view.Schema["Vector"]);
        var sparse = cursor.GetGetter<VBuffer<float>>(view.Schema["Sparse"]);
        var length = cursor.GetGetter<int>(view.Schema["Length"]);
        var letters = cursor.GetGetter<VBuffer<int>>(view.Schema["Letters"]);
        var id = cursor.GetIdGetter();
        ReadOnlyMemory<char> textValue = default;
        VBuffer<int> vectorValue = default, lettersValue = default;
        VBuffer<float> sparseValue = default;
        int lengthValue = 0;
        DataViewRowId idValue = default;
        for (int row = 0; row < 1000; row++)
        {
            Assert.True(cursor.MoveNext());
            Assert.Equal(row, cursor.Position);
            Assert.Equal(row / 10, cursor.Batch);
            id(ref idValue);
            Assert.Equal(new DataViewRowId((ulong)row, 7), idValue);
            text(ref textValue);
            Assert.Equal(OverwritingView.Text(row), textValue.ToString());
            vector(ref vectorValue);
            Assert.Equal([row, 2 * row, 3 * row], vectorValue.DenseValues());
            sparse(ref sparseValue);
            Assert.Equal(Enumerable.Range(0, 4).Select(i => i == row % 4 ? row : 0f), sparseValue.DenseValues());
            length(ref lengthValue);
            Assert.Equal(OverwritingView.Text(row).Length, lengthValue);
            letters(ref lettersValue);
            Assert.Equal(OverwritingView.Text(row).Select(letter => (int)letter), lettersValue.DenseValues());
        }

        Assert.False(cursor.MoveNext());
        Assert.Equal(Enumerable.Range(0, 1000).Select(row => OverwritingView.Text(row)), _blocks.SelectMany(block => block));
        Assert.True(_blocks.Max(block => block.Length) > 50, "documents are scored many at a time");
    }

    [Fact]
    public void Position_is_minus_one_before_the_first_row_and_after_the_last()
    {
        var view = LengthMapping().Transform(new OverwritingView(3));
        using var cursor = view.GetRowCursor(view.Schema);
        Assert.Equal(-1, cursor.Position);
        var length = cursor.GetGetter<int>(view.Schema["Length"]);
        int value = 0;
        Assert.Throws<InvalidOperationException>(() => length(ref value));
        while (cursor.MoveNext())
            length(ref value);
        Assert.Equal(-1, cursor.Position);
        Assert.False(cursor.MoveNext());
        Assert.Throws<InvalidOperationException>(() => length(ref value));
    }

    [Fact]
    public void A_getter_needs_an_active_column_and_its_type()
    {
        var view = LengthMapping().Transform(new OverwritingView(3));
        using var cursor = view.GetRowCursor([view.Schema["Length"], view.Schema["Vector"]]);
        Assert.True(cursor.IsColumnActive(view.Schema["Length"]));
        Assert.False(cursor.IsColumnActive(view.Schema["Letters"]));
        Assert.False(cursor.IsColumnActive(view.Schema["Text"]));
        Assert.Contains("Letters", Assert.Throws<ArgumentOutOfRangeException>(() => cursor.GetGetter<VBuffer<int>>(view.Schema["Letters"])).Message);
        Assert.Contains("Text", Assert.Throws<ArgumentOutOfRangeException>(() => cursor.GetGetter<ReadOnlyMemory<char>>(view.Schema["Text"])).Message);
        Assert.Contains("Length", Assert.Throws<InvalidOperationException>(() => cursor.GetGetter<float>(view.Schema["Length"])).Message);
    }

    [Fact]
    public void The_source_is_asked_for_needed_columns_only()
    {
        var source = new OverwritingView(3);
        var view = LengthMapping().Transform(source);
        Assert.Empty(source.AskedFor);

        view.GetRowCursor([view.Schema["Vector"]]).Dispose();
        Assert.Equal(["Vector"], source.AskedFor);

        source.AskedFor.Clear();
        view.GetRowCursor([view.Schema["Letters"], view.Schema["Sparse"]]).Dispose();
        Assert.Equal(["Text", "Sparse"], source.AskedFor);
    }

    [Fact]
    public void Nothing_is_scored_that_nobody_reads()
    {
        var source = new OverwritingView(500);
        var view = LengthMapping().Transform(source);
        using (var cursor = view.GetRowCursor(view.Schema))
        {
            while (cursor.MoveNext())
            {
            }
        }

        Assert.Empty(_blocks);
        Assert.Equal(500, source.RowsRead);

        Assert.Single(view.GetColumn<int>("Length").Take(1));
        Assert.Equal([true, false], Assert.Single(_active));
        Assert.True(Assert.Single(_blocks).Length < 20, "looking at one row scores a few");
    }

    [Fact]
    public void A_block_of_long_documents_is_short()
    {
        var rows = Enumerable.Range(0, 40).Select(_ => new Row { Text = new string('a', 1 << 20) });
        var view = LengthMapping().Transform(new MLContext(1).Data.LoadFromEnumerable(rows));
        Assert.All(view.GetColumn<int>("Length"), length => Assert.Equal(1 << 20, length));
        Assert.True(_blocks.Max(block => block.Length) <= 4);
    }

    [Fact]
    public void Text_is_the_last_column_of_that_name_and_missing_text_is_empty()
    {
        var ml = new MLContext(1);
        var data = ml.Data.LoadFromEnumerable([new Row { Text = "number one" }, new Row { Text = null }]);
        var hidden = ml.Transforms.CopyColumns("Old", "Text").Append(ml.Transforms.CopyColumns("Text", "Other")).Fit(data).Transform(data);
        Assert.Equal([5, 5], LengthMapping().Transform(hidden).GetColumn<int>("Length"));
        Assert.Equal([10, 0], LengthMapping("Old").Transform(hidden).GetColumn<int>("Length"));
    }

    [Fact]
    public void A_column_of_our_name_is_hidden_by_ours()
    {
        var ml = new MLContext(1);
        var data = ml.Data.LoadFromEnumerable([new Row { Text = "abc", Length = 77 }]);
        var view = LengthMapping().Transform(data);
        Assert.Equal([3], view.GetColumn<int>("Length"));
        Assert.Equal(data.Schema.Count + 2, view.Schema.Count);
        Assert.True(view.Schema[data.Schema["Length"].Index].IsHidden);
    }

    [Fact]
    public void The_mapper_scores_each_position_once_and_depends_on_the_text()
    {
        var mapper = LengthMapping().Bind(new OverwritingView(3).Schema);
        Assert.Equal(["Text"], mapper.GetDependencies([mapper.OutputSchema["Length"], mapper.OutputSchema["Letters"]]).Select(column => column.Name));
        Assert.Equal(["Vector"], mapper.GetDependencies([mapper.OutputSchema["Vector"]]).Select(column => column.Name));
        Assert.Equal(["Text", "Vector"], mapper.GetDependencies([mapper.OutputSchema["Vector"], mapper.OutputSchema["Length"]]).Select(column => column.Name));

        var source = new OverwritingView(3);
        using var cursor = source.GetRowCursor(source.Schema);
        using var row = mapper.GetRow(cursor, mapper.OutputSchema);
        var length = row.GetGetter<int>(row.Schema["Length"]);
        var letters = row.GetGetter<VBuffer<int>>(row.Schema["Letters"]);
        var vector = row.GetGetter<VBuffer<int>>(row.Schema["Vector"]);
        int lengthValue = 0;
        VBuffer<int> values = default, vectorValues = default;
        for (int i = 0; cursor.MoveNext(); i++)
        {
            length(ref lengthValue);
            letters(ref values);
            length(ref lengthValue);
            Assert.Equal(OverwritingView.Text(i).Length, lengthValue);
            Assert.Equal(lengthValue, values.Length);
            vector(ref vectorValues);
            Assert.Equal(2 * i, vectorValues.GetItemOrDefault(1));
            Assert.Equal(i + 1, _blocks.Count);
        }
    }

    [Fact]
    public void Views_over_it_see_the_same_rows()
    {
        var ml = new MLContext(1);
        var rows = Enumerable.Range(0, 300).Select(i => new Row { Text = OverwritingView.Text(i), Number = i }).ToList();
        var view = LengthMapping().Transform(ml.Data.LoadFromEnumerable(rows));
        int[] expected = [.. rows.Select(row => row.Text!.Length)];

        Assert.Equal(expected.Take(40), ml.Data.TakeRows(view, 40).GetColumn<int>("Length"));
        Assert.Equal(expected.Skip(250), ml.Data.SkipRows(view, 250).GetColumn<int>("Length"));
        Assert.Equal(expected, ml.Data.Cache(view).GetColumn<int>("Length"));
        Assert.Equal(100, view.Preview().RowView.Length);
        var shuffled = ml.Data.CreateEnumerable<Row>(ml.Data.ShuffleRows(view, seed: 3), reuseRowObject: false).ToList();
        Assert.Equal(rows.Count, shuffled.Count);
        Assert.NotEqual(rows.Select(row => row.Number), shuffled.Select(row => row.Number));
        Assert.All(shuffled, row => Assert.Equal(row.Text!.Length, row.Length));
        Assert.Single(view.GetRowCursorSet(view.Schema, 4));
    }

    [Fact]
    public void Many_threads_read_one_view()
    {
        var view = LengthMapping().Transform(new MLContext(1).Data.LoadFromEnumerable(Enumerable.Range(0, 500).Select(i => new Row { Text = OverwritingView.Text(i) })));
        var expected = Enumerable.Range(0, 500).Select(i => OverwritingView.Text(i).Length).ToList();
        var results = new List<int>[4];
        Parallel.For(0, results.Length, i => results[i] = [.. view.GetColumn<int>("Length")]);
        Assert.All(results, result => Assert.Equal(expected, result));
    }

    private sealed class Row
    {
        public string? Text { get; set; }

        public string Other { get; set; } = "other";

        public int Number { get; set; }

        public int Length { get; set; }
    }
}
