namespace Microsoft.ML.MultiFit;

/// <summary>Makes a language model of weights in safetensors: exported here, or written by another program under the documented names.</summary>
public static class SafetensorsImporter
{
    /// <summary>Reads the weights; the architecture follows from their names and shapes.</summary>
    /// <param name="path">A safetensors file of 32-bit or 16-bit floats.</param>
    /// <param name="vocabulary">The vocabulary; as many pieces as the embedding has rows.</param>
    /// <param name="textRules">What was done to the text that the weights have learned from.</param>
    /// <param name="direction">The order in which the model has learned to read; the weights do not say it.</param>
    /// <exception cref="InvalidDataException">The file is damaged, or its weights are not those of a language model; the message names file and weight.</exception>
    public static ImportedModel Import(string path, SentencePieceModel vocabulary, TextRules textRules, TextDirection direction = TextDirection.Forward)
    {
        ArgumentNullException.ThrowIfNull(vocabulary);
        ArgumentNullException.ThrowIfNull(textRules);
        var weights = WeightSet.Load(path);
        var shapes = weights.Names.ToDictionary(name => name, name => weights[name].Shape, StringComparer.Ordinal);
        try
        {
            weights.RequireFinite();
            var architecture = ArchitectureShapes.Read(shapes);
            if (vocabulary.Pieces.Count != architecture.VocabularySize)
                throw new InvalidDataException($"The embedding has {architecture.VocabularySize} rows, but the vocabulary {vocabulary.Pieces.Count} pieces.");
            var mapped = WeightNames.OfLanguageModel(architecture).Select(weight => new MappedWeight(weight.Name, weight.Name, weights[weight.Name].ShapeText));
            return new ImportedModel(
                new LanguageModel(architecture with { Direction = direction }, textRules, vocabulary, weights, ImportedModel.Origin),
                null,
                new ImportReport(
                    "safetensors language model",
                    [.. mapped],
                    [],
                    [],
                    [$"the file does not say which text the weights have learned from; taken are {RulesText(textRules)}, read {(direction == TextDirection.Forward ? "forward" : "backward")}"]));
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidDataException($"'{path}' cannot be imported: {exception.Message}", exception);
        }
    }

    private static string RulesText(TextRules rules) =>
        rules == new TextRules { Language = rules.Language } ? $"the default text rules for '{rules.Language}'" :
        rules == TextRules.Paper(rules.Language) ? $"the authors' text rules for '{rules.Language}'" : $"text rules of the caller's for '{rules.Language}'";
}
