using System.Diagnostics;
using System.Globalization;
using Microsoft.ML.Data;

namespace Microsoft.ML.MultiFit.Tests;

/// <summary>The classifier's columns, files and behaviour as a part of ML.NET. Weights are random: what is tested is not what it has learned.</summary>
public class MultiFitTransformerTests
{
    private static readonly TextClassifier s_classifier = Classifier(3, seed: 5);
    private readonly MLContext _ml = new(1);

    [Fact]
    public void Columns_have_the_types_and_annotations_of_a_multiclass_scorer()
    {
        var data = MappedRows(6);
        var schema = Transformer(data).GetOutputSchema(data.Schema);

        var predicted = schema["PredictedLabel"];
        Assert.Equal(new KeyDataViewType(typeof(uint), 3), predicted.Type);
        Assert.Equal(LabeledText.Classes, Texts(predicted, "KeyValues"));
        Assert.Equal(("MulticlassClassification", "PredictedLabel", 1u), Kinds(predicted));

        var score = schema["Score"];
        Assert.Equal(new VectorDataViewType(NumberDataViewType.Single, 3), score.Type);
        Assert.Equal(LabeledText.Classes, Texts(score, "SlotNames"));
        Assert.Equal(LabeledText.Classes, Texts(score, "TrainingLabelValues"));
        Assert.Equal(("MulticlassClassification", "Score", 1u), Kinds(score));

        Assert.Equal(NumberDataViewType.Single, schema["Probability"].Type);
        Assert.Equal(data.Schema.Count + 3, schema.Count);

        // A second scorer in the same pipeline is another set.
        Assert.Equal(2u, Kinds(Transformer(data).GetOutputSchema(schema)["Score"]).Set);
    }

    [Fact]
    public void A_classifier_from_elsewhere_gets_its_labels_by_name()
    {
        var data = _ml.Data.LoadFromEnumerable([new { Text = "ein Text" }, new { Text = "noch einer" }]);
        var transformer = new MultiFitTransformer(_ml, s_classifier, ["sport", "music", "art"]);
        Assert.Equal(["sport", "music", "art"], transformer.Labels);
        var view = SavedModel.Load(_ml, SavedModel.Save(_ml, transformer, data.Schema)).Transform(data);
        Assert.Equal(["sport", "music", "art"], Texts(view.Schema["PredictedLabel"], "KeyValues"));
        Assert.Equal(new ClassifierScorer(s_classifier).Score([s_classifier.LanguageModel.Encode("ein Text"), s_classifier.LanguageModel.Encode("noch einer")]), view.GetColumn<float[]>("Score"));
        Assert.Contains("3 classes; 2 labels", Assert.Throws<ArgumentException>(() => new MultiFitTransformer(_ml, s_classifier, ["a", "b"])).Message);
        Assert.Throws<ArgumentException>(() => new MultiFitTransformer(_ml, s_classifier, ["a", "b", "a"]));
    }

    [Fact]
    public void Scores_are_the_scorers_and_the_rest_follows_from_them()
    {
        var data = MappedRows(200);
        var view = Transformer(data).Transform(data);
        var encoded = LabeledText.Rows(200).Select(row => s_classifier.LanguageModel.Encode(row.Text!)).ToList();
        var expected = new ClassifierScorer(s_classifier).Score(encoded);
        var scores = view.GetColumn<float[]>("Score").ToList();
        Assert.Equal(expected, scores);
        Assert.All(scores, score => Assert.Equal(1, score.Sum(), 1e-5));
        Assert.Equal(scores.Select(score => score.Max()), view.GetColumn<float>("Probability"));
        Assert.Equal(scores.Select(score => (uint)Array.IndexOf(score, score.Max()) + 1), view.GetColumn<uint>("PredictedLabel"));
    }

