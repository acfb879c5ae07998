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

    /// <summary>Trains a text classifier on a teacher's labels in the place of true ones, with the authors' options.</summary>
    /// <param name="catalog">The multiclass trainers.</param>
    /// <param name="teacher">Any model that labels the target text, in the columns <c>PredictedLabel</c> and, where its probabilities matter, <c>Score</c>.</param>
    /// <param name="textColumnName">The text column that the student reads.</param>
    /// <param name="languageModel">The target language's model to start from.</param>
    /// <param name="scoreColumnName">Name of the student's column of probabilities.</param>
    /// <param name="predictedLabelColumnName">Name of the student's column of the likeliest class.</param>
    /// <param name="epochs">Passes over the target data, at least 1. Default 8.</param>
    /// <exception cref="ArgumentException">An argument is missing or out of range.</exception>
    public static MultiFitBootstrapTrainer MultiFitBootstrap(
        this MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog,
        ITransformer teacher,
        string textColumnName,
        LanguageModel languageModel,
        string scoreColumnName = "Score",
        string predictedLabelColumnName = "PredictedLabel",
        int epochs = 8)
    {
        var classifier = MultiFitPreset.Paper.Classifier;
        return catalog.MultiFitBootstrap(teacher, new MultiFitBootstrapTrainer.Options
        {
            Student = new()
            {
                TextColumnName = textColumnName,
                LanguageModel = languageModel,
                ScoreColumnName = scoreColumnName,
                PredictedLabelColumnName = predictedLabelColumnName,
                Classifier = classifier with { Training = classifier.Training with { Epochs = epochs } },
            },
        });
    }

    /// <summary>Trains a text classifier on a teacher's labels in the place of true ones.</summary>
    /// <param name="catalog">The multiclass trainers.</param>
    /// <param name="teacher">Any model that labels the target text.</param>
    /// <param name="options">What to train, and how.</param>
    /// <exception cref="ArgumentException">Options are out of range; the message names all of them.</exception>
    public static MultiFitBootstrapTrainer MultiFitBootstrap(
        this MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog, ITransformer teacher, MultiFitBootstrapTrainer.Options options) =>
        new(MLNetInternals.GetEnvironment(catalog), teacher, options);

    /// <summary>Trains a teacher on labelled data, as a rule of another language, and a text classifier on the teacher's labels.</summary>
    /// <param name="catalog">The multiclass trainers.</param>
    /// <param name="teacher">Makes the model that labels the target text.</param>
    /// <param name="sourceData">What the teacher is fitted on.</param>
    /// <param name="options">What to train, and how.</param>
    /// <exception cref="ArgumentException">Options are out of range; the message names all of them.</exception>
    public static MultiFitBootstrapTrainer MultiFitBootstrap(
        this MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog,
        IEstimator<ITransformer> teacher,
        IDataView sourceData,
        MultiFitBootstrapTrainer.Options options) =>
        new(MLNetInternals.GetEnvironment(catalog), teacher, sourceData, options);

    /// <summary>Trains multinomial logistic regression with an L2 penalty on vectors.</summary>
    /// <param name="catalog">The multiclass trainers.</param>
    /// <param name="labelColumnName">The label column, a key.</param>
    /// <param name="featureColumnName">The column of vectors.</param>
    /// <param name="l2Regularization">Weight of the penalty, above 0; null chooses it by cross-validation. Default null.</param>
    /// <exception cref="ArgumentException">An argument is missing or out of range.</exception>
    public static MultinomialLogisticRegressionTrainer MultinomialLogisticRegression(
        this MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog,
        string labelColumnName = "Label",
        string featureColumnName = "Features",
        double? l2Regularization = null) => catalog.MultinomialLogisticRegression(new MultinomialLogisticRegressionTrainer.Options
        {
            LabelColumnName = labelColumnName,
            FeatureColumnName = featureColumnName,
            Regression = new() { L2Regularization = l2Regularization },
        });

    /// <summary>Trains multinomial logistic regression with an L2 penalty on vectors.</summary>
    /// <param name="catalog">The multiclass trainers.</param>
    /// <param name="options">What to train on, and how.</param>
    /// <exception cref="ArgumentException">Options are out of range; the message names all of them.</exception>
    public static MultinomialLogisticRegressionTrainer MultinomialLogisticRegression(
        this MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog, MultinomialLogisticRegressionTrainer.Options options) =>
        new(MLNetInternals.GetEnvironment(catalog), options);

    /// <summary>Trains a small neural network on vectors, by LASER's recipe for document classification: 10 and 8 hidden units.</summary>
    /// <param name="catalog">The multiclass trainers.</param>
    /// <param name="labelColumnName">The label column, a key.</param>
    /// <param name="featureColumnName">The column of vectors.</param>
    /// <param name="validationSet">Labelled rows to choose the best epoch by; null keeps the last one. Default null.</param>
    /// <exception cref="ArgumentException">An argument is missing.</exception>
    public static MultilayerPerceptronTrainer MultilayerPerceptron(
        this MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog,
        string labelColumnName = "Label",
        string featureColumnName = "Features",
        IDataView? validationSet = null) => catalog.MultilayerPerceptron(new MultilayerPerceptronTrainer.Options
        {
            LabelColumnName = labelColumnName,
            FeatureColumnName = featureColumnName,
            ValidationSet = validationSet,
        });

    /// <summary>Trains a small neural network on vectors.</summary>
    /// <param name="catalog">The multiclass trainers.</param>
    /// <param name="options">What to train on, and how.</param>
    /// <exception cref="ArgumentException">Options are out of range; the message names all of them.</exception>
    public static MultilayerPerceptronTrainer MultilayerPerceptron(
        this MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog, MultilayerPerceptronTrainer.Options options) =>
        new(MLNetInternals.GetEnvironment(catalog), options);
}
