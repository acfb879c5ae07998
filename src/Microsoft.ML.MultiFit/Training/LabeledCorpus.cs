namespace Microsoft.ML.MultiFit;

/// <summary>Documents as piece ids with their classes and weights.</summary>
/// <param name="Tokens">The documents.</param>
/// <param name="Labels">The class of each, from 0.</param>
/// <param name="Weights">The weight of each in the loss, positive.</param>
internal sealed record LabeledCorpus(TokenCorpus Tokens, int[] Labels, float[] Weights)
{
    private const float LargestSumError = 1e-3f;

    /// <summary>What each document teaches of every class, null where its label says it all; null where that is so of all documents.</summary>
    public IReadOnlyList<float>?[]? Distributions { get; init; }

    /// <summary>Checks documents and cuts them into pieces. Documents of weight 0 are left out.</summary>
    /// <param name="model">Text rules and vocabulary.</param>
    /// <param name="classCount">Classes.</param>
    /// <param name="documents">The documents.</param>
    /// <param name="classWeights">Factor on the weight of each class; null for none.</param>
    /// <param name="threadCount">Threads to use.</param>
    /// <param name="parameterName">What an error message calls the documents.</param>
    /// <param name="cancellationToken">Looked at before every document.</param>
    /// <exception cref="ArgumentException">There is no document with text, or one has no text reference, a wrong label, distribution or weight.</exception>
    public static LabeledCorpus Encode(
        LanguageModel model,
        int classCount,
        IReadOnlyList<LabeledDocument> documents,
        IReadOnlyList<float>? classWeights,
        int threadCount,
        string parameterName,
        CancellationToken cancellationToken)
    {
        for (int i = 0; i < documents.Count; i++)
        {
            var document = documents[i];
            if (document.Text is null)
                throw new ArgumentException($"The text of document {i} is null.", parameterName);
            if (document.Label < 0 || document.Label >= classCount)
                throw new ArgumentException($"The label of document {i} is {document.Label}, outside 0…{classCount - 1}.", parameterName);
            if (!(document.Weight >= 0 && float.IsFinite(document.Weight)))
                throw new ArgumentException(FormattableString.Invariant($"The weight of document {i} is {document.Weight}; it must be finite and at least 0."), parameterName);
            if (document.Distribution is { } distribution && !IsDistribution(distribution, classCount))
                throw new ArgumentException($"The distribution of document {i} must be {classCount} probabilities that sum to 1.", parameterName);
        }

        var weighted = documents.Where(document => document.Weight > 0).ToArray();
        if (!weighted.Any(document => !string.IsNullOrWhiteSpace(document.Text)))
            throw new ArgumentException("There is no document with text to learn from.", parameterName);
        return new LabeledCorpus(
            TokenCorpus.Encode(weighted.Select(document => document.Text), model.Encode, threadCount, cancellationToken),
            [.. weighted.Select(document => document.Label)],
            [.. weighted.Select(document => document.Weight * (classWeights?[document.Label] ?? 1))])
        {
            Distributions = Array.Exists(weighted, document => document.Distribution is not null) ? Array.ConvertAll(weighted, document => document.Distribution) : null,
        };
    }

    /// <summary>Whether these are probabilities, one for each of so many classes, that sum to 1 but for rounding.</summary>
    public static bool IsDistribution(IReadOnlyList<float> values, int classCount) =>
        values.Count == classCount && values.All(value => value >= 0) && Math.Abs(values.Sum() - 1) <= LargestSumError;

    /// <summary>The classes of a batch's rows.</summary>
    public int[] LabelsOf(DocumentBatch batch) => Array.ConvertAll(batch.Documents, document => Labels[document]);

    /// <summary>What a batch's rows teach, <c>[rows, classes]</c>, row-major: a distribution, which has a single 1 where the label says it all.</summary>
    public float[] TargetsOf(DocumentBatch batch, int classCount)
    {
        var targets = new float[batch.Rows * classCount];
        for (int row = 0; row < batch.Rows; row++)
        {
            int document = batch.Documents[row];
            if (Distributions?[document] is not { } distribution)
            {
                targets[(row * classCount) + Labels[document]] = 1;
                continue;
            }

            for (int label = 0; label < classCount; label++)
                targets[(row * classCount) + label] = distribution[label];
        }

        return targets;
    }

    /// <summary>The weights of a batch's rows.</summary>
    public float[] WeightsOf(DocumentBatch batch) => Array.ConvertAll(batch.Documents, document => Weights[document]);
}
