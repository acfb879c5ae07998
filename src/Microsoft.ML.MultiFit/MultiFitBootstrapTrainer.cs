using Microsoft.ML.Runtime;

namespace Microsoft.ML.MultiFit;

/// <summary>
/// Trains a text classifier without labels of its language: a teacher, any ML.NET model that labels the target text, stands in for them (zero-shot transfer as in
/// MultiFiT, Eisenschlos et al. 2019). The result is the transformer that <see cref="MultiFitTrainer"/> gives.
/// </summary>
/// <remarks>
/// <para>Input columns: the student's text, whatever the teacher reads, and optionally a weight (<see cref="float"/>). The teacher may read the text of the student's
/// column or any other: a translation, an embedding. It must give a row for each row, with its label; the label's column may be a key, text, truth values or numbers.</para>
/// <para>The classes, in their order, are those of the key column <see cref="MultiFitTrainer.Options.LabelColumnName"/> where the input has one, so that the student can
/// be evaluated on it; its rows are never read. Otherwise they are the teacher's, as text: those its columns declare, or the labels that it gives, sorted. Label sets are
/// compared by the values behind the keys, as text; a key without values counts as the numbers from 1. All sides must have the same set.
/// <see cref="MultiFitTrainer.Options.ValidationSet"/> holds true labels, in a key or as bare values; without it the best epoch is chosen by pseudo-labels that are held
/// out.</para>
/// <para>A class of which selection leaves no document is an error. A class that the teacher gives to no document at all stays among the classes, a line in the log says
/// so, and the student will hardly ever give it.</para>
/// <para>Characteristics: as <see cref="MultiFitTrainer"/>. An estimator as teacher is fitted in every <see cref="Fit"/>.</para>
/// </remarks>
public sealed partial class MultiFitBootstrapTrainer : IEstimator<MultiFitTransformer>
{
    private readonly IHost _host;
    private readonly Options _options;
    private readonly Func<ITransformer> _createTeacher;
    private readonly int _seed;
    private readonly MultiFitTrainer.Stages _stages;
    private readonly PseudoLabelBootstrapper _bootstrapper;
    private readonly TargetRows _rows;
    private readonly ScoreColumns _columns;

    /// <summary>Checks the options; nothing is read before <see cref="Fit"/>.</summary>
    /// <param name="environment">The <see cref="MLContext"/>, or the environment of one.</param>
    /// <param name="teacher">Labels the target text.</param>
    /// <param name="options">What to train, and how.</param>
    /// <exception cref="ArgumentException">Options are out of range; the message names all of them.</exception>
    public MultiFitBootstrapTrainer(IHostEnvironment environment, ITransformer teacher, Options options)
        : this(environment, options, () => teacher) => ArgumentNullException.ThrowIfNull(teacher);

    /// <summary>The same with a teacher that is trained first.</summary>
    /// <param name="environment">The <see cref="MLContext"/>, or the environment of one.</param>
    /// <param name="teacher">Makes the model that labels the target text.</param>
    /// <param name="sourceData">Labelled data to fit it on, as a rule of another language.</param>
    /// <param name="options">What to train, and how.</param>
    /// <exception cref="ArgumentException">Options are out of range; the message names all of them.</exception>
    public MultiFitBootstrapTrainer(IHostEnvironment environment, IEstimator<ITransformer> teacher, IDataView sourceData, Options options)
        : this(environment, options, () => teacher.Fit(sourceData))
    {
        ArgumentNullException.ThrowIfNull(teacher);
        ArgumentNullException.ThrowIfNull(sourceData);
    }

    private MultiFitBootstrapTrainer(IHostEnvironment environment, Options options, Func<ITransformer> createTeacher)
    {
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentNullException.ThrowIfNull(options);
        MultiFit.Options.Check(nameof(options), options.Problems());
        _options = options.Copy();
        _createTeacher = createTeacher;
        var student = _options.Student;
        _host = environment.Register(nameof(MultiFitBootstrapTrainer), student.Seed);
        _seed = student.Seed ?? _host.Rand.Next();
        _stages = new MultiFitTrainer.Stages(student, _seed);
        _bootstrapper = new PseudoLabelBootstrapper(options.Bootstrap, _stages.Classifier);
        _rows = new TargetRows(
            new LabeledRows(student.LabelColumnName, student.TextColumnName, student.ExampleWeightColumnName),
            options.TeacherPredictedLabelColumnName,
            options.TeacherScoreColumnName,
            options.Bootstrap.NeedsProbabilities);
        _columns = new ScoreColumns(student.PredictedLabelColumnName, student.ScoreColumnName, student.ProbabilityColumnName);
    }

    /// <summary>Lets the teacher label the target data, and trains on it.</summary>
    /// <param name="input">The target data. Labels in it are not read.</param>
    /// <returns>The last round's student.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of the wrong type.</exception>
    /// <exception cref="ArgumentException">The label sets of teacher and student differ, or the teacher does not map row to row.</exception>
    /// <exception cref="InvalidDataException">There are no rows, the teacher's labels are all the same or its scores no probabilities, selection leaves no document of a
    /// class, the validation set has a label that is none of the classes, or a weight is negative or not a number.</exception>
    /// <exception cref="OperationCanceledException">The token of the options, or ML.NET, asked for it.</exception>
    public MultiFitTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        _rows.Check(input.Schema);
        var student = _options.Student;
        if (student.ValidationSet is { } known)
            _rows.CheckValidation(known.Schema);
        using var run = new TrainingRun(_host, student.Progress, student.CancellationToken);
        run.Info(FormattableString.Invariant($"seed {_seed}"));
        run.ThrowIfCanceled();

        var target = _rows.Read(input, _createTeacher(), run);
        if (student.Classifier.ClassWeights is { } weights && weights.Count != target.Classes.Count)
            throw new ArgumentException($"There are {weights.Count} {nameof(ClassifierOptions.ClassWeights)} for {target.Classes.Count} classes.", nameof(input));
        var validation = student.ValidationSet is { } set ? _rows.ReadValidation(set, target.Classes, run) : null;
        var languageModels = _stages.FineTune(target.Documents.Select(document => document.Text), run);
        var students = _bootstrapper.Train(languageModels, target.Classes, target.Documents, validation, run, new RoundLog(run, _options.Rounds), run.Token);
        _stages.DeleteCheckpoints();
        return new MultiFitTransformer(_host, students, target.Labels, student.TextColumnName, _columns) { ThreadCount = student.ThreadCount };
    }

    /// <summary>The columns that the trained model will add, known before the data.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of the wrong type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        var labels = _rows.LabelsOf(inputSchema);
        return SchemaShapes.Append(inputSchema, _columns.Create(null, LabelValues.PlaceholderCount, labels).Select(column => column.Definition));
    }

    /// <summary>Writes each round's beginning to the log.</summary>
    private sealed class RoundLog(TrainingRun run, IProgress<BootstrapRound>? listener) : IProgress<BootstrapRound>
    {
        public void Report(BootstrapRound value)
        {
            run.Info(value.Describe());
            listener?.Report(value);
        }
    }
}
