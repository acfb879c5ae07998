namespace Microsoft.ML.MultiFit;

/// <summary>Makes a language model of weights in safetensors: exported here, or written by another program under the documented names.</summary>
public static class SafetensorsImporter
{
    /// <summary>Reads the weights; the architecture follows from their names and shapes.</summary>
    /// <param name="path">A safetensors file of 32-bit or 16-bit floats.</param>
    /// <param name="vocabulary">The vocabulary; as many pieces as the embedding has rows.</param>
    /// <param name="textRules">
    /// What was done to the text that the weights have learned from, where the file does not say it (<see cref="LanguageModel.SaveWeights"/> writes it down). Null: the
    /// default rules.
    /// </param>
    /// <param name="direction">The order in which the model has learned to read, likewise. Null: forward.</param>
    /// <exception cref="InvalidDataException">
    /// The file is damaged, its weights are not those of a language model, or it names another language or order; the message names file and weight.
    /// </exception>
    public static ImportedModel Import(string path, SentencePieceModel vocabulary, TextRules? textRules = null, TextDirection? direction = null)
    {
        ArgumentNullException.ThrowIfNull(vocabulary);
        var weights = WeightSet.Load(path, out var metadata);
        var shapes = weights.Names.ToDictionary(name => name, name => weights[name].Shape, StringComparer.Ordinal);
        try
        {
            weights.RequireFinite();
            var said = WeightsOrigin.Of(metadata);
            RequireAgreement("language", textRules?.Language, said.TextRules?.Language);
            RequireAgreement("order of reading", direction, said.Direction);
            var rules = said.TextRules ?? textRules ?? new TextRules();
            var order = said.Direction ?? direction ?? TextDirection.Forward;
            var architecture = ArchitectureShapes.Read(shapes);
            if (vocabulary.Pieces.Count != architecture.VocabularySize)
                throw new InvalidDataException($"The embedding has {architecture.VocabularySize} rows, but the vocabulary {vocabulary.Pieces.Count} pieces.");
            var mapped = WeightNames.OfLanguageModel(architecture).Select(weight => new MappedWeight(weight.Name, weight.Name, weights[weight.Name].ShapeText));
            return new ImportedModel(
                new LanguageModel(architecture with { Direction = order }, rules, vocabulary, weights, ImportedModel.Origin),
                null,
                new ImportReport(
                    "safetensors language model",
                    [.. mapped],
                    [],
                    [],
                    [
                        $"{RulesText(rules)}, {Source(said.TextRules is not null)}",
                        $"read {(order == TextDirection.Forward ? "forward" : "backward")}, {Source(said.Direction is not null)}",
                    ]));
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidDataException($"'{path}' cannot be imported: {exception.Message}", exception);
        }
    }

    private static void RequireAgreement(string what, object? given, object? said)
    {
        if (given is not null && said is not null && !given.Equals(said))
            throw new InvalidDataException($"The file says that the {what} is {said}, but given is {given}.");
    }

    private static string RulesText(TextRules rules) =>
        rules == new TextRules { Language = rules.Language } ? $"the default text rules for '{rules.Language}'" :
        rules == TextRules.Paper(rules.Language) ? $"the authors' text rules for '{rules.Language}'" : $"other text rules for '{rules.Language}'";

    private static string Source(bool isSaid) => isSaid ? "as the file says" : "as the file does not say";
}
