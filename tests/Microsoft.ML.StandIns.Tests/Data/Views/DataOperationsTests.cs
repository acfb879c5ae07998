using Microsoft.ML.Data;

namespace Microsoft.ML.StandIns.Tests;

public sealed class DataOperationsTests
{
    private readonly MLContext _ml = new(1);

    private IDataView Numbers(int count = 1000) =>
        _ml.Data.LoadFromEnumerable(Enumerable.Range(0, count).Select(id => new Row { Id = id, Group = id / 10, Word = "w" + id % 7, Share = id / 1000f }));

    private int[] Ids(IDataView data) => [.. _ml.Data.CreateEnumerable<Row>(data, false, ignoreMissingColumns: true).Select(row => row.Id)];

    private static string[] Names(IDataView data) => [.. data.Schema.Select(column => column.Name)];

    [Fact]
    public void A_split_is_disjoint_complete_ordered_and_near_the_fraction()
    {
        var split = _ml.Data.TrainTestSplit(Numbers(), 0.2);
        var (train, test) = (Ids(split.TrainSet), Ids(split.TestSet));
        Assert.Equal(Enumerable.Range(0, 1000), train.Concat(test).Order());
        Assert.Equal(train.Order(), train);
        Assert.InRange(test.Length, 140, 260);
        Assert.Equal(test, Ids(split.TestSet));
        Assert.Equal(["Id", "Group", "Word", "Share"], Names(split.TestSet));
        Assert.Null(split.TrainSet.GetRowCount());
    }

    [Fact]
    public void A_split_depends_on_the_seed_alone()
    {
        Assert.Equal(Ids(_ml.Data.TrainTestSplit(Numbers(), 0.3, seed: 5).TestSet), Ids(new MLContext(9).Data.TrainTestSplit(Numbers(), 0.3, seed: 5).TestSet));
        Assert.NotEqual(Ids(_ml.Data.TrainTestSplit(Numbers(), 0.3, seed: 5).TestSet), Ids(_ml.Data.TrainTestSplit(Numbers(), 0.3, seed: 6).TestSet));
        Assert.Equal(Ids(_ml.Data.TrainTestSplit(Numbers(), 0.3).TestSet), Ids(new MLContext(1).Data.TrainTestSplit(Numbers(), 0.3).TestSet));
    }

    [Theory]
    [InlineData("Group")]
    [InlineData("Word")]
    public void Rows_with_one_sampling_key_stay_together(string column)
    {
        int KeyOf(int id) => column == "Group" ? id / 10 : id % 7;
        var split = _ml.Data.TrainTestSplit(Numbers(), 0.4, column);
        Assert.Empty(Ids(split.TrainSet).Select(KeyOf).Intersect(Ids(split.TestSet).Select(KeyOf)));
        Assert.Equal(1000, Ids(split.TrainSet).Length + Ids(split.TestSet).Length);
        Assert.Equal(["Id", "Group", "Word", "Share"], Names(split.TrainSet));
    }

    [Fact]
    public void A_real_sampling_key_is_taken_as_the_place_in_zero_to_one() =>
        Assert.Equal(Enumerable.Range(0, 300), Ids(_ml.Data.TrainTestSplit(Numbers(), 0.3, "Share").TestSet));

