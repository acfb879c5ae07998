namespace PaperExperiments.Tests;

public sealed class TokenizationTests : IDisposable
{
    private const string Name = "tokenization";

    private readonly SmallData _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public void Two_models_differ_in_their_vocabulary_alone()
    {
        new Tokenization { LabelCounts = [8], SeedCount = 2, Preset = SmallData.Preset, Words = new() { VocabularySize = 25 } }.Run(_data.Context(Name));
        var (pieces, words) = (Load("de-large-reviews"), Load("de-words-reviews"));
        Assert.Equal(SentencePieceModelType.Word, words.Vocabulary.TrainerSpec.ModelType);
        Assert.Equal(25, words.Architecture.VocabularySize);
        Assert.Equal(words.Architecture, pieces.Architecture with { VocabularySize = 25 });
        Assert.Equal(pieces.TextRules, words.TextRules);

        var figures = ReportFiles.Figures(_data, Name);
        var (tokens, unknown) = (Figure("pieces"), Figure("words"));
        Assert.True(tokens[0] >= unknown[0], "there are fewer words than pieces");
        Assert.True(unknown[1] > 0, "the smallest vocabulary knows all words");
        Assert.Equal(2 + (2 * 2 * 2), figures.Count);
        string[] rows = ["", "tokens a test document", "share of unknown tokens", "\"accuracy", "\"accuracy"];
        Assert.Equal(rows, ReportFiles.Read(_data, Name).Select(line => line.Split(',')[0]));

        double[] Figure(string vocabulary) => figures[$"music {vocabulary} tokens a document and share unknown"];
    }

    private LanguageModel Load(string name) => LanguageModel.Load(_data.Output("language-models", $"{name}.multifit"));
}
