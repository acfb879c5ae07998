using Microsoft.ML.Data;

namespace Microsoft.ML.MultiFit.Tests;

public class CrossLingualEmbeddingEstimatorTests
{
    private readonly MLContext _ml = new(1);

    [Fact]
    public void A_teacher_trained_on_one_language_judges_the_other_after_loading()
    {
        var embedding = Estimator().Fit(Load(ToyLanguages.Pairs(400)));
        var labelled = _ml.Data.LoadFromEnumerable(ToyLanguages.Pairs(90, seed: 3).Select((pair, i) => Row(i, pair.Source)));
        var classifier = _ml.Transforms.Conversion.MapValueToKey("Label")
            .Append(_ml.MulticlassClassification.Trainers.MultinomialLogisticRegression())
            .Append(_ml.Transforms.Conversion.MapKeyToValue("PredictedLabel"));
        var teacher = embedding.Append(classifier.Fit(embedding.Transform(labelled)));

        var bytes = SavedModel.Save(_ml, teacher, labelled.Schema);
        var other = new MLContext();
        var loaded = SavedModel.Load(other, bytes);
        var target = other.Data.LoadFromEnumerable(ToyLanguages.Pairs(90, seed: 4).Select((pair, i) => Row(i, pair.Target)));
        var predictions = loaded.Transform(target);
        Assert.Equal(teacher.Transform(target).GetColumn<float[]>("Score"), predictions.GetColumn<float[]>("Score"));
        int right = predictions.GetColumn<string>("PredictedLabel").Zip(target.GetColumn<string>("Label")).Count(pair => pair.First == pair.Second);
        Assert.InRange(right, 85, 90);
    }

    [Fact]
    public void Reads_the_pairs_once()
    {
        int readings = 0;
        Estimator().Fit(Load(Read()));
        Assert.Equal(1, readings);

        IEnumerable<SentencePair> Read()
        {
            readings++;
            foreach (var pair in ToyLanguages.Pairs(60))
                yield return pair;
        }
    }

    [Fact]
    public void Gives_the_models_vectors_of_known_size()
    {
        var transformer = Estimator().Fit(Load(ToyLanguages.Pairs(60)));
        Assert.Equal(("Text", "Features"), (transformer.InputColumnName, transformer.OutputColumnName));
        string?[] texts = ["bada bada", "βωδω", "", null];
        var view = transformer.Transform(_ml.Data.LoadFromEnumerable(texts.Select(text => new LabeledText { Text = text })));
        var type = Assert.IsType<VectorDataViewType>(view.Schema["Features"].Type);
        Assert.Equal((transformer.Model.Dimension, NumberDataViewType.Single), (type.Size, type.ItemType));
        Assert.Equal(texts.Select(text => transformer.Model.Embed(text ?? "")), view.GetColumn<float[]>("Features"));
    }

    [Fact]
    public void Damaged_entries_are_refused_by_name()
    {
        var pairs = Load(ToyLanguages.Pairs(60));
        var bytes = SavedModel.Save(_ml, Estimator().Fit(pairs), pairs.Schema);
        foreach (var name in new[] { "embedding.json", "tokenizer.model", "vectors.safetensors" })
        {
            var cut = SavedModel.LoadError(_ml, SavedModel.Change(bytes, name, content => content[..^9]));
            Assert.Contains("InvalidDataException", cut);
            Assert.Contains(name, cut);
            Assert.Contains(name, SavedModel.LoadError(_ml, SavedModel.Change(bytes, name, _ => null)));
        }

        var forged = SavedModel.Change(bytes, "embedding.json", content =>
            System.Text.Encoding.UTF8.GetBytes(System.Text.Encoding.UTF8.GetString(content).Replace("\"dimension\": 24", "\"dimension\": 2000000000")));
        Assert.Contains("vectors.safetensors", SavedModel.LoadError(_ml, forged));
    }

    [Fact]
    public void The_shape_before_the_data_has_the_vector()
    {
        var text = TextDataViewType.Instance;
        var shape = Estimator().GetOutputSchema(Shapes.Of(("Source", text, false), ("Target", text, false)));
        var column = shape.Single(column => column.Name == "Features");
        Assert.Equal((SchemaShape.Column.VectorKind.Vector, NumberDataViewType.Single, false), (column.Kind, column.ItemType, column.IsKey));
    }

    [Fact]
    public void Columns_that_are_missing_or_no_text_are_refused()
    {
        var text = TextDataViewType.Instance;
        var shape = Shapes.Of(("Source", text, false));
        Assert.StartsWith("Could not find text column 'Target'", Assert.Throws<ArgumentOutOfRangeException>(() => Estimator().GetOutputSchema(shape)).Message);
        var data = _ml.Data.LoadFromEnumerable([new { Source = "a", Target = 1f }]);
        Assert.StartsWith("Schema mismatch for text column 'Target'", Assert.Throws<ArgumentOutOfRangeException>(() => Estimator().Fit(data)).Message);
        var empty = _ml.Data.LoadFromEnumerable(Array.Empty<LanguagePair>());
        Assert.Contains("'Source'", Assert.Throws<InvalidDataException>(() => Estimator().Fit(empty)).Message);
        Assert.Equal("outputColumnName", Assert.Throws<ArgumentException>(() => _ml.Transforms.Text.CrossLingualEmbedding("", "Text", "Source", "Target")).ParamName);
    }

    private CrossLingualEmbeddingEstimator Estimator() =>
        _ml.Transforms.Text.CrossLingualEmbedding("Features", "Text", "Source", "Target", ToyLanguages.SmallOptions);

    private IDataView Load(IEnumerable<SentencePair> pairs) =>
        _ml.Data.LoadFromEnumerable(pairs.Select(pair => new LanguagePair { Source = pair.Source, Target = pair.Target }));

    private static LabeledText Row(int index, string text) => new() { Label = LabeledText.Classes[index % ToyLanguages.TopicCount], Text = text };

    private sealed class LanguagePair
    {
        public string? Source { get; set; }

        public string? Target { get; set; }
    }
}
