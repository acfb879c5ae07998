namespace Microsoft.ML.MultiFit;

/// <summary>
/// A trained classifier: the fine-tuned language model's encoder and a head over its pooled output. Immutable plain arrays, like
/// <see cref="MultiFit.LanguageModel"/>.
/// </summary>
public sealed class TextClassifier
{
    /// <summary>Puts a classifier together from its parts.</summary>
    /// <exception cref="InvalidDataException">The head's weights do not fit the language model and class count.</exception>
    public TextClassifier(LanguageModel languageModel, int classCount, WeightSet head, int maxLength)
    {
        ArgumentNullException.ThrowIfNull(languageModel);
        ArgumentNullException.ThrowIfNull(head);
        ArgumentOutOfRangeException.ThrowIfLessThan(classCount, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxLength, 1);
        if (!head.TryGet(WeightNames.Head(0, WeightNames.LinearWeight), out var hidden) || hidden.Shape.Length != 2)
            throw new InvalidDataException("The head's first linear weight is missing.");
        head.Require(WeightNames.OfHead(languageModel.Architecture, hidden.Shape[0], classCount));
        LanguageModel = languageModel;
        ClassCount = classCount;
        Head = head;
        HeadHiddenSize = hidden.Shape[0];
        MaxLength = maxLength;
    }

    /// <summary>The encoder, with its vocabulary and text rules.</summary>
    public LanguageModel LanguageModel { get; }

    /// <summary>How many classes the scores run over.</summary>
    public int ClassCount { get; }

    /// <summary>The head's weights: batch norm → linear → ReLU → batch norm → linear.</summary>
    public WeightSet Head { get; }

    /// <summary>Width between the head's two linear layers.</summary>
    public int HeadHiddenSize { get; }

    /// <summary>Only a document's last that many tokens are pooled; earlier ones still shape the state. In tokens.</summary>
    public int MaxLength { get; }
}
