using Microsoft.ML.Data;

namespace Microsoft.ML.StandIns.Tests.Data.Chain;

public class ChainTests
{
    private readonly MLContext _ml = new(1);

    private sealed class Row
    {
        public string Text = "hello";
    }

    private sealed class Out
    {
        public float Length = 0;
        public float Tripled = 0;
    }

    private IDataView Data() => _ml.Data.LoadFromEnumerable([new Row(), new Row { Text = "a" }]);

    private static EstimatorChain<TextLength> Chain(TransformerScope scope = TransformerScope.Everything) =>
        new TextLengthEstimator("Length", "Text").Append(new TextLengthEstimator("Tripled", "Text", 3), scope);

    [Fact]
    public void Parts_run_in_order()
    {
        var model = Chain().Fit(Data());
        Assert.Equal([1f, 3f], model.Cast<TextLength>().Select(part => part.Factor));
        Assert.Equal(3, model.LastTransformer.Factor);
        var rows = _ml.Data.CreateEnumerable<Out>(model.Transform(Data()), false).ToArray();
        Assert.Equal([5f, 1f], rows.Select(row => row.Length));
        Assert.Equal([15f, 3f], rows.Select(row => row.Tripled));
        Assert.Equal(["Text", "Length", "Tripled"], model.GetOutputSchema(Data().Schema).Select(column => column.Name));
    }

    [Fact]
    public void Parts_outside_of_scoring_are_left_out()
    {
        var model = Chain(TransformerScope.TrainTest).Fit(Data());
        Assert.Equal(2, model.Count());
        Assert.Equal(["Text", "Length"], model.Transform(Data()).Schema.Select(column => column.Name));
        Assert.Equal(["Text", "Length", "Tripled"], model.Transform(Data(), TransformerScope.Testing).Schema.Select(column => column.Name));
        Assert.Single(model.GetModelFor(TransformerScope.Scoring));
        Assert.Equal(2, model.GetModelFor(TransformerScope.Training).Count());
    }

    [Fact]
    public void An_impossible_pipeline_fails_before_any_work()
    {
        var first = new TextLengthEstimator("Length", "Text");
        var chain = first.Append(new TextLengthEstimator("More", "Nowhere"));
        Assert.Contains("'Nowhere'", Assert.Throws<ArgumentOutOfRangeException>(() => chain.Fit(Data())).Message);
        Assert.Equal(0, first.FitCount);
    }

    [Fact]
    public void An_empty_chain_changes_nothing()
    {
        var data = Data();
        var model = new EstimatorChain<ITransformer>().Fit(data);
        Assert.Empty(model);
        Assert.Null(model.LastTransformer);
        Assert.Same(data, model.Transform(data));
        Assert.Same(data.Schema, model.GetOutputSchema(data.Schema));
        Assert.Throws<InvalidOperationException>(() => new EstimatorChain<ITransformer>().AppendCacheCheckpoint(_ml));
        Assert.Throws<ArgumentNullException>(() => new EstimatorChain<ITransformer>().Append<ITransformer>(null));
    }

    [Fact]
    public void A_cache_checkpoint_reads_what_is_before_it_once()
    {
        var reads = 0;
        var rows = Enumerable.Range(0, 3).Select(_ =>
        {
            reads++;
            return new Row();
        });
        var chain = new TextLengthEstimator("Length", "Text").AppendCacheCheckpoint(_ml).Append(new Reader()).Append(new Reader());
        chain.Fit(_ml.Data.LoadFromEnumerable(rows));
        Assert.Equal(3, reads);
    }

    [Fact]
    public void Transformers_append_to_chains()
    {
        var model = Chain().Fit(Data());
        var longer = model.Append(new TextLength("Half", "Text", 0.5f));
        Assert.Equal(3, longer.Count());
        Assert.Equal(0.5f, longer.LastTransformer.Factor);
        Assert.Equal(2, new TextLength("A", "Text", 1).Append(new TextLength("B", "Text", 2)).Count());
        Assert.Throws<InvalidOperationException>(() => new TransformerChain<ITransformer>(model, [TransformerScope.Everything]));
    }

    [Fact]
    public void A_chain_maps_rows_and_knows_what_it_needs()
    {
        ITransformer model = Chain().Fit(Data());
        Assert.True(model.IsRowToRowMapper);
        var schema = Data().Schema;
        var mapper = model.GetRowToRowMapper(schema);
        Assert.Same(schema, mapper.InputSchema);
        Assert.Equal(["Text", "Length", "Tripled"], mapper.OutputSchema.Select(column => column.Name));
        Assert.Equal(["Text"], mapper.GetDependencies([mapper.OutputSchema["Tripled"]]).Select(column => column.Name));
        Assert.Empty(mapper.GetDependencies([]));
    }

    [Fact]
    public void Disposing_a_chain_disposes_its_parts()
    {
        var model = Chain().Fit(Data());
        model.Dispose();
        Assert.All(model.Cast<TextLength>(), part => Assert.Equal(1, part.DisposeCount));
    }

    /// <summary>Reads all its data when it is fitted.</summary>
    private sealed class Reader : IEstimator<TextLength>
    {
        public TextLength Fit(IDataView input)
        {
            using var cursor = input.GetRowCursor(input.Schema);
            var getter = cursor.GetGetter<ReadOnlyMemory<char>>(input.Schema["Text"]);
            while (cursor.MoveNext())
            {
                var text = default(ReadOnlyMemory<char>);
                getter(ref text);
            }

            return new TextLength("Read", "Text", 1);
        }

        public SchemaShape GetOutputSchema(SchemaShape inputSchema) => new TextLengthEstimator("Read", "Text").GetOutputSchema(inputSchema);
    }
}
