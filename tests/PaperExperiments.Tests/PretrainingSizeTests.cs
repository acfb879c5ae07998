namespace PaperExperiments.Tests;

public sealed class PretrainingSizeTests : IDisposable
{
    private const string Name = "pretraining-size";

    private readonly SmallData _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public void Every_share_of_the_text_is_measured_on_every_product_group()
    {
        new PretrainingSize { FewLabels = 8, FewLabelSeeds = 1, Preset = SmallData.Preset }.Run(_data.Context(Name));
        var figures = ReportFiles.Figures(_data, Name);
        foreach (var size in new[] { "none", "quarter", "half", "all", "all in both directions" })
        {
            foreach (var product in new[] { "books", "dvd", "music" })
            {
                Assert.Equal(2, figures[$"{size} {product} 8 labels seed 0"].Length);
                Assert.Equal(2, figures[$"{size} {product} all labels"].Length);
            }
        }

        foreach (var size in new[] { "none", "quarter", "half", "all" })
        {
            var stages = LanguageModel.Load(_data.Output(Name, $"reviews-{size}.multifit")).Provenance.Stages.Select(stage => stage.Name);
            Assert.Equal(size == "none" ? ["finetune"] : ["pretrain", "finetune"], stages);
        }

        Assert.Equal(TextDirection.Backward, LanguageModel.Load(_data.Output(Name, "reviews-all-backward.multifit")).Architecture.Direction);
        Assert.Equal(SmallData.Preset.Classifier.Training.Epochs, figures["all books all labels training losses"].Length);
        Assert.Equal(Read("wiki-all") / 2, Read("wiki-half"), Read("wiki-all") * 0.1);
        var results = ReportFiles.Read(_data, Name);
        Assert.Equal(["text read", "none", "quarter", "half", "all", "all in both directions"], results.Select(line => line.Split(',')[0]));

        double Read(string model) => LanguageModel.Load(_data.Output(Name, $"{model}.multifit")).Provenance.Stages[0].TokenCount;
    }
}
