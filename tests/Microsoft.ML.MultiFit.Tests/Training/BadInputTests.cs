namespace Microsoft.ML.MultiFit.Tests;

/// <summary>Bad input to both trainers fails before any work, by name.</summary>
[Collection(nameof(TorchCollection))]
public class BadInputTests
{
    private static readonly LanguageModel s_start = RandomModels.LanguageModel(RandomModels.Architecture, 1);
    private static readonly LabeledDocument[] s_documents = [new("a b", 0), new("b a", 1), new("a a", 0)];

    [Theory]
    [InlineData]
    [InlineData("")]
    [InlineData(" \t", "\n")]
    public void A_language_model_needs_text(params string[] documents)
    {
        var trainer = new LanguageModelTrainer(new());
        Assert.Equal("documents", Assert.Throws<ArgumentException>(() => trainer.Train(s_start, documents)).ParamName);
        Assert.Equal("validation", Assert.Throws<ArgumentException>(() => trainer.Train(s_start, ["a b a b"], documents)).ParamName);
    }

    [Fact]
    public void A_missing_document_is_named()
    {
        var error = Assert.Throws<ArgumentException>(() => new LanguageModelTrainer(new()).Train(s_start, ["a", null!]));
        Assert.Contains("Document 1 is null", error.Message);
        Assert.Contains("document 1 is null", Classify([new("a", 0), new(null!, 1)]).Message);
    }

    [Fact]
    public void A_classifier_needs_documents_with_text()
    {
        Assert.Contains("no document with text", Classify([]).Message);
        Assert.Contains("no document with text", Classify([new(" ", 0), new("", 1)]).Message);
        Assert.Contains("no document with text", Classify([new("a", 0, 0), new("", 1)]).Message);
        Assert.Equal("validation", Classify(s_documents, validation: []).ParamName);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(2)]
    public void A_label_outside_the_classes_is_named(int label) =>
        Assert.Contains($"The label of document 1 is {label}, outside 0…1", Classify([new("a", 0), new("b", label)]).Message);

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(-1f)]
    [InlineData(float.PositiveInfinity)]
    public void A_wrong_weight_is_named(float weight) =>
        Assert.Contains("The weight of document 0", Classify([new("a", 0, weight), new("b", 1)]).Message);

    [Theory]
    [InlineData(1f)]
    [InlineData(0.5f, 0.2f, 0.3f)]
    [InlineData(0.5f, 0.6f)]
    [InlineData(1.5f, -0.5f)]
    [InlineData(float.NaN, 1f)]
    public void A_distribution_is_a_probability_per_class(params float[] distribution) => Assert.Contains(
        "The distribution of document 1 must be 2 probabilities that sum to 1",
        Classify([new("a", 0), new("b", 1) { Distribution = distribution }]).Message);

    [Theory]
    [InlineData(0)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void The_temperature_is_positive(double temperature) =>
        Assert.Contains("Temperature", Assert.Throws<ArgumentException>(() => new ClassifierTrainer(new() { Temperature = temperature })).Message);

    [Fact]
    public void One_class_is_not_enough_and_is_named() =>
        Assert.Contains("All 2 documents have the label 1", Classify([new("a", 1), new("b", 1)]).Message);

    [Fact]
    public void Class_weights_are_one_per_class()
    {
        var error = Assert.Throws<ArgumentException>(() => new ClassifierTrainer(new() { ClassWeights = [1, 2, 3] }).Train(s_start, 2, s_documents));
        Assert.Contains("3 ClassWeights for 2 classes", error.Message);
    }

    [Fact]
    public void Fewer_than_two_classes_are_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new ClassifierTrainer(new()).Train(s_start, 1, s_documents));

    [Fact]
    public void Cancelling_while_texts_are_cut_into_pieces_stops()
    {
        using var source = new CancellationTokenSource();
        IEnumerable<string> Texts()
        {
            yield return "a b";
            source.Cancel();
            yield return "a b";
        }

        Assert.ThrowsAny<OperationCanceledException>(() => new LanguageModelTrainer(new()).Train(s_start, Texts(), cancellationToken: source.Token));
    }

    [Fact]
    public void A_class_without_documents_is_no_error()
    {
        var options = new ClassifierOptions { Training = new ClassifierOptions().Training with { Epochs = 1, ThreadCount = 1 } };
        Assert.Equal(3, new ClassifierTrainer(options).Train(s_start, 3, s_documents).ClassCount);
    }

    private static ArgumentException Classify(LabeledDocument[] documents, LabeledDocument[]? validation = null) =>
        Assert.Throws<ArgumentException>(() => new ClassifierTrainer(new()).Train(s_start, 2, documents, validation));
}
