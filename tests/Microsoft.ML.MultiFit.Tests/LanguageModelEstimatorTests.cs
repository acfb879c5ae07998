using Microsoft.ML.Data;

namespace Microsoft.ML.MultiFit.Tests;

[Collection(nameof(TorchCollection))]
public class LanguageModelEstimatorTests
{
    private static readonly LanguageModel s_model = RandomModels.LanguageModel(RandomModels.Architecture, seed: 3);
    private readonly MLContext _ml = new(1);
    private readonly IDataView _data;

    public LanguageModelEstimatorTests() => _data = _ml.Data.LoadFromEnumerable(LabeledText.Rows(30));

    [Fact]
    public void Gives_the_scorers_vectors_and_perplexities()
    {
        var view = _ml.Transforms.Text.LanguageModel("Features", "Text", s_model).Fit(_data).Transform(_data);
        Assert.Equal(new VectorDataViewType(NumberDataViewType.Single, 3 * 12), view.Schema["Features"].Type);
        Assert.Equal(NumberDataViewType.Single, view.Schema["Perplexity"].Type);
        var encoded = LabeledText.Rows(30).Select(row => s_model.Encode(row.Text!)).ToList();
        var scorer = new LanguageModelScorer(s_model);
        Assert.Equal(scorer.Pool(encoded), view.GetColumn<float[]>("Features"));
        Assert.Equal(scorer.Perplexity(encoded), view.GetColumn<float>("Perplexity"));
    }

    [Fact]
    public void A_saved_model_gives_the_same_vectors()
    {
        var model = _ml.Transforms.Text.LanguageModel("Features", "Text", s_model, "Surprise").Fit(_data);
        var bytes = SavedModel.Save(_ml, model, _data.Schema);
        var loaded = Assert.IsType<LanguageModelTransformer>(SavedModel.Load(new MLContext(), bytes));
        Assert.Equal(("Text", "Features", "Surprise"), (loaded.InputColumnName, loaded.OutputColumnName, loaded.PerplexityColumnName));
        Assert.Equal(model.Transform(_data).GetColumn<float[]>("Features"), loaded.Transform(_data).GetColumn<float[]>("Features"));
        Assert.Equal(model.Transform(_data).GetColumn<float>("Surprise"), loaded.Transform(_data).GetColumn<float>("Surprise"));
        Assert.Contains("'weights.safetensors'", SavedModel.LoadError(_ml, SavedModel.Change(bytes, "weights.safetensors", content => content[..^1])));
    }

    [Fact]
    public void Fine_tuning_lowers_the_perplexity_of_its_text()
    {
        var steps = new Steps();
        var options = new LanguageModelOptions { Stage = "finetune", Training = new() { Epochs = 4, BatchSize = 4, BpttLength = 16, LearningRate = 1e-2 } };
        var estimator = _ml.Transforms.Text.FineTuneLanguageModel("Features", "Text", s_model, options, progress: steps);
        var tuned = estimator.Fit(_data);
        Assert.Equal(["pretrain", "finetune"], tuned.Model.Provenance.Stages.Select(stage => stage.Name));
        Assert.Equal(4, steps.Reports.Count(report => report.EpochEnded));
        var before = _ml.Transforms.Text.LanguageModel("Features", "Text", s_model).Fit(_data).Transform(_data).GetColumn<float>("Perplexity").Average();
        Assert.InRange(tuned.Transform(_data).GetColumn<float>("Perplexity").Average(), 1, 0.8 * before);
        Assert.Equal(tuned.Model.Weights[WeightNames.Embedding].Values, estimator.Fit(_data).Model.Weights[WeightNames.Embedding].Values);
    }

    [Fact]
    public void Wrong_arguments_and_empty_data_are_refused()
    {
        var wrong = new LanguageModelOptions { Training = new() { Epochs = 0, LearningRate = double.NaN } };
        var message = Assert.Throws<ArgumentException>(() => _ml.Transforms.Text.FineTuneLanguageModel("Features", "Text", s_model, wrong)).Message;
        Assert.Contains("Epochs", message);
        Assert.Contains("LearningRate", message);
        Assert.Throws<ArgumentNullException>(() => _ml.Transforms.Text.LanguageModel("Features", "Text", null!));
        var empty = _ml.Data.LoadFromEnumerable(Array.Empty<LabeledText>());
        Assert.Contains("'Text'", Assert.Throws<InvalidDataException>(() => _ml.Transforms.Text.FineTuneLanguageModel("Features", "Text", s_model).Fit(empty)).Message);
        Assert.Empty(_ml.Transforms.Text.LanguageModel("Features", "Text", s_model).Fit(empty).Transform(empty).GetColumn<float>("Perplexity"));
        Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Transforms.Text.LanguageModel("Features", "Weight", s_model).Fit(_data));
    }

    [Fact]
    public void Fine_tuning_can_be_cancelled()
    {
        using var source = new CancellationTokenSource();
        var estimator = _ml.Transforms.Text.FineTuneLanguageModel("Features", "Text", s_model, progress: new Steps(_ => source.Cancel()), cancellationToken: source.Token);
        Assert.ThrowsAny<OperationCanceledException>(() => estimator.Fit(_data));
    }
}