    [Fact]
    public void A_sampling_key_of_key_type_stays_together_too()
    {
        var data = _ml.Transforms.Conversion.MapValueToKey("Key", "Word").Fit(Numbers()).Transform(Numbers());
        var test = Ids(_ml.Data.TrainTestSplit(data, 0.3, "Key").TestSet);
        Assert.Equal([0, 1], test.Select(id => id % 7).Distinct());
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(1.0)]
    [InlineData(double.NaN)]
    public void A_fraction_must_be_between_zero_and_one(double fraction) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Data.TrainTestSplit(Numbers(), fraction));

    [Fact]
    public void An_unknown_sampling_key_is_refused()
    {
        Assert.Contains("'Nope'", Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Data.TrainTestSplit(Numbers(), 0.1, "Nope")).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Data.CrossValidationSplit(Numbers(), 3, "Nope"));
        Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Data.CrossValidationSplit(Numbers(), 1));
    }

    [Fact]
    public void Folds_test_every_row_once()
    {
        var folds = _ml.Data.CrossValidationSplit(Numbers(), 4, seed: 3);
        Assert.Equal(4, folds.Count);
        Assert.Equal(Enumerable.Range(0, 1000), folds.SelectMany(fold => Ids(fold.TestSet)).Order());
        Assert.All(folds, fold =>
        {
            Assert.Equal(Enumerable.Range(0, 1000), Ids(fold.TrainSet).Concat(Ids(fold.TestSet)).Order());
            Assert.InRange(Ids(fold.TestSet).Length, 180, 320);
            Assert.Equal(["Id", "Group", "Word", "Share"], Names(fold.TestSet));
        });
    }

    [Fact]
    public void Folds_keep_groups_together() =>
        Assert.All(_ml.Data.CrossValidationSplit(Numbers(), 4, "Group"), fold =>
            Assert.Empty(Ids(fold.TrainSet).Select(id => id / 10).Intersect(Ids(fold.TestSet).Select(id => id / 10))));

    [Fact]
    public void Take_and_skip_cut_the_rows()
    {
        var data = Numbers(10);
        Assert.Equal([0, 1, 2], Ids(_ml.Data.TakeRows(data, 3)));
        Assert.Equal([8, 9], Ids(_ml.Data.SkipRows(data, 8)));
        Assert.Equal(10, Ids(_ml.Data.TakeRows(data, 50)).Length);
        Assert.Empty(Ids(_ml.Data.SkipRows(data, 50)));
        Assert.False(_ml.Data.TakeRows(_ml.Data.Cache(data), 3).CanShuffle);
        Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Data.TakeRows(data, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Data.SkipRows(data, -1));
    }

    [Fact]
    public void The_count_of_cut_rows_is_known_when_that_of_the_source_is()
    {
        var known = _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 10).Select(id => new Row { Id = id }).ToArray());
        Assert.Equal(3, _ml.Data.TakeRows(known, 3).GetRowCount());
        Assert.Equal(2, _ml.Data.SkipRows(known, 8).GetRowCount());
        Assert.Equal(10, _ml.Data.TakeRows(known, 50).GetRowCount());
        Assert.Null(_ml.Data.TakeRows(Numbers(), 3).GetRowCount());
    }

    [Fact]
    public void Shuffling_keeps_every_row_and_follows_the_seed()
    {
        var shuffled = _ml.Data.ShuffleRows(Numbers(), seed: 7);
        var ids = Ids(shuffled);
        Assert.Equal(Enumerable.Range(0, 1000), ids.Order());
        Assert.NotEqual(ids.Order(), ids);
        Assert.Equal(ids, Ids(shuffled));
        Assert.Equal(ids, Ids(_ml.Data.ShuffleRows(Numbers(), seed: 7)));
        Assert.NotEqual(ids, Ids(_ml.Data.ShuffleRows(Numbers(), seed: 8)));
        Assert.True(shuffled.CanShuffle);
    }

    [Fact]
    public void The_pool_bounds_how_far_ahead_a_row_can_come()
    {
        var ids = Ids(_ml.Data.ShuffleRows(Numbers(), 7, shufflePoolSize: 10, shuffleSource: false));
        Assert.All(ids.Select((id, place) => id - place), ahead => Assert.InRange(ahead, -1000, 19));
        Assert.Equal(Enumerable.Range(0, 1000), Ids(_ml.Data.ShuffleRows(Numbers(), 7, shufflePoolSize: 1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Data.ShuffleRows(Numbers(), 7, shufflePoolSize: 0));
    }

    [Fact]
    public void A_shuffle_keeps_the_values_of_a_row_together()
    {
        var rows = _ml.Data.CreateEnumerable<Row>(_ml.Data.ShuffleRows(Numbers(), 3, 20), false);
        Assert.All(rows, row => Assert.Equal((row.Id / 10, "w" + row.Id % 7, row.Id / 1000f), (row.Group, row.Word, row.Share)));
    }

    [Fact]
    public void A_cache_reads_its_source_once_when_it_is_first_read()
    {
        var reads = 0;
        IEnumerable<Row> Rows()
        {
            reads++;
            for (var id = 0; id < 20; id++)
                yield return new Row { Id = id, Word = "w" + id };
        }

        var cache = _ml.Data.Cache(_ml.Data.LoadFromEnumerable(Rows()));
        Assert.Equal(0, reads);
        Assert.True(cache.CanShuffle);
        Assert.Equal(Enumerable.Range(0, 20), Ids(cache));
        Assert.Equal(Enumerable.Range(0, 20), Ids(cache));
        Assert.Equal((1, 20L), (reads, cache.GetRowCount()));
    }

    [Fact]
    public void A_cache_can_be_read_in_random_order()
    {
        var cache = _ml.Data.Cache(Numbers());
        using var cursor = cache.GetRowCursor(cache.Schema, new Random(3));
        var (id, word) = (cursor.GetGetter<int>(cache.Schema["Id"]), cursor.GetGetter<ReadOnlyMemory<char>>(cache.Schema["Word"]));
        var seen = new List<int>();
        while (cursor.MoveNext())
        {
            var (number, text) = (0, default(ReadOnlyMemory<char>));
            id(ref number);
            word(ref text);
            Assert.Equal("w" + number % 7, text.ToString());
            seen.Add(number);
        }

        Assert.Equal(Enumerable.Range(0, 1000), seen.Order());
        Assert.NotEqual(seen.Order(), seen);
    }

    [Fact]
    public void A_cached_vector_is_not_the_buffer_of_the_source()
    {
        var source = _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 5).Select(id => new Vector { Values = [id, 2 * id] }));
        var rows = _ml.Data.CreateEnumerable<Vector>(_ml.Data.Cache(source, "Values"), reuseRowObject: false).ToArray();
        Assert.Equal(["0,0", "1,2", "2,4", "3,6", "4,8"], rows.Select(row => string.Join(",", row.Values)));
        Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Data.Cache(source, "Nope"));
    }

    private sealed class Row
    {
        public int Id { get; set; }

        public int Group { get; set; }

        public string Word { get; set; } = "";

        public float Share { get; set; }
    }

    private sealed class Vector
    {
        [VectorType(2)]
        public float[] Values { get; set; } = [];
    }
}