    [Fact]
    public void Evaluate_takes_the_scores_for_probabilities()
    {
        var data = MappedRows(60);
        var view = Transformer(data).Transform(data);
        var metrics = _ml.MulticlassClassification.Evaluate(view);
        var labels = view.GetColumn<uint>("Label").ToList();
        var scores = view.GetColumn<float[]>("Score").ToList();
        Assert.Equal(labels.Zip(scores).Average(pair => -Math.Log(pair.Second[pair.First - 1])), metrics.LogLoss, 1e-5);
        Assert.Equal(labels.Zip(view.GetColumn<uint>("PredictedLabel")).Average(pair => pair.First == pair.Second ? 1.0 : 0), metrics.MicroAccuracy, 1e-9);
    }

    [Theory]
    [InlineData("Name")]
    [InlineData("Number")]
    [InlineData("Flag")]
    [InlineData("Big")]
    public void Predictions_are_mapped_back_to_the_labels_own_type(string column)
    {
        var rows = Enumerable.Range(0, 8).Select(i => new Typed { Text = $"a{i % 2} b0", Name = $"c{i % 2}", Number = i % 2 - 0.5f, Flag = i % 2 == 0, Big = 10_000_000_000L + (i % 2) });
        var data = _ml.Data.LoadFromEnumerable(rows);
        var mapped = _ml.Transforms.Conversion.MapValueToKey("Label", column).Fit(data).Transform(data);
        var model = Transformer(mapped, Classifier(2, 6));
        var bytes = SavedModel.Save(_ml, model, mapped.Schema);
        foreach (var transformer in new[] { model, SavedModel.Load(new MLContext(), bytes) })
        {
            var view = transformer.Transform(mapped);
            var named = _ml.Transforms.Conversion.MapKeyToValue("PredictedLabel").Fit(view).Transform(view);
            Assert.Equal(data.Schema[column].Type, named.Schema["PredictedLabel"].Type);
            Assert.Equal(Texts(view.Schema["Score"], "SlotNames"), ((MultiFitTransformer)transformer).Labels);
        }
    }

    [Fact]
    public void A_label_without_values_has_no_names()
    {
        var data = _ml.Data.LoadFromEnumerable(LabeledText.Rows(3));
        var model = new MultiFitTransformer(_ml, [s_classifier], null, "Text", Names("PredictedLabel", "Score", "Probability"));
        var loaded = (MultiFitTransformer)SavedModel.Load(_ml, SavedModel.Save(_ml, model, data.Schema));
        Assert.Empty(loaded.Labels);
        var schema = loaded.GetOutputSchema(data.Schema);
        Assert.Null(schema["PredictedLabel"].Annotations.Schema.GetColumnOrNull("KeyValues"));
        Assert.Null(schema["Score"].Annotations.Schema.GetColumnOrNull("SlotNames"));
        Assert.Equal(3, loaded.Transform(data).GetColumn<float[]>("Score").Count());
    }

    [Fact]
    public void A_saved_model_loads_from_file_and_stream_any_number_of_times()
    {
        var data = MappedRows(20);
        var model = Transformer(data, s_classifier, Names("Guess", "Scores", "Sureness"));
        using var folder = new TemporaryFolder();
        _ml.Model.Save(model, data.Schema, folder.File("model.zip"));
        var other = new MLContext();
        var fromFile = other.Model.Load(folder.File("model.zip"), out var schema);
        var again = other.Model.Load(folder.File("model.zip"), out _);
        using var stream = File.OpenRead(folder.File("model.zip"));
        var fromStream = other.Model.Load(stream, out _);

        Assert.Equal(data.Schema.Select(column => column.Name), schema.Select(column => column.Name));
        var expected = model.Transform(data).GetColumn<float[]>("Scores").ToList();
        foreach (var loaded in new[] { fromFile, again, fromStream })
        {
            var view = Assert.IsType<MultiFitTransformer>(loaded).Transform(data);
            Assert.Equal(expected, view.GetColumn<float[]>("Scores"));
            Assert.Equal(LabeledText.Classes, Texts(view.Schema["Guess"], "KeyValues"));
            Assert.Equal(20, view.GetColumn<float>("Sureness").Count());
        }
    }

