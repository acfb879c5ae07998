using Microsoft.ML.MultiFit;

namespace PaperExperiments;

/// <summary>
/// The language models that several experiments start from. They are in one folder by name, so that each is trained by the experiment that needs it first.
/// </summary>
internal sealed class LanguageModels(ExperimentFolder folder, ExperimentData data)
{
    // Of the weights that pretraining starts from.
    private const int Seed = 1;

    /// <summary>A model that has learned nothing but its vocabulary.</summary>
    /// <param name="name">Name of the language model that has it, <c>de</c>.</param>
    /// <param name="preset">Its sizes; the language of its text rules is the corpus's.</param>
    /// <param name="seed">Seed of its weights.</param>
    public LanguageModel Untrained(string name, MultiFitPreset preset, int seed)
    {
        var vocabulary = folder.Vocabulary(name, () => LearnVocabulary(preset, data.Text(preset.TextRules.Language).Training));
        return LanguageModel.CreateRandom(preset.Architecture, preset.TextRules, vocabulary, seed);
    }

    /// <summary>A model pretrained on its language's corpus.</summary>
    /// <inheritdoc cref="Untrained"/>
    public LanguageModel Pretrained(string name, MultiFitPreset preset)
    {
        var text = new Lazy<HeldOutText>(() => data.Text(preset.TextRules.Language));
        return folder.LanguageModel(name, preset.Pretraining, () => Untrained(name, preset, Seed), () => text.Value);
    }

    /// <summary>A pretrained model fine-tuned on tasks' text: what all classifiers of these tasks start from.</summary>
    /// <param name="name">Name of the pretrained model.</param>
    /// <param name="preset">Its sizes.</param>
    /// <param name="tasks">What the text is called, <c>reviews</c>.</param>
    /// <param name="text">The text.</param>
    public LanguageModel FineTuned(string name, MultiFitPreset preset, string tasks, HeldOutText text) =>
        folder.LanguageModel($"{name}-{tasks}", preset.FineTuning, () => Pretrained(name, preset), () => text);

    /// <summary>Learns the vocabulary that a preset asks for, of pieces or of words.</summary>
    public static SentencePieceModel LearnVocabulary(MultiFitPreset preset, IEnumerable<string> documents)
    {
        var lines = documents.SelectMany(document => document.Split('\n')).Select(preset.TextRules.Apply);
        return preset.Words is { } words ? new WordVocabularyTrainer(words).Train(lines) : new UnigramTrainer(preset.Vocabulary).Train(lines);
    }
}
