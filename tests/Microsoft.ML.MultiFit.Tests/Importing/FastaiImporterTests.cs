using System.Formats.Tar;
using System.IO.Compression;

namespace Microsoft.ML.MultiFit.Tests;

public sealed class FastaiImporterTests : IDisposable
{
    private const int VocabularySize = 50;

    private static readonly LanguageModel s_model = RandomModels.LanguageModel(RandomModels.Architecture, seed: 5);
    private static readonly SentencePieceModel s_vocabulary = FastaiModels.PaperVocabulary(VocabularySize);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("", false)]
    [InlineData("layers.0.", false)]
    [InlineData("", true)]
    public void A_language_model_of_every_style(string style, bool isWrapped)
    {
        var imported = Import(FastaiModels.LanguageModel(s_model, style), isWrapped: isWrapped);
        Assert.Null(imported.Classifier);
        Assert.Equal(s_model.Architecture, imported.LanguageModel.Architecture);
        AssertEqual(s_model.Weights, imported.LanguageModel.Weights);
        Assert.Equal("import", Assert.Single(imported.LanguageModel.Provenance.Stages).Name);

        var report = imported.Report;
        Assert.Equal(WeightNames.OfLanguageModel(s_model.Architecture).Select(weight => weight.Name).Order(), report.Mapped.Select(weight => weight.Name).Order());
        Assert.Contains(new MappedWeight("encoder.layers.0.weight", $"0.rnns.0.{style}linear.weight_raw", "[60, 24]"), report.Mapped);
        Assert.Equal(
            ["0.encoder_dp.emb.weight", $"0.rnns.0.{style}linear.module.weight", $"0.rnns.1.{style}linear.module.weight", $"0.rnns.2.{style}linear.module.weight", "1.decoder.weight", .. isWrapped ? ["opt"] : (string[])[]],
            report.Ignored.Select(weight => weight.Source));
        Assert.Empty(report.Missing);
        string text = report.ToString();
        Assert.Contains($"mapped   0.rnns.0.{style}linear.weight_raw -> encoder.layers.0.weight [60, 24]\n", text);
        Assert.Contains("ignored  1.decoder.weight: the embedding once more", text);
    }

    [Fact]
    public void Without_the_raw_weight_the_modules_own_is_taken()
    {
        var state = FastaiModels.LanguageModel(s_model).Where(entry => !entry.Name.EndsWith("module.weight", StringComparison.Ordinal))
            .Select(entry => (entry.Name.Replace("weight_raw", "module.weight"), entry.Tensor));
        AssertEqual(s_model.Weights, Import(state).LanguageModel.Weights);
        state = state.Select(entry => (entry.Item1.Replace("linear.module.", "linear."), entry.Tensor));
        AssertEqual(s_model.Weights, Import(state).LanguageModel.Weights);
    }

    [Fact]
    public void An_LSTM_with_its_two_biases_added()
    {
        var model = RandomModels.LanguageModel(RandomModels.Architecture with { Encoder = EncoderKind.Lstm }, seed: 6);
        var imported = Import(FastaiModels.LanguageModel(model));
        Assert.Equal(model.Architecture with { FirstLayerWindow = imported.LanguageModel.Architecture.FirstLayerWindow }, imported.LanguageModel.Architecture);
        foreach (var name in model.Weights.Names)
            Assert.Equal(model.Weights[name].Values, imported.LanguageModel.Weights[name].Values, (left, right) => Math.Abs(left - right) < 1e-6f);
        Assert.Contains("LSTM", imported.Report.Content);
        Assert.Contains(new MappedWeight("encoder.layers.1.bias", "0.rnns.1.module.bias_ih_l0 + 0.rnns.1.module.bias_hh_l0", "[80]"), imported.Report.Mapped);
        Assert.Contains(imported.Report.Ignored, weight => weight.Source == "0.rnns.2.module.weight_hh_l0" && weight.Reason.Contains("dropout"));

        var plain = FastaiModels.Encoder(model, "").Where(entry => !entry.Name.EndsWith("module.weight_hh_l0", StringComparison.Ordinal))
            .Select(entry => (entry.Name.Replace("_raw", "").Replace("module.", ""), entry.Tensor));
        Assert.Equal(imported.LanguageModel.Weights[WeightNames.LayerRecurrentWeight(1)].Values, Import(plain).LanguageModel.Weights[WeightNames.LayerRecurrentWeight(1)].Values);

        var wrong = FastaiModels.LanguageModel(model).Select(entry => entry.Name != "0.rnns.1.weight_hh_l0_raw" ? entry : (entry.Name, SavedTensor.Of("9", new WeightTensor([80, 19], new float[80 * 19]))));
        Assert.Contains("'0.rnns.1.weight_hh_l0_raw' has shape [80, 19], but [80, 20] fits", Assert.Throws<InvalidDataException>(() => Import(wrong)).Message);
        Assert.Contains("weight_ih_l0_reverse", Assert.Throws<InvalidDataException>(() => Import(FastaiModels.LanguageModel(model).Append(("0.rnns.0.module.weight_ih_l0_reverse", SavedTensor.Of("9", new WeightTensor([1], [1])))))).Message);
    }

    [Fact]
    public void A_decoder_of_its_own_or_without_bias()
    {
        var untied = RandomModels.LanguageModel(RandomModels.Architecture with { TiedDecoder = false, DecoderBias = false }, seed: 6);
        var state = FastaiModels.Encoder(untied, "0.").Append(("1.decoder.weight", SavedTensor.Of("9", untied.Weights[WeightNames.DecoderWeight])));
        var imported = Import(state).LanguageModel;
        Assert.Equal(untied.Architecture, imported.Architecture);
        AssertEqual(untied.Weights, imported.Weights);

        // The same numbers in a storage of their own are still one matrix.
        state = FastaiModels.LanguageModel(s_model).Select(entry => entry.Name != "1.decoder.weight" ? entry : (entry.Name, entry.Tensor with { Storage = "9" }));
        imported = Import(state).LanguageModel;
        Assert.Equal(s_model.Architecture, imported.Architecture);
        AssertEqual(s_model.Weights, imported.Weights);
        Assert.Equal(TextDirection.Backward, Import(state, options: new() { Direction = TextDirection.Backward }).LanguageModel.Architecture.Direction);
    }

    [Fact]
    public void Other_recurrences_of_QRNN_layers_are_known_by_their_blocks()
    {
        foreach (var architecture in new[]
        {
            RandomModels.Architecture with { Pooling = QrnnPooling.F },
            RandomModels.Architecture with { Windows = [2, 1, 2] },
        })
        {
            var model = RandomModels.LanguageModel(architecture, seed: 6);
            var imported = Import(FastaiModels.LanguageModel(model)).LanguageModel;
            Assert.Equal(architecture, imported.Architecture);
            AssertEqual(model.Weights, imported.Weights);
        }
    }

    [Fact]
    public void An_encoder_gets_a_decoder_bias_of_zeros()
    {
        var imported = Import(FastaiModels.Encoder(s_model, ""));
        Assert.Contains("decoder.bias", Assert.Single(imported.Report.Missing));
        Assert.Equal(new float[VocabularySize], imported.LanguageModel.Weights[WeightNames.DecoderBias].Values);
        foreach (var name in s_model.Weights.Names.Where(name => name != WeightNames.DecoderBias))
            Assert.Equal(s_model.Weights[name].Values, imported.LanguageModel.Weights[name].Values);
    }

    [Theory]
    [InlineData(0, 2, 4, 6)]
    [InlineData(0, 1, 3, 4)]
    [InlineData(0, 1, 3, 5)]
    public void A_classifier_wherever_its_layers_stand(params int[] numbers)
    {
        var classifier = RandomModels.Classifier(s_model, classCount: 3, hiddenSize: 7, maxLength: 1_400, seed: 2);
        var imported = Import(FastaiModels.Classifier(classifier, numbers));
        Assert.Equal((3, 7, 1_400), (imported.Classifier!.ClassCount, imported.Classifier.HeadHiddenSize, imported.Classifier.MaxLength));
        Assert.Same(imported.LanguageModel, imported.Classifier.LanguageModel);
        AssertEqual(classifier.Head, imported.Classifier.Head);
        Assert.Contains(imported.Report.Ignored, weight => weight.Source == "1.layers.0.num_batches_tracked" && weight.Reason == "a counter of training");
        var document = RandomModels.Document(40, VocabularySize, seed: 3);
        var expected = SlowForward.Classify(classifier, SlowForward.Pool(SlowForward.Encode(s_model, document), 1_400));
        Assert.Equal(expected, new ClassifierScorer(imported.Classifier).Score([document])[0].Select(value => (double)value), (left, right) => Math.Abs(left - right) < 1e-5);
    }

    [Fact]
    public void Rows_follow_the_token_list_not_the_tokenizer()
    {
        // Learned tokens in reverse order, the symbols stay in front.
        string[] tokens = [.. s_vocabulary.Pieces.Take(9).Select(piece => piece.Piece), .. s_vocabulary.Pieces.Skip(9).Select(piece => piece.Piece).Reverse()];
        var imported = Import(FastaiModels.LanguageModel(s_model), tokens);
        Assert.Equal(tokens, imported.LanguageModel.Vocabulary.Pieces.Select(piece => piece.Piece));
        AssertEqual(s_model.Weights, imported.LanguageModel.Weights);
        var plain = new UnigramTokenizer(s_vocabulary);
        foreach (string text in (string[])["xxbos xxfld 1 xxmaj ab ac zz", "aba abc", "xxmajab"])
        {
            var expected = plain.EncodeToTokens(text, out _).Where(token => token.Id != 8).Select(token => token.Value);
            Assert.Equal(expected, imported.LanguageModel.Tokenizer.EncodeToIds(text).Where(id => id != 0).Select(id => tokens[id]));
        }
    }

    [Fact]
    public void Unknown_text_has_the_id_of_xxunk_also_after_saving()
    {
        var imported = Import(FastaiModels.LanguageModel(s_model)).LanguageModel;
        using var file = new MemoryStream();
        imported.Save(file);
        file.Position = 0;
        foreach (var model in new[] { imported, LanguageModel.Load(file) })
        {
            // ▁ xxunk 中文 xxunk a, then the unknown piece's own id is never seen.
            int space = s_vocabulary.IdOf("▁"), a = s_vocabulary.IdOf("a");
            Assert.Equal([space, 0, 0, 0, a, space, 0], model.Tokenizer.EncodeToIds("xxunk中文xxunka 日"));
            var tokens = model.Tokenizer.EncodeToTokens("中a", out _);
            Assert.Equal([(space, "▁"), (0, "中"), (a, "a")], tokens.Select(token => (token.Id, token.Value)));
            Assert.Equal(TextRules.Paper("en"), model.TextRules);
        }

        // A vocabulary of the later code, and every other one, keeps SentencePiece's ids.
        var later = Import(FastaiModels.LanguageModel(s_model), vocabulary: s_model.Vocabulary).LanguageModel;
        Assert.Equal([9], later.Tokenizer.EncodeToIds("中").Where(id => id != later.Vocabulary.IdOf("▁")));
        Assert.Equal(TextRules.Paper("en") with { SplitHan = false }, later.TextRules);
    }

    [Fact]
    public void Tokens_that_no_piece_yields_keep_their_rows()
    {
        // fastai fills its lists up with a token that no text has.
        var small = FastaiModels.PaperVocabulary(VocabularySize - 3);
        var imported = Import(FastaiModels.LanguageModel(s_model), [.. small.Pieces.Select(piece => piece.Piece), "xxfake", "xxfake", "xxfake"], small).LanguageModel;
        Assert.Equal(VocabularySize, imported.Vocabulary.Pieces.Count);
        Assert.All(imported.Vocabulary.Pieces.Skip(VocabularySize - 3), piece => Assert.Equal(SentencePieceType.Unused, piece.Type));
        Assert.Equal(new UnigramTokenizer(small).EncodeToIds("ab ac"), imported.Tokenizer.EncodeToIds("ab ac"));
    }

    [Fact]
    public void Whole_words_need_no_tokenizer()
    {
        string[] tokens = ["xxunk", "xxpad", "xxbos", "xxfld", "xxmaj", "das", "buch", ".", "xxfake", "xxfake", .. Enumerable.Range(0, VocabularySize - 10).Select(i => $"wort{i}")];
        var model = Import(FastaiModels.LanguageModel(s_model), tokens, withTokenizer: false, info: """{"tokenizer": "vf", "lang": "de"}""").LanguageModel;
        Assert.Equal(SentencePieceModelType.Word, model.Vocabulary.TrainerSpec.ModelType);
        Assert.Equal([2, 3, 0, 4, 5, 4, 6, 0, 4, 0, 12, 7], model.Encode("Das Buch riesengroßer Unfug wort2."));
        Assert.Equal(1, model.Vocabulary.PadId);
        Assert.Equal(TextRules.Paper("de"), model.TextRules);
        Assert.Equal(TextRules.Paper("de") with { FastaiRules = false }, Import(FastaiModels.LanguageModel(s_model), tokens, withTokenizer: false, info: """{"tokenizer": "v", "lang": "de"}""").LanguageModel.TextRules);
        var spacy = Import(FastaiModels.LanguageModel(s_model), tokens, withTokenizer: false);
        Assert.Equal(new TextRules(), spacy.LanguageModel.TextRules);
        Assert.Contains(spacy.Report.Notes, note => note.Contains("spaCy", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("0.rnns.1.linear.weight_raw", new[] { 60, 19 }, "'0.rnns.1.linear.weight_raw' has shape [60, 19], but [60, 20] fits")]
    [InlineData("0.rnns.2.linear.weight_raw", new[] { 12, 20 }, "'0.rnns.2.linear.weight_raw' has shape [12, 20]: two to four blocks")]
    [InlineData("0.rnns.0.linear.weight_raw", new[] { 61, 24 }, "'0.rnns.0.linear.weight_raw' has shape [61, 24]")]
    [InlineData("0.rnns.0.linear.weight_raw", new[] { 60, 36 }, "'0.rnns.0.linear.weight_raw' has shape [60, 36]")]
    [InlineData("0.rnns.2.linear.weight_raw", new[] { 39, 20 }, "'0.rnns.2.linear.weight_raw' has shape [39, 20]: two to four blocks")]
    [InlineData("0.rnns.1.linear.module.bias", new[] { 59 }, "'0.rnns.1.linear.module.bias' has shape [59], but [60] fits")]
    [InlineData("1.decoder.bias", new[] { 49 }, "'1.decoder.bias' has shape [49], but [50] fits")]
    [InlineData("0.encoder.weight", new[] { 600 }, "'0.encoder.weight' has shape [600]")]
    [InlineData("0.encoder.weight", new[] { 49, 12 }, "'1.decoder.weight' has shape [50, 12], but [49, 12] fits")]
    [InlineData("0.encoder.weight", new[] { 0, 12 }, "'0.encoder.weight' has shape [0, 12]")]
    public void Shapes_that_do_not_fit_are_named(string name, int[] shape, string reason)
    {
        var state = FastaiModels.LanguageModel(s_model).Select(entry => entry.Name != name ? entry : (entry.Name, SavedTensor.Of(
            "9" + entry.Tensor.Storage, new WeightTensor(shape, new float[shape.Aggregate(1, (product, size) => product * size)]))));
        string message = Assert.Throws<InvalidDataException>(() => Import(state)).Message;
        Assert.Contains(reason, message);
        Assert.Contains("lm_best.pth", message);
    }

    [Theory]
    [InlineData("0.rnns.1.linear.module.bias", "no '0.rnns.1.linear.module.bias'")]
    [InlineData("0.encoder.weight", "no '0.encoder.weight'")]
    [InlineData("0.rnns.0.linear", "no layers")]
    [InlineData("0.rnns.1.linear", "'0.rnns.0.linear.weight_raw' has shape")]
    public void Weights_that_are_absent_are_named(string absent, string reason) => Assert.Contains(
        reason,
        Assert.Throws<InvalidDataException>(() => Import(FastaiModels.LanguageModel(s_model).Where(entry => !entry.Name.StartsWith(absent, StringComparison.Ordinal)))).Message);

    [Fact]
    public void Values_must_be_finite_numbers()
    {
        var state = FastaiModels.LanguageModel(s_model);
        state[^1] = ("1.decoder.bias", SavedTensor.Of("1", new WeightTensor([VocabularySize], [.. Enumerable.Repeat(float.NaN, VocabularySize)])));
        Assert.Contains("'1.decoder.bias' holds a value that is not a finite number", Assert.Throws<InvalidDataException>(() => Import(state)).Message);
        state[^1] = ("1.decoder.bias", new SavedTensor("1", "LongStorage", new float[VocabularySize], 0, [VocabularySize], [1]));
        Assert.Contains("'1.decoder.bias' holds values of type LongStorage", Assert.Throws<InvalidDataException>(() => Import(state)).Message);
    }

    [Fact]
    public void Files_that_do_not_belong_together_are_named()
    {
        var state = FastaiModels.LanguageModel(s_model);
        string[] tokens = [.. s_vocabulary.Pieces.Select(piece => piece.Piece)];
        Assert.Contains("50 rows", Assert.Throws<InvalidDataException>(() => Import(state, [.. tokens, "more"])).Message);
        Assert.Contains("is not among the 49 tokens", Assert.Throws<InvalidDataException>(() => Import(state, tokens[..^1])).Message);
        Assert.Contains("needs a tokenizer", Assert.Throws<InvalidDataException>(() => Import(state, tokens, withTokenizer: false)).Message);
        Assert.Contains("itos.pkl", Assert.Throws<InvalidDataException>(() => Import(state, tokensFile: new PickleWriter().Global("os", "system").Stop())).Message);
        Assert.Contains("not a pickled list", Assert.Throws<InvalidDataException>(() => Import(state, tokensFile: new PickleWriter().Int(3).Stop())).Message);
        Assert.Contains("info.json", Assert.Throws<InvalidDataException>(() => Import(state, info: "[1]")).Message);
        Assert.Contains("'German'", Assert.Throws<ArgumentException>(() => Import(state, options: new() { Language = "German" })).Message);
    }

    [Fact]
    public void The_description_is_compared_and_the_language_found()
    {
        var imported = Import(FastaiModels.LanguageModel(s_model), info: """{"emb_sz": 12, "nh": 1550, "nl": 3, "qrnn": true, "lang": "ru"}""");
        Assert.Contains(imported.Report.Notes, note => note == "the description says nh 1550, but the weights' hidden width is 20");
        Assert.Equal(TextRules.Paper("ru"), imported.LanguageModel.TextRules);
        Assert.Equal(TextRules.Paper("fr"), Import(FastaiModels.LanguageModel(s_model), options: new() { Language = "fr" }).LanguageModel.TextRules);
        Assert.Contains(Import(FastaiModels.LanguageModel(s_model)).Report.Notes, note => note.Contains("nothing says which language", StringComparison.Ordinal));
    }

    [Fact]
    public void A_folder_and_an_archive_as_released()
    {
        string folder = Directory.CreateDirectory(_folder.File("de_multifit_paper_version")).FullName;
        Write(folder, FastaiModels.LanguageModel(s_model));
        string archive = _folder.File("zh_multifit_paper_version.tgz");
        using (var stream = new GZipStream(File.Create(archive), CompressionLevel.Fastest))
        using (var tar = new TarWriter(stream, TarEntryFormat.Gnu))
        {
            tar.WriteEntry(new GnuTarEntry(TarEntryType.SymbolicLink, "models/lm_best.pth") { LinkName = "/etc/passwd" });
            tar.WriteEntry(new GnuTarEntry(TarEntryType.RegularFile, "../../escaped") { DataStream = new MemoryStream([1]) });
            foreach (string file in Directory.EnumerateFiles(folder).Order())
                tar.WriteEntry(file, $"./models/{Path.GetFileName(file)}");
        }

        foreach (var (path, language) in new[] { (folder, "de"), (folder + "/", "de"), (archive, "zh") })
        {
            var imported = FastaiImporter.Import(FastaiFiles.In(path)).LanguageModel;
            AssertEqual(s_model.Weights, imported.Weights);
            Assert.Equal(TextRules.Paper(language), imported.TextRules);
        }

        Assert.Equal(["de_multifit_paper_version", "zh_multifit_paper_version.tgz"], _folder.FileNames.Order());
        Assert.False(File.Exists(_folder.File("../../escaped")));
        File.Delete(Path.Combine(folder, "lm_best.pth"));
        Assert.Contains("holds no weights", Assert.Throws<InvalidDataException>(() => FastaiFiles.In(folder)).Message);
        Assert.Throws<FileNotFoundException>(() => FastaiFiles.Of(_folder.File("absent.pth")));
    }

    [Fact]
    public void A_damaged_archive_is_refused()
    {
        string folder = Directory.CreateDirectory(_folder.File("de")).FullName;
        Write(folder, FastaiModels.LanguageModel(s_model));
        using var content = new MemoryStream();
        using (var zip = new GZipStream(content, CompressionLevel.Fastest, leaveOpen: true))
            TarFile.CreateFromDirectory(folder, zip, includeBaseDirectory: true);
        byte[] bytes = content.ToArray();
        string archive = _folder.File("de_multifit.tgz");
        var random = new Random(1);
        for (int i = 0; i < 60; i++)
        {
            byte[] damaged = i % 2 == 0 ? bytes[..random.Next(bytes.Length / 2)] : (byte[])bytes.Clone();
            if (i % 2 == 1)
                damaged[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
            File.WriteAllBytes(archive, damaged);
            var thrown = Record.Exception(() => FastaiImporter.Import(FastaiFiles.In(archive)));
            Assert.True(thrown is InvalidDataException || (i % 2 == 1 && thrown is null), $"{i}: {thrown}");
        }
    }

    private ImportedModel Import(
        IEnumerable<(string Name, SavedTensor Tensor)> state,
        string[]? tokens = null,
        SentencePieceModel? vocabulary = null,
        bool withTokenizer = true,
        string? info = null,
        FastaiImportOptions? options = null,
        bool isWrapped = false,
        byte[]? tokensFile = null)
    {
        string folder = Directory.CreateDirectory(_folder.File(Path.GetRandomFileName())).FullName;
        vocabulary ??= s_vocabulary;
        Write(folder, state, isWrapped);
        File.WriteAllBytes(Path.Combine(folder, "itos.pkl"), tokensFile ?? TorchFileWriter.List(tokens ?? [.. vocabulary.Pieces.Select(piece => piece.Piece)]));
        vocabulary.Save(Path.Combine(folder, "spm.model"));
        if (!withTokenizer)
            File.Delete(Path.Combine(folder, "spm.model"));
        if (info is not null)
            File.WriteAllText(Path.Combine(folder, "info.json"), info);
        return FastaiImporter.Import(FastaiFiles.Of(Path.Combine(folder, "lm_best.pth")), options);
    }

    private static void Write(string folder, IEnumerable<(string Name, SavedTensor Tensor)> state, bool isWrapped = false)
    {
        File.WriteAllBytes(Path.Combine(folder, "lm_best.pth"), TorchFileWriter.Write([.. state], isWrapped));
        File.WriteAllBytes(Path.Combine(folder, "itos.pkl"), TorchFileWriter.List(s_vocabulary.Pieces.Select(piece => piece.Piece)));
        s_vocabulary.Save(Path.Combine(folder, "spm.model"));
    }

    private static void AssertEqual(WeightSet expected, WeightSet actual)
    {
        Assert.Equal(expected.Names.Order(), actual.Names.Order());
        foreach (var name in expected.Names)
        {
            Assert.Equal(expected[name].Shape, actual[name].Shape);
            Assert.Equal(expected[name].Values, actual[name].Values);
        }
    }
}
