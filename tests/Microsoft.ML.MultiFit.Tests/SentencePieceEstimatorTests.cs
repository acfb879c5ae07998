using Microsoft.ML.Data;

namespace Microsoft.ML.MultiFit.Tests;

public class SentencePieceEstimatorTests
{
    private static readonly SentencePieceModel s_vocabulary = RandomModels.Vocabulary(50);
    private readonly MLContext _ml = new(1);

    [Fact]
    public void Gives_the_tokenizers_ids_as_a_variable_vector()
    {
        string?[] texts = ["a0 b0 c0", "", "   ", null, "a0 unheard of", "d1"];
        var view = Fit(texts, out _);
        var type = Assert.IsType<VectorDataViewType>(view.Schema["Ids"].Type);
        Assert.False(type.IsKnownSize);
        Assert.Equal(NumberDataViewType.Int32, type.ItemType);
        var tokenizer = new UnigramTokenizer(s_vocabulary);
        Assert.Equal(texts.Select(text => tokenizer.EncodeToIds(text ?? "").ToArray()), view.GetColumn<int[]>("Ids"));
        Assert.Empty(view.GetColumn<int[]>("Ids").ElementAt(3));
        Assert.Equal(3, view.GetColumn<int[]>("Ids").First().Length);
    }

    [Fact]
    public void A_saved_model_gives_the_same_ids()
    {
        var view = Fit(["a0 b0 c0", "d1 e0"], out var transformer);
        var bytes = SavedModel.Save(_ml, transformer, view.Schema);
        var loaded = Assert.IsType<SentencePieceTransformer>(SavedModel.Load(new MLContext(), bytes));
        Assert.Equal(("Text", "Ids"), (loaded.InputColumnName, loaded.OutputColumnName));
        var data = _ml.Data.LoadFromEnumerable(LabeledText.Rows(20));
        Assert.Equal(transformer.Transform(data).GetColumn<int[]>("Ids"), loaded.Transform(data).GetColumn<int[]>("Ids"));
    }

    [Fact]
    public void A_damaged_vocabulary_is_refused_by_name()
    {
        var view = Fit(["a0"], out var transformer);
        var bytes = SavedModel.Save(_ml, transformer, view.Schema);
        var cut = SavedModel.LoadError(_ml, SavedModel.Change(bytes, "tokenizer.model", content => content[..20]));
        Assert.Contains("InvalidDataException", cut);
        Assert.Contains("tokenizer.model", cut);
        var missing = SavedModel.LoadError(_ml, SavedModel.Change(bytes, "tokenizer.model", _ => null));
        Assert.Contains("'tokenizer.model'", missing);
        Assert.Contains("none of that name", missing);
    }

    [Fact]
    public void The_shape_before_the_data_is_that_of_the_data()
    {
        var shape = _ml.Transforms.Text.SentencePiece("Ids", "Text", s_vocabulary).GetOutputSchema(Shapes.Of(("Text", TextDataViewType.Instance, false)));
        var column = shape.Single(column => column.Name == "Ids");
        Assert.Equal((SchemaShape.Column.VectorKind.VariableVector, NumberDataViewType.Int32, false), (column.Kind, column.ItemType, column.IsKey));
        Assert.Equal(["Text", "Ids"], shape.Select(column => column.Name));
    }

    [Fact]
    public void A_column_that_is_no_text_is_refused_before_and_after_the_data()
    {
        var estimator = _ml.Transforms.Text.SentencePiece("Ids", "Weight", s_vocabulary);
        var shape = Shapes.Of(("Weight", NumberDataViewType.Single, false));
        Assert.StartsWith("Schema mismatch for text column 'Weight': expected String, got Single", Assert.Throws<ArgumentOutOfRangeException>(() => estimator.GetOutputSchema(shape)).Message);
        var data = _ml.Data.LoadFromEnumerable(LabeledText.Rows(3));
        Assert.StartsWith("Schema mismatch for text column 'Weight': expected String, got Single", Assert.Throws<ArgumentOutOfRangeException>(() => estimator.Fit(data)).Message);
        Fit(["a0"], out var transformer);
        var other = _ml.Data.LoadFromEnumerable([new { Other = 1f }]);
        Assert.StartsWith("Could not find text column 'Text'", Assert.Throws<ArgumentOutOfRangeException>(() => transformer.Transform(other)).Message);
    }

