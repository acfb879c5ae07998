using Xunit.Abstractions;

namespace Microsoft.ML.MultiFit.Tests;

public class UnigramTrainerNormalizationTests(ITestOutputHelper output)
{
    private static readonly string[] s_sentences = [.. Enumerable.Range(0, 60).Select(i => $"Der Ａpfel Nr. {i % 7}  fällt  nicht weit vom Stamm ﬂink")];

    private static SentencePieceModel Train(UnigramTrainerOptions options) => new UnigramTrainer(options with { VocabularySize = 42, HardVocabularyLimit = false, ThreadCount = 1, UserDefinedSymbols = [] }).Train(s_sentences);

    [Fact]
    public void A_vocabulary_is_learned_of_normalised_text_and_keeps_the_rules()
    {
        var model = Train(new() { Normalization = NormalizationRules.NmtNfkcCaseFolded, Denormalization = new NormalizationRules([new("apfel", "Apfel")]) });
        Assert.Equal(("nmt_nfkc_cf", "user_defined"), (model.NormalizerSpec.Name, model.DenormalizerSpec!.Name));
        Assert.DoesNotContain(model.Pieces, piece => piece.Piece.Any(char.IsUpper));
        var tokenizer = new UnigramTokenizer(model);
        Assert.Equal("der Apfel", tokenizer.Decode(tokenizer.EncodeToIds(" DER  ＡPFEL")));
    }

    [Fact]
    public void Spaces_stay_as_they_are_if_told_so()
    {
        var model = Train(new() { Normalization = NormalizationRules.Identity, AddDummyPrefix = false, RemoveExtraWhitespaces = false });
        Assert.Contains(model.Pieces, piece => piece.Piece == "Ａ");
        var tokenizer = new UnigramTokenizer(model);
        Assert.Equal("  fällt  weit ", tokenizer.Decode(tokenizer.EncodeToIds("  fällt  weit ")));
        string path = Path.GetTempFileName();
        try
        {
            model.Save(path);
            if (ExternalTool.Run(output, "spm_encode", "  fällt  Ａpfel \n", $"--model={path}", "--output_format=id") is { } ids)
                Assert.Equal(ids.Trim(), string.Join(' ', tokenizer.EncodeToIds("  fällt  Ａpfel ")));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Rules_must_be_given() =>
        Assert.Contains("NormalizationRules.Identity", Assert.Throws<ArgumentException>(() => new UnigramTrainer(new() { Normalization = null! })).Message);
}