    [Fact]
    public void Two_models_live_side_by_side()
    {
        var data = MappedRows(20);
        var (first, second) = (Transformer(data, Classifier(3, 7)), Transformer(data, Classifier(3, 8)));
        var (firstFile, secondFile) = (SavedModel.Save(_ml, first, data.Schema), SavedModel.Save(_ml, second, data.Schema));
        var (firstLoaded, secondLoaded) = (SavedModel.Load(_ml, firstFile), SavedModel.Load(_ml, secondFile));
        Assert.Equal(Scores(first, data), Scores(firstLoaded, data));
        Assert.Equal(Scores(second, data), Scores(secondLoaded, data));
        Assert.NotEqual(Scores(first, data)[0], Scores(second, data)[0]);
    }

    [Fact]
    public void An_ensemble_scores_the_mean_of_its_members_saved_or_not()
    {
        var data = MappedRows(20);
        var backward = RandomModels.Classifier(
            RandomModels.LanguageModel(RandomModels.Architecture with { Direction = TextDirection.Backward, LayerCount = 2 }, seed: 8), 3, hiddenSize: 4, maxLength: 100, seed: 9);
        var ensemble = new MultiFitTransformer(
            _ml, [s_classifier, backward], LabelValues.Of(data.Schema["Label"]), "Text", Names("PredictedLabel", "Score", "Probability"));
        var expected = Scores(Transformer(data), data).Zip(Scores(Transformer(data, backward), data), (one, other) => one.Zip(other, (a, b) => (a + b) / 2).ToArray()).ToList();
        var bytes = SavedModel.Save(_ml, ensemble, data.Schema);
        var loaded = Assert.IsType<MultiFitTransformer>(SavedModel.Load(new MLContext(), bytes));
        Assert.Equal(TextDirection.Backward, loaded.BackwardModel!.LanguageModel.Architecture.Direction);
        Assert.Equal(expected, Scores(ensemble, data));
        Assert.Equal(expected, Scores(loaded, data));
        Assert.NotEqual(expected, Scores(Transformer(data), data));

        // Its entries are checked like the others.
        var error = SavedModel.LoadError(_ml, SavedModel.Change(bytes, "backward.weights.safetensors", content => content[..(content.Length / 2)]));
        Assert.Contains("The backward model cannot be read: Entry 'weights.safetensors'", error);
    }

    [Fact]
    public void A_file_of_the_first_version_is_still_read()
    {
        // That version ended where this one says, in one byte, whether there is a backward model.
        var data = MappedRows(5);
        var bytes = SavedModel.Save(_ml, Transformer(data), data.Schema);
        var old = SavedModel.Change(bytes, "TransformerChain/Model.key", content =>
        {
            const int HeaderSize = 256, ModelSize = 24, Written = 72, Readable = 76;
            int[] positions = [ModelSize, 32, 48, 128, 136, 144];
            Assert.Equal((2, 2), (content[Written], content[Readable]));
            (content[Written], content[Readable]) = (1, 1);
            int flag = HeaderSize + (int)BitConverter.ToInt64(content, ModelSize) - 1;
            foreach (int position in positions.Where(position => position == ModelSize || BitConverter.ToInt64(content, position) > flag))
                BitConverter.TryWriteBytes(content.AsSpan(position), BitConverter.ToInt64(content, position) - 1);
            return [.. content[..flag], .. content[(flag + 1)..]];
        });
        var loaded = Assert.IsType<MultiFitTransformer>(SavedModel.Load(_ml, old));
        Assert.Null(loaded.BackwardModel);
        Assert.Equal(Scores(Transformer(data), data), Scores(loaded, data));
    }

