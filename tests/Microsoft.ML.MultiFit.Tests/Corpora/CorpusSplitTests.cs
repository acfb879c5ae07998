namespace Microsoft.ML.MultiFit.Tests;

public class CorpusSplitTests
{
    [Fact]
    public void Fills_training_validation_and_test_in_turn_and_then_training_again()
    {
        var split = new CorpusSplit { TrainTokenCount = 5, ValidationTokenCount = 2, TestTokenCount = 3 };
        Assert.Equal("aaa:Train bb:Train c:Validation dd:Validation eee:Test f:Train g:Train", Parts(split, "aaa", "bb", "c", "dd", "eee", "f", "g"));
    }

    [Fact]
    public void The_training_after_them_has_an_end_if_asked_for()
    {
        var split = new CorpusSplit { TrainTokenCount = 1, ValidationTokenCount = 1, TestTokenCount = 1, FurtherTrainTokenCount = 2 };
        Assert.Equal("a:Train b:Validation c:Test d:Train e:Train", Parts(split, "a", "b", "c", "d", "e", "f", "g"));
        Assert.Equal("a:Train b:Validation c:Test", Parts(split with { FurtherTrainTokenCount = 0 }, "a", "b", "c", "d"));
        Assert.Equal("a:Train b:Test c:Train d:Train", Parts(split with { ValidationTokenCount = 0 }, "a", "b", "c", "d"));
    }

    [Fact]
    public void Large_and_small_corpora_share_validation_and_test()
    {
        var documents = Enumerable.Range(0, 300).Select(i => new string('x', i % 7)).ToArray();
        var large = new CorpusSplit { TrainTokenCount = 200, ValidationTokenCount = 50, TestTokenCount = 50 };
        Assert.Equal(Parts(large, documents)[..1000], Parts(large with { FurtherTrainTokenCount = 300 }, documents)[..1000]);
    }

    [Fact]
    public void Defaults_are_the_published_sizes()
    {
        var split = new CorpusSplit();
        Assert.Equal((2_000_000, 200_000, 200_000, null), (split.TrainTokenCount, split.ValidationTokenCount, split.TestTokenCount, split.FurtherTrainTokenCount));
    }

    [Fact]
    public void All_wrong_sizes_are_named()
    {
        var split = new CorpusSplit { TrainTokenCount = -1, FurtherTrainTokenCount = -2 };
        var error = Assert.Throws<ArgumentException>(() => split.Apply([], _ => 1));
        Assert.Contains("TrainTokenCount must be at least 0, but is -1", error.Message);
        Assert.Contains("FurtherTrainTokenCount must be at least 0, but is -2", error.Message);
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("word", 2)]
    [InlineData("Ein Satz.", 4)]
    [InlineData("Ein Satz.\nNoch einer, kurz.", 10)]
    public void Tokens_are_counted_as_published_with_one_for_every_line(string text, int expected)
    {
        Assert.Equal(expected, CorpusSplit.CountTokens(text, "de"));
        Assert.InRange(CorpusSplit.CountWords(text), 0, expected);
    }

    [Fact]
    public void Chinese_is_counted_by_characters() => Assert.Equal(6, CorpusSplit.CountTokens("我喜欢书。", "zh"));

    private static string Parts(CorpusSplit split, params string[] documents) =>
        string.Join(' ', split.Apply(documents, document => document.Length).Select(part => $"{part.Document}:{part.Part}"));
}
