namespace Microsoft.ML.MultiFit;

/// <summary>
/// Reads models that fastai v1 trained, the MultiFiT authors' released ones among them. The files' pickles are read as data: nothing in them is executed.
/// </summary>
public static class FastaiImporter
{
    /// <summary>Reads a language model, an encoder or a classifier.</summary>
    /// <param name="files">The files.</param>
    /// <param name="options">What they do not say; null for the defaults.</param>
    /// <exception cref="ArgumentException">Options are out of range; the message names all of them.</exception>
    /// <exception cref="InvalidDataException">A file is damaged, wants to run something, or does not fit the others; the message names it and the reason.</exception>
    public static ImportedModel Import(FastaiFiles files, FastaiImportOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(files);
        options ??= new FastaiImportOptions();
        Options.Check(nameof(options), options.Problems());
        var info = files.Info?.Read(FastaiInfo.Read) ?? FastaiInfo.None;
        var vocabulary = ReadVocabulary(files);
        var weights = files.Weights.Read(FastaiWeights.Read);
        if (vocabulary.Pieces.Count != weights.Architecture.VocabularySize)
        {
            throw new InvalidDataException(
                $"'{files.Weights.Name}' has an embedding of {weights.Architecture.VocabularySize} rows, but '{(files.Tokens ?? files.Tokenizer)!.Name}' has {vocabulary.Pieces.Count} tokens.");
        }

        var notes = new List<string>();
        var rules = ChooseRules(files, options, info, vocabulary, notes);
        notes.AddRange(info.Contradictions(weights.Architecture));
        var report = weights.Report() with { Notes = notes };
        var ((architecture, model), head) = files.Weights.Read(_ => (weights.LanguageModel(), weights.ClassCount > 0 ? weights.Head() : null));
        var languageModel = new LanguageModel(architecture with { Direction = options.Direction }, rules, vocabulary, model, ImportedModel.Origin);
        var classifier = head is null ? null : new TextClassifier(languageModel, weights.ClassCount, head, options.MaxLength);
        return new ImportedModel(languageModel, classifier, report);
    }

    private static SentencePieceModel ReadVocabulary(FastaiFiles files)
    {
        var tokens = files.Tokens?.Read(FastaiVocabulary.ReadTokens);
        if (files.Tokenizer is null)
        {
            if (tokens is null || FastaiVocabulary.ArePieces(tokens))
                throw new InvalidDataException($"'{files.Weights.Name}' needs a tokenizer: no spm.model was given or lies beside it.");
            return files.Tokens!.Read(_ => FastaiVocabulary.OfWords(tokens));
        }

        var pieces = files.Tokenizer.Read(open =>
        {
            using var stream = open();
            return SentencePieceModel.Load(stream, files.Tokenizer.Name);
        });
        return (files.Tokens ?? files.Tokenizer).Read(_ => FastaiVocabulary.OfPieces(pieces, tokens));
    }

    private static TextRules ChooseRules(FastaiFiles files, FastaiImportOptions options, FastaiInfo info, SentencePieceModel vocabulary, List<string> notes)
    {
        if (options.TextRules is { } given)
            return given;
        string? language = options.Language ?? info.Language ?? LanguageOf(files.Name);
        if (language is null)
            notes.Add("nothing says which language this is; the rules for 'en' are used");
        language ??= "en";
        if (vocabulary.TrainerSpec.ModelType == SentencePieceModelType.Word)
            return WordRules(language, info.Tokenizer, notes);
        bool ofPaper = FastaiVocabulary.IsOfPaper(vocabulary);
        notes.Add(ofPaper
            ? $"compatibility: model of the paper; text rules TextRules.Paper(\"{language}\"), unknown text has id {vocabulary.TrainerSpec.UnknownTextId} (xxunk)"
            : $"compatibility: the authors' later code; text rules TextRules.Paper(\"{language}\") without splitting Chinese characters, unknown text has id {vocabulary.UnknownId}");
        return ofPaper ? TextRules.Paper(language) : TextRules.Paper(language) with { SplitHan = false };
    }

    /// <summary>The rules of whole-word vocabularies: Moses alone (<c>v</c>), with fastai's (<c>vf</c>), else spaCy's words with fastai's rules.</summary>
    private static TextRules WordRules(string language, string? tokenizer, List<string> notes)
    {
        var (rules, note) = tokenizer switch
        {
            "v" => (TextRules.Paper(language) with { FastaiRules = false }, "words of the Moses tokenizer"),
            "vf" => (TextRules.Paper(language), "words of the Moses tokenizer by fastai's rules"),
            _ => (new TextRules { Language = language }, "words by fastai's rules; spaCy, which fastai splits words with, is approximated by the Moses tokenizer"),
        };
        notes.Add($"compatibility: {note}; unknown words have the id of xxunk");
        return rules;
    }

    /// <summary><c>de_multifit_paper_version</c> → <c>de</c>.</summary>
    private static string? LanguageOf(string name)
    {
        int end = name.IndexOf("_multifit", StringComparison.Ordinal);
        return end is 2 or 3 && name[..end].All(char.IsAsciiLetterLower) ? name[..end] : null;
    }
}
