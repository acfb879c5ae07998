using Xunit.Abstractions;

namespace Microsoft.ML.MultiFit.Tests;

public class UnigramTokenizerVectorTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("test_model")]
    [InlineData("test_ja_model")]
    [InlineData("seqio_sentencepiece")]
    [InlineData("ref_sw_unigram_4000")]
    [InlineData("ref_ja_unigram_4000")]
    [InlineData("ref_fr_unigram_8000")]
    public void Ids_and_pieces_equal_the_reference_on_every_line(string name)
    {
        if (SharedFiles.Find("data/sentencepiece", output) is not { } folder)
            return;
        var tokenizer = new UnigramTokenizer(SentencePieceModel.Load(Path.Combine(folder, name + ".model")));
        var wrong = new List<string>();
        int lines = 0;
        foreach (string line in SharedFiles.ReadGzipLines(Path.Combine(folder, name + ".vectors.tsv.gz")).Skip(1))
        {
            string[] columns = line.Split('\t');
            Assert.Equal(3, columns.Length);
            string text = columns[0];
            var tokens = tokenizer.EncodeToTokens(text, out string? normalized);
            string ids = string.Join(' ', tokenizer.EncodeToIds(text));
            string pieces = string.Join(' ', tokens.Select(token => token.Value));
            if (ids != columns[1] || pieces != columns[2])
                wrong.Add($"{text}\n  expected {columns[2]} ({columns[1]})\n  but was  {pieces} ({ids})");
            Assert.Equal(tokens.Select(token => token.Id), tokenizer.EncodeToIds(text));
            Assert.Equal(tokens.Count, tokenizer.CountTokens(text));
            Assert.All(tokens, token => Assert.Equal(token.Value, normalized![token.Offset]));
            lines++;
        }

        Assert.True(wrong.Count == 0, $"{wrong.Count} of {lines} lines differ:\n{string.Join('\n', wrong.Take(10))}");
        Assert.True(lines > 100);
    }
}