    [Theory]
    [InlineData("register", true)]
    [InlineData("plain", true)]
    [InlineData("plain", false)]
    public async Task A_fresh_process_predicts_the_same_and_loads_nothing_native(string registration, bool isNativeThere)
    {
        using var folder = new TemporaryFolder();
        var data = MappedRows(9);
        var keys = _ml.Transforms.Conversion.MapValueToKey("Label").Fit(_ml.Data.LoadFromEnumerable(LabeledText.Rows(9)));
        _ml.Model.Save(keys.Append(Transformer(data)), _ml.Data.LoadFromEnumerable(LabeledText.Rows(1)).Schema, folder.File("model.zip"));
        string[] texts = [.. LabeledText.Rows(9).Select(row => row.Text!), "", "Ünknown ẞ"];
        var expected = Scores(Transformer(data), _ml.Data.LoadFromEnumerable(texts.Select(text => new LabeledText { Text = text })));

        var program = Path.Combine(isNativeThere ? AppContext.BaseDirectory : CopyOfManagedFiles(folder), "Microsoft.ML.MultiFit.PredictOnly.dll");
        using var process = Process.Start(new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", ["exec", program, folder.File("model.zip"), registration, .. texts])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var error = process.StandardError.ReadToEndAsync();
        var lines = (await process.StandardOutput.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await error);
        Assert.Equal(expected, lines[..^1].Select(line => line.Split(' ').Select(score => float.Parse(score, CultureInfo.InvariantCulture)).ToArray()));
        Assert.Equal("native: ", lines[^1]);
    }

    /// <summary>What the process needs to start, without any native library.</summary>
    private static string CopyOfManagedFiles(TemporaryFolder folder)
    {
        var copy = Directory.CreateDirectory(folder.File("managed")).FullName;
        foreach (var file in Directory.EnumerateFiles(AppContext.BaseDirectory).Where(file => file.EndsWith(".dll", StringComparison.Ordinal) || file.EndsWith(".runtimeconfig.json", StringComparison.Ordinal)))
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        return copy;
    }

    [Fact]
    public void The_prediction_engine_agrees_with_the_batch()
    {
        var data = MappedRows(12);
        var model = Transformer(data);
        var expected = Scores(model, data);
        for (int round = 0; round < 2; round++)
        {
            // Disposing an engine must not harm the transformer it has used.
            using var engine = _ml.Model.CreatePredictionEngine<LabeledText, Prediction>(model);
            Assert.Equal(expected, LabeledText.Rows(12).Select(row => engine.Predict(new LabeledText { Text = row.Text }).Score));
            Assert.Equal(engine.Predict(new LabeledText { Text = "" }).Score, engine.Predict(new LabeledText { Text = null }).Score);
        }
    }

    [Fact]
    public void Text_of_any_kind_has_a_score()
    {
        string?[] texts = [null, "", "  \t\n ", "\u0000", "\ud800", "👩‍👩‍👧", "İSTANBUL", string.Concat(Enumerable.Repeat("a0 b1 ", 170_000))];
        var data = _ml.Data.LoadFromEnumerable(texts.Select(text => new LabeledText { Text = text }));
        var scores = Scores(Transformer(MappedRows(3)), data);
        Assert.Equal(texts.Length, scores.Count);
        Assert.All(scores, score => Assert.Equal(1, score.Sum(), 1e-5));
        Assert.Equal(scores[0], scores[1]);
    }

    [Fact]
    public void Many_threads_share_one_model()
    {
        var data = MappedRows(100);
        var model = Transformer(data);
        model.ThreadCount = 1;
        var expected = Scores(model, data);
        var results = new List<float[]>[6];
        Parallel.For(0, results.Length, new ParallelOptions { MaxDegreeOfParallelism = 6 }, i =>
        {
            using var engine = new MLContext().Model.CreatePredictionEngine<LabeledText, Prediction>(model);
            results[i] = i % 2 == 0 ? Scores(model, data) : [.. LabeledText.Rows(100).Select(row => engine.Predict(row).Score)];
        });
        Assert.All(results, result => Assert.Equal(expected, result));
    }

    [Fact]
    public void Damaged_files_are_refused_by_entry_and_reason()
    {
        var data = MappedRows(3);
        var bytes = SavedModel.Save(_ml, Transformer(data), data.Schema);
        foreach (var entry in new[] { "model.json", "tokenizer.model", "weights.safetensors", "classifier.json", "head.safetensors" })
        {
            Assert.Contains(SavedModel.Entries(bytes), name => name.EndsWith("/" + entry, StringComparison.Ordinal));
            foreach (var change in new Func<byte[], byte[]?>[] { content => content[..(content.Length / 2)], content => [], _ => null, content => [.. content, 1] })
            {
                var error = SavedModel.LoadError(_ml, SavedModel.Change(bytes, entry, change));
                Assert.Contains("InvalidDataException", error);
                Assert.Contains($"'{entry}'", error);
            }
        }

        // The main entry: before the length byte of the first label value stands how many there are.
        var main = SavedModel.LoadError(_ml, SavedModel.Change(bytes, "TransformerChain/Model.key", content =>
        {
            content[content.AsSpan().IndexOf("sport"u8) - 5] = 4;
            return content;
        }));
        Assert.Contains("InvalidDataException", main);
        Assert.Contains("4 label values for 3 classes", main);
        Assert.NotEmpty(SavedModel.LoadError(_ml, SavedModel.Change(bytes, "TransformerChain/Model.key", content => content[..(content.Length / 2)])));
        Assert.NotEmpty(SavedModel.LoadError(_ml, bytes[..(bytes.Length / 2)]));
        Assert.Equal(3, Scores(SavedModel.Load(_ml, bytes), data).Count);
    }

    [Fact]
    public void A_target_that_cannot_be_written_is_an_io_error()
    {
        var data = MappedRows(3);
        using var folder = new TemporaryFolder();
        Assert.ThrowsAny<IOException>(() => _ml.Model.Save(Transformer(data), data.Schema, Path.Combine(folder.Path, "none", "model.zip")));
        Assert.ThrowsAny<NotSupportedException>(() => _ml.Model.Save(Transformer(data), data.Schema, new MemoryStream(new byte[1000])));
    }

    [Fact]
    public void Transform_refuses_a_column_that_is_no_text()
    {
        var model = Transformer(MappedRows(3));
        var numbers = _ml.Data.LoadFromEnumerable([new { Text = 1f }]);
        Assert.StartsWith("Schema mismatch for text column 'Text': expected String, got Single", Assert.Throws<ArgumentOutOfRangeException>(() => model.Transform(numbers)).Message);
        Assert.StartsWith("Could not find text column 'Text'", Assert.Throws<ArgumentOutOfRangeException>(() => model.GetOutputSchema(_ml.Data.LoadFromEnumerable([new { Other = 1f }]).Schema)).Message);
    }

    private static TextClassifier Classifier(int classCount, int seed) =>
        RandomModels.Classifier(RandomModels.LanguageModel(RandomModels.Architecture, seed), classCount, hiddenSize: 8, maxLength: 100, seed);

    private static ScoreColumns Names(string predictedLabel, string score, string probability) => new(predictedLabel, score, probability);

    private static List<float[]> Scores(ITransformer model, IDataView data) => [.. model.Transform(data).GetColumn<float[]>("Score")];

    private static string[] Texts(DataViewSchema.Column column, string kind)
    {
        VBuffer<ReadOnlyMemory<char>> values = default;
        column.Annotations.GetValue(kind, ref values);
        return [.. values.DenseValues().Select(value => value.ToString())];
    }

    private static (string Column, string Value, uint Set) Kinds(DataViewSchema.Column column)
    {
        ReadOnlyMemory<char> kind = default, value = default;
        uint set = 0;
        column.Annotations.GetValue("ScoreColumnKind", ref kind);
        column.Annotations.GetValue("ScoreValueKind", ref value);
        column.Annotations.GetValue("ScoreColumnSetId", ref set);
        return (kind.ToString(), value.ToString(), set);
    }

    private IDataView MappedRows(int count)
    {
        var data = _ml.Data.LoadFromEnumerable(LabeledText.Rows(count));
        return _ml.Transforms.Conversion.MapValueToKey("Label").Fit(data).Transform(data);
    }

    private MultiFitTransformer Transformer(IDataView data, TextClassifier? classifier = null, ScoreColumns? columns = null) =>
        new(_ml, [classifier ?? s_classifier], LabelValues.Of(data.Schema["Label"]), "Text", columns ?? Names("PredictedLabel", "Score", "Probability"));

    private sealed class Prediction
    {
        public float[] Score { get; set; } = [];
    }

    private sealed class Typed
    {
        public string Text { get; set; } = "";

        public string Name { get; set; } = "";

        public float Number { get; set; }

        public bool Flag { get; set; }

        public long Big { get; set; }
    }
}
