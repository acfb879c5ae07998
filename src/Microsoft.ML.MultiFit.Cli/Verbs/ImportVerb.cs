using System.CommandLine;
using Microsoft.ML.Transforms;

namespace MultiFit.Cli.Verbs;

/// <summary><c>multifit import</c>: a model that another program trained → language model or classifier.</summary>
internal static class ImportVerb
{
    private const string ClassifierEnding = ".zip";

    private const string Notes =
        """
        PATH is a *.pth file of fastai v1 (language model, encoder or classifier), a folder or .tgz archive with lm_best.pth, itos.pkl, spm.model and
        info.json in it, as the authors released them, or a *.safetensors file with the names of docs/weights.md. What belongs to a *.pth file is looked
        for beside it. Files are read as data, nothing in them is executed. The report of what was taken over goes to standard output.
        """;

    public static Command Create(Terminal terminal)
    {
        var weights = new Option<string>("--weights") { Description = "The weights, or the folder or archive they are in.", HelpName = "PATH", Required = true };
        var tokens = new Option<string>("--itos") { Description = "The pickled list of tokens.", HelpName = "itos.pkl" };
        var tokenizer = new Option<string>("--tokenizer") { Description = "The SentencePiece model; a vocabulary of whole words has none.", HelpName = "spm.model" };
        var info = new Option<string>("--info") { Description = "The description of the training.", HelpName = "info.json" };
        var language = CommonOptions.Language();
        language.DefaultValueFactory = null;
        language.Required = false;
        language.Description += " [default: what a *.safetensors file or the folder's or archive's name says, else en]";
        var backward = new Option<bool>("--backward") { Description = "The model has learned to read documents from the end." };
        var labels = new Option<string[]>("--labels") { Description = "Names of a classifier's classes, class 0 first. [default: 0 1 2 ...]", HelpName = "NAME", AllowMultipleArgumentsPerToken = true };
        var output = CommonOptions.Output("LM.multifit|CLS.zip", "The language model to write, or the classifier if the name ends in .zip.");
        var verb = new Verb(
            "import",
            "Takes over a model that fastai v1 trained, such as the authors' released ones, or weights in safetensors.",
            Notes,
            "multifit import --weights de_multifit_paper_version.tgz --output de.multifit",
            "multifit import --weights lm_best.pth --itos itos.pkl --tokenizer spm.model --info info.json --language de --output de.multifit",
            "multifit import --weights cls_best.pth --itos itos.pkl --tokenizer spm.model --language de --labels negative positive --output reviews.zip",
            "multifit import --weights de.safetensors --tokenizer de.model --language de --output de.multifit")
        {
            weights, tokens, tokenizer, info, language, backward, labels, output,
        };
        verb.Runs((parsed, _) =>
        {
            var path = parsed.GetRequiredValue(output);
            AtomicFile.CheckWritable(path);
            TextDirection? direction = parsed.GetValue(backward) ? TextDirection.Backward : null;
            var source = parsed.GetRequiredValue(weights);
            var (model, classifier, report) = source.EndsWith(".safetensors", StringComparison.OrdinalIgnoreCase)
                ? OfSafetensors(source, parsed.GetValue(tokenizer), parsed.GetValue(language), direction)
                : FastaiImporter.Import(
                    FilesOf(source, parsed.GetValue(tokens), parsed.GetValue(tokenizer), parsed.GetValue(info)),
                    new FastaiImportOptions { Language = parsed.GetValue(language), Direction = direction ?? TextDirection.Forward });
            if (path.EndsWith(ClassifierEnding, StringComparison.OrdinalIgnoreCase))
                SaveClassifier(classifier ?? throw new InvalidDataException($"{source}: holds no classifier, so {path} cannot be written; name a *.multifit file"), parsed.GetValue(labels), path);
            else
                model.Save(path);
            terminal.Output.Write(report.ToString());
        });
        return verb;
    }

    private static FastaiFiles FilesOf(string path, string? tokens, string? tokenizer, string? info)
    {
        bool isContainer = Directory.Exists(path) || path.EndsWith(".tgz", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".tar.gz", StringComparison.OrdinalIgnoreCase);
        if (isContainer && (tokens ?? tokenizer ?? info) is not null)
            throw new ArgumentException($"{path}: holds all of its files; --itos, --tokenizer and --info go with a *.pth file.");
        return isContainer ? FastaiFiles.In(path) : FastaiFiles.Of(path, tokens, tokenizer, info);
    }

    private static ImportedModel OfSafetensors(string path, string? tokenizer, string? language, TextDirection? direction)
    {
        if (tokenizer is null)
            throw new ArgumentException($"{path}: --tokenizer is needed, the SentencePiece model that goes with the weights.");
        var rules = language is null ? null : new TextRules { Language = language };
        return SafetensorsImporter.Import(path, SentencePieceModel.Load(tokenizer), rules, direction);
    }

    private static void SaveClassifier(TextClassifier classifier, string[]? names, string path)
    {
        string[] labels = names is { Length: > 0 } ? names : [.. Enumerable.Range(0, classifier.ClassCount).Select(number => FormattableString.Invariant($"{number}"))];
        var ml = new MLContext();
        var transformer = new MultiFitTransformer(ml, classifier, labels, SavedClassifier.TextColumn);
        // The label's values are learned from these rows, in their order, which is the classes'.
        var rows = ml.Data.LoadFromEnumerable(labels.Select(label => new LabeledText { Label = label }));
        var toKey = ml.Transforms.Conversion.MapValueToKey(SavedClassifier.LabelColumn, keyOrdinality: ValueToKeyMappingEstimator.KeyOrdinality.ByOccurrence).Fit(rows);
        var fromKey = ml.Transforms.Conversion.MapKeyToValue(SavedClassifier.PredictedLabelColumn).Fit(transformer.Transform(toKey.Transform(rows)));
        AtomicFile.Write(path, stream => ml.Model.Save(toKey.Append(transformer).Append(fromKey), rows.Schema, stream));
    }
}