    [Fact]
    public void Learns_the_vocabulary_that_its_trainer_learns()
    {
        var rows = LabeledText.Rows(60);
        var options = new UnigramTrainerOptions { VocabularySize = 36, ThreadCount = 1 };
        var steps = new Steps();
        var data = _ml.Data.LoadFromEnumerable(rows);
        var transformer = _ml.Transforms.Text.LearnSentencePiece("Ids", "Text", options, steps).Fit(data);
        var expected = new UnigramTrainer(options).Train(rows.Select(row => row.Text!));
        Assert.Equal(expected.Pieces, transformer.Model.Pieces);
        Assert.NotEmpty(steps.Reports);
        var tokenizer = new UnigramTokenizer(expected);
        Assert.Equal(rows.Select(row => tokenizer.EncodeToIds(row.Text!).ToArray()), transformer.Transform(data).GetColumn<int[]>("Ids"));
    }

    [Fact]
    public void Documents_longer_than_a_sentence_may_be_are_learned_from()
    {
        var options = new UnigramTrainerOptions { VocabularySize = 36, ThreadCount = 1, MaxSentenceBytes = 100 };
        string document = string.Join(' ', LabeledText.Rows(60).Select(row => row.Text));
        Assert.Throws<ArgumentException>(() => new UnigramTrainer(options).Train([document]));
        var data = _ml.Data.LoadFromEnumerable([new LabeledText { Text = document }]);
        var model = _ml.Transforms.Text.LearnSentencePiece("Ids", "Text", options).Fit(data).Model;
        Assert.Equal(new UnigramTrainer(options).Train(TextChunks.Cut([document], 100)).Pieces, model.Pieces);
    }

    [Fact]
    public void Learning_refuses_wrong_options_and_empty_data_and_can_be_cancelled()
    {
        var data = _ml.Data.LoadFromEnumerable(LabeledText.Rows(60));
        var options = new UnigramTrainerOptions { VocabularySize = 36 };
        var message = Assert.Throws<ArgumentException>(() => _ml.Transforms.Text.LearnSentencePiece("Ids", "Text", options with { ShrinkingFactor = double.NaN, SeedPieceCount = 0 })).Message;
        Assert.Contains("ShrinkingFactor", message);
        Assert.Contains("SeedPieceCount", message);
        var empty = _ml.Data.LoadFromEnumerable(Array.Empty<LabeledText>());
        Assert.Contains("'Text'", Assert.Throws<InvalidDataException>(() => _ml.Transforms.Text.LearnSentencePiece("Ids", "Text", options).Fit(empty)).Message);
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => _ml.Transforms.Text.LearnSentencePiece("Ids", "Text", options, null, source.Token).Fit(data));
    }

    [Fact]
    public void A_missing_argument_is_named()
    {
        Assert.Equal("model", Assert.Throws<ArgumentNullException>(() => _ml.Transforms.Text.SentencePiece("Ids", "Text", null!)).ParamName);
        Assert.Equal("options", Assert.Throws<ArgumentNullException>(() => _ml.Transforms.Text.LearnSentencePiece("Ids", "Text", null!)).ParamName);
        Assert.Equal("outputColumnName", Assert.Throws<ArgumentException>(() => _ml.Transforms.Text.SentencePiece("", "Text", s_vocabulary)).ParamName);
    }

    private IDataView Fit(string?[] texts, out SentencePieceTransformer transformer)
    {
        var data = _ml.Data.LoadFromEnumerable(texts.Select(text => new LabeledText { Text = text }));
        transformer = _ml.Transforms.Text.SentencePiece("Ids", "Text", s_vocabulary).Fit(data);
        return transformer.Transform(data);
    }
}
