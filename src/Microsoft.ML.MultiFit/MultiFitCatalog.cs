using Microsoft.ML.MultiFit;

namespace Microsoft.ML;

/// <summary>The ways from an <see cref="MLContext"/> to MultiFiT's classifier.</summary>
public static class MultiFitCatalog
{
    /// <summary>
    /// Makes <c>Model.Load</c> of this context find the loaders of this library. It normally finds them by itself; call this on a runtime
    /// where it does not. Calling it again changes nothing.
    /// </summary>
    /// <param name="mlContext">The context that will load models.</param>
    public static MLContext RegisterMultiFit(this MLContext mlContext)
    {
        ArgumentNullException.ThrowIfNull(mlContext);
        Loaders.Register(mlContext);
        return mlContext;
    }

    /// <summary>Trains a text classifier on top of a language model, with the authors' options.</summary>
    /// <param name="catalog">The multiclass trainers.</param>
    /// <param name="labelColumnName">The label column, a key.</param>
    /// <param name="textColumnName">The text column.</param>
    /// <param name="languageModel">The language model to start from.</param>
    /// <param name="scoreColumnName">Name of the column of probabilities.</param>
    /// <param name="predictedLabelColumnName">Name of the column of the likeliest class.</param>
    /// <param name="epochs">Passes over the training data, at least 1. Default 8.</param>
    /// <param name="validationSet">Labelled rows to choose the best epoch by; null keeps the last one.</param>
    /// <exception cref="ArgumentException">An argument is missing or out of range.</exception>
    public static MultiFitTrainer MultiFit(
        this MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog,
        string labelColumnName,
        string textColumnName,
        LanguageModel languageModel,
        string scoreColumnName = "Score",
        string predictedLabelColumnName = "PredictedLabel",
        int epochs = 8,
        IDataView? validationSet = null)
    {
        var classifier = MultiFitPreset.Paper.Classifier;
        return catalog.MultiFit(new MultiFitTrainer.Options
        {
            LabelColumnName = labelColumnName,
            TextColumnName = textColumnName,
            LanguageModel = languageModel,
            ScoreColumnName = scoreColumnName,
            PredictedLabelColumnName = predictedLabelColumnName,
            Classifier = classifier with { Training = classifier.Training with { Epochs = epochs } },
            ValidationSet = validationSet,
        });
    }

    /// <summary>Trains a text classifier on top of a language model.</summary>
    /// <param name="catalog">The multiclass trainers.</param>
    /// <param name="options">What to train on, and how.</param>
    /// <exception cref="ArgumentException">Options are out of range; the message names all of them.</exception>
    public static MultiFitTrainer MultiFit(this MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog, MultiFitTrainer.Options options) =>
        new(MLNetInternals.GetEnvironment(catalog), options);
}
