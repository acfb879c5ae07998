using System.Text.Json;

namespace MultiFit.Cli.Tests.Verbs;

public sealed class TokenizerInfoVerbTests(SmallVocabularies vocabularies) : IClassFixture<SmallVocabularies>
{
    [Fact]
    public void Text_tells_what_the_model_holds()
    {
        var model = SentencePieceModel.Load(vocabularies.Plain);
        string text = CommandRun.Of("tokenizer", "info", "--model", vocabularies.Plain).Succeeded();
        Assert.StartsWith($"kind                 unigram\npieces               {model.Pieces.Count}: 1 unknown, 2 control, 1 user-defined, {model.Pieces.Count - 4} learned\n", text);
        Assert.Contains("unknown text         0 <unk>, decoded as ' ⁇ '\n", text);
        Assert.Contains("sentence begins      1 <s>\n", text);
        Assert.Contains("control pieces       1 <s>, 2 </s>\n", text);
        Assert.Contains("user-defined pieces  3 <sep>\n", text);
        Assert.Contains("normalisation        nmt_nfkc\n", text);
        Assert.Contains("byte fallback        no\n", text);
        Assert.Contains("character_coverage=1 ", text);
        Assert.DoesNotContain("split_by_number", text);
        Assert.Matches(@"alphabet +\d+ characters: Latin \d+, Common \d+\n", text);
    }

    [Fact]
    public void Json_has_every_symbol_and_training_option()
    {
        var model = SentencePieceModel.Load(vocabularies.Bytes);
        using var json = JsonDocument.Parse(CommandRun.Of("tokenizer", "info", "--json", "--model", vocabularies.Bytes).Succeeded());
        var root = json.RootElement;
        Assert.Equal(("unigram", model.Pieces.Count), (root.GetProperty("kind").GetString(), root.GetProperty("pieces").GetInt32()));
        Assert.Equal(256, root.GetProperty("counts").GetProperty("byte").GetInt32());
        Assert.True(root.GetProperty("byteFallback").GetBoolean());
        Assert.Equal(["<s>", "</s>"], root.GetProperty("control").EnumerateArray().Select(piece => piece.GetProperty("piece").GetString()!));
        Assert.Equal(0, root.GetProperty("unknown")[0].GetProperty("id").GetInt32());
        Assert.Equal("<sep>", root.GetProperty("userDefined")[0].GetProperty("piece").GetString());
        Assert.True(root.GetProperty("training").GetProperty("treat_whitespace_as_suffix").GetBoolean());
        Assert.Equal(model.Pieces.Where(piece => piece.Type == SentencePieceType.Normal).Min(piece => piece.Score), root.GetProperty("lowestScore").GetSingle());
    }

    [Fact]
    public void Other_kinds_and_rules_are_told()
    {
        Assert.StartsWith("kind                 word\n", CommandRun.Of("tokenizer", "info", "--model", vocabularies.Words).Succeeded());
        string rules = CommandRun.Of("tokenizer", "info", "--model", vocabularies.Rules).Succeeded();
        Assert.Contains("normalisation        user_defined\n", rules);
        Assert.Contains("denormalisation      user_defined\n", rules);
        Assert.Contains(", extra ones are kept\n", rules);
        Assert.Contains("decoded as '?'\n", rules);
    }

    [Fact]
    public void Missing_and_foreign_files_are_refused()
    {
        Assert.Contains("no-such.model", CommandRun.Of("tokenizer", "info", "--model", "no-such.model").Refused());
        string text = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.txt");
        File.WriteAllText(text, "Text.\n");
        try
        {
            Assert.Contains($"'{text}' is not a readable SentencePiece model", CommandRun.Of("tokenizer", "info", "--model", text).Refused());
        }
        finally
        {
            File.Delete(text);
        }
    }
}
