using Xunit.Abstractions;

namespace Microsoft.ML.MultiFit.Tests;

/// <summary>
/// Google's tools as the oracle: a vocabulary learned with the settings of the released models, whose pieces, looked up by their text, are the ids that an
/// imported model must give.
/// </summary>
public sealed class SentencePieceCrossCheckTests(ITestOutputHelper output) : IDisposable
{
    // The method's table: language, text, and what is handed to SentencePiece.
    private static readonly (string Language, string Text, string Prepared)[] s_vectors =
    [
        ("en", "He said \"Hello\", didn't he? AT&T rose 5,300.50 points.", "xxbos xxfld 1 xxmaj he said &' xxmaj hello &' , didn 't he ? xxup at && t rose 5,300.50 points ."),
        ("de", "Der DAX stieg um 3,5 % (z.B. bei BASF). „Gut“, sagte Hr. Müller.", "xxbos xxfld 1 xxmaj der xxup dax stieg um 3,5 % ( z.b. bei xxup basf ) . „ xxmaj gut “ , sagte xxmaj hr . xxmaj müller ."),
        ("fr", "L'eau n'est pas chère... n'est-ce pas ?", "xxbos xxfld 1 xxup l' eau n' est pas chère ... n' est-ce pas ?"),
        ("ru", "МОСКВА, 20 июн (Рейтер) - Нацбанк Украины", "xxbos xxfld 1 xxup москва , 20 июн ( xxmaj рейтер ) - xxmaj нацбанк xxmaj украины"),
        ("ja", "中国は大きい国です。ABC123", "xxbos xxfld 1 中 国 は 大 きい 国 です 。 xxup abc123"),
        ("zh", "〔路透社台北14日電〕台灣", "xxbos xxfld 1 〔 路 透 社 台 北 14 日 電 〕 台 灣"),
        ("en", "a/b #tag <br />x&amp;y iPhone A I", "xxbos xxfld 1 a / b # tag < br / > x && amp ; y iphone a i"),
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_imported_model_gives_the_ids_of_the_authors_lookup()
    {
        // The Japanese, Chinese and Russian lines are left out of the training, so that unknown text occurs.
        string corpus = _folder.File("corpus.txt");
        File.WriteAllLines(corpus, Enumerable.Repeat(s_vectors.Where(vector => vector.Language is "en" or "de" or "fr").Select(vector => vector.Prepared), 20).SelectMany(lines => lines));
        if (ExternalTool.Run(
            output, "spm_train", "", $"--input={corpus}", $"--model_prefix={_folder.File("spm")}", "--vocab_size=90", "--character_coverage=1.0", "--hard_vocab_limit=false",
            $"--user_defined_symbols={string.Join(',', FastaiModels.PaperSymbols)}", "--unk_id=8", "--pad_id=-1", "--bos_id=-1", "--eos_id=-1") is null)
            return;
        string[] tokens = [.. File.ReadLines(_folder.File("spm.vocab")).Select(line => line.Split('\t')[0])];
        Assert.Equal([.. FastaiModels.PaperSymbols, "<unk>"], tokens[..9]);
        var model = RandomModels.LanguageModel(RandomModels.Architecture with { VocabularySize = tokens.Length }, seed: 1);
        File.WriteAllBytes(_folder.File("lm_best.pth"), TorchFileWriter.Write(FastaiModels.LanguageModel(model)));
        File.WriteAllBytes(_folder.File("itos.pkl"), TorchFileWriter.List(tokens));

        string[] pieces = ExternalTool.Run(
            output, "spm_encode", string.Join('\n', s_vectors.Select(vector => vector.Prepared)) + "\n", $"--model={_folder.File("spm.model")}", "--output_format=piece")!.TrimEnd('\n').Split('\n');
        for (int i = 0; i < s_vectors.Length; i++)
        {
            var imported = FastaiImporter.Import(FastaiFiles.Of(_folder.File("lm_best.pth")), new() { Language = s_vectors[i].Language }).LanguageModel;
            int[] expected = [.. pieces[i].Split(' ').Select(piece => Math.Max(Array.IndexOf(tokens, piece), 0))];
            Assert.Equal(expected, imported.Encode(s_vectors[i].Text));
            Assert.Equal(s_vectors[i].Language is "ru" or "ja" or "zh", expected.Contains(0));
        }

        // What is saved with an imported model is still a model to Google's tools.
        FastaiImporter.Import(FastaiFiles.Of(_folder.File("lm_best.pth"))).LanguageModel.Vocabulary.Save(_folder.File("saved.model"));
        string[] again = ExternalTool.Run(
            output, "spm_encode", string.Join('\n', s_vectors.Select(vector => vector.Prepared)) + "\n", $"--model={_folder.File("saved.model")}", "--output_format=piece")!.TrimEnd('\n').Split('\n');
        Assert.Equal(pieces, again);
    }
}
