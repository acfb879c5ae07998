namespace Microsoft.ML.MultiFit;

/// <summary>
/// Every number of the method in one record, stage by stage. <see cref="Paper"/> holds the authors' values (EMNLP 2019 and the scripts behind it);
/// other presets say only what they change.
/// </summary>
public sealed record MultiFitPreset
{
    // What ULMFiT's stages have in common.
    private static readonly TrainingOptions s_ulmfit =
        new() { BatchSize = 64, Schedule = new SlantedTriangularSchedule(), Dropout = DropoutRates.Ulmfit, DropoutMultiplier = 1, GradientClip = 0.3 };

    // The official languages of the European Union.
    private static readonly HashSet<string> s_fullyCovered =
        [.. "bg cs da de el en es et fi fr ga hr hu it lt lv mt nl pl pt ro sk sl sv".Split(' ')];

    /// <summary>The encoder's shape.</summary>
    public ModelArchitecture Architecture { get; init; } = new();

    /// <summary>How the vocabulary is learned.</summary>
    public UnigramTrainerOptions Vocabulary { get; init; } = new();

    /// <summary>How a vocabulary of whole words is learned in the place of <see cref="Vocabulary"/>; null for pieces. Default null.</summary>
    public WordVocabularyOptions? Words { get; init; }

    /// <summary>What is done to a text first.</summary>
    public TextRules TextRules { get; init; } = new();

    /// <summary>Pretraining on general text: 10 epochs, batches of 50, rate 5e-3, no dropout.</summary>
    public LanguageModelOptions Pretraining { get; init; } = new();

    /// <summary>Fine-tuning on the task's text: one epoch of embedding and decoder at 1e-2, 20 epochs of everything at 1e-3, batches of 18, dropout × 0.3.</summary>
    public LanguageModelOptions FineTuning { get; init; } = new()
    {
        Stage = "finetune",
        Training = new()
        {
            Unfreezing = [new() { LastGroups = 1, LearningRate = 1e-2 }],
            Epochs = 20,
            BatchSize = 18,
            LearningRate = 1e-3,
            DropoutMultiplier = 0.3,
        },
    };

    /// <summary>The classifier: 8 epochs, batches of 18, discriminative rates, label smoothing 0.1, dropout × 0.5.</summary>
    public ClassifierOptions Classifier { get; init; } = new();

    /// <summary>The classifier where many labels are wrong, as those of a teacher are. Default: <see cref="Classifier"/>, as in the paper.</summary>
    public ClassifierOptions Student
    {
        get => field ?? Classifier;
        init;
    }

    /// <summary>
    /// The authors' values, in what depends on the language those for English; see <see cref="PaperFor"/>. It departs from them in the text rules (theirs are
    /// <see cref="TextRules.Paper"/>), the epoch a classifier keeps, its single run, and the precision of matrix products; docs/training.md says how to undo each.
    /// </summary>
    public static MultiFitPreset Paper { get; } = new() { Vocabulary = new() { CharacterCoverage = PaperCoverage(new TextRules().Language) } };

    /// <summary>
    /// ULMFiT (Howard and Ruder 2018, with the numbers of its program): whole words, three LSTM layers of 1,150 units, slanted triangular rates, each group's
    /// rate 2.6 times that of the group before, gradual unfreezing of the classifier, dropouts of its own. The paper tunes the epochs to each task; here they are the
    /// program's 25 for fine-tuning and MultiFiT's otherwise. It takes steps of random length in back-propagation, this one of 70 always.
    /// </summary>
    public static MultiFitPreset Ulmfit { get; } = Paper with
    {
        Architecture = new() { VocabularySize = 60_000, Encoder = EncoderKind.Lstm, HiddenSize = 1_150, LayerCount = 3 },
        Words = new() { VocabularySize = 60_000 },
        Pretraining = Paper.Pretraining with { Training = s_ulmfit with { Epochs = 10, LearningRate = 3e-4, DropoutMultiplier = 0.5 } },
        FineTuning = Paper.FineTuning with { Training = s_ulmfit with { Epochs = 25, LearningRate = 4e-3, RateDivisor = 2.6 } },
        Classifier = Paper.Classifier with
        {
            Training = Unfreezing.Gradual(
                s_ulmfit with
                {
                    Epochs = 8,
                    BatchSize = 32,
                    LearningRate = 1e-2,
                    RateDivisor = 2.6,
                    Dropout = DropoutRates.UlmfitClassifier,
                    WeightDecay = 1e-6,
                    GradientClip = 25,
                },
                groupCount: 5),
        },
    };

    /// <summary>
    /// The authors' values for a language: its text rules, and the share of characters that its vocabulary covers. That is 1 for the 24 official languages of the
    /// European Union and 0.99 for all others, as the authors' program had it; their paper speaks of 0.99 for Chinese and Japanese alone.
    /// </summary>
    /// <param name="language">ISO 639 code of the language, <c>de</c> or <c>pt-BR</c>.</param>
    /// <exception cref="ArgumentException">This is no such code.</exception>
    public static MultiFitPreset PaperFor(string language)
    {
        ArgumentNullException.ThrowIfNull(language);
        var rules = new TextRules { Language = language };
        Options.Check(nameof(language), rules.Problems());
        return Paper with { TextRules = rules, Vocabulary = Paper.Vocabulary with { CharacterCoverage = PaperCoverage(language) } };
    }

    /// <summary>
    /// A model that a two-core machine pretrains on a few megabytes of text in minutes: one wide and shallow layer, short and fast cycles, and high
    /// rates for all layer groups. So little pretraining leaves much to learn from the labels, which deep layers and the authors' low rates for the
    /// lower groups prevent. Decoupled decay of 0.1 (the authors' second program has it) keeps the weights from growing at such rates until the gates saturate,
    /// after which a classifier could learn little from them. A student learns more slowly, or it would know its teacher's mistakes by heart after two epochs.
    /// </summary>
    public static MultiFitPreset Small { get; } = Paper with
    {
        Architecture = new() { VocabularySize = 4_000, EmbeddingSize = 300, HiddenSize = 300, LayerCount = 1 },
        Vocabulary = new() { VocabularySize = 4_000 },
        Pretraining = Paper.Pretraining with
        {
            Training = Paper.Pretraining.Training with { Epochs = 3, BatchSize = 24, LearningRate = 1e-2, WeightDecay = 0.1, DecoupledWeightDecay = true },
        },
        FineTuning = Paper.FineTuning with { Training = Paper.FineTuning.Training with { Epochs = 1 } },
        Classifier = Paper.Classifier with { Training = Paper.Classifier.Training with { Epochs = 10, LowestLearningRate = 5e-3 } },
        Student = Paper.Classifier with
        {
            Training = Paper.Classifier.Training with { Epochs = 10, BatchSize = 64, LowestLearningRate = 1e-3, LearningRate = 4e-3, DropoutMultiplier = 1 },
        },
    };

    private static double PaperCoverage(string language) => s_fullyCovered.Contains(TextRules.PrimaryLanguage(language)) ? 1 : 0.99;
}
