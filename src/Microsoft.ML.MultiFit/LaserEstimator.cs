using Microsoft.ML.Runtime;

namespace Microsoft.ML.MultiFit;

/// <summary>
/// Turns texts of any of its languages into vectors with a LASER encoder. Texts that say the same lie near each other whatever their language, so a classifier
/// that was trained on the vectors of one language labels texts of another.
/// </summary>
/// <remarks>
/// <para>Input column: a text. Output column: a vector of <see cref="float"/> of the encoder's output size, 1,024 in the published one.</para>
/// <para>Nothing is learned and nothing native is needed. The language of the texts is an option: make one estimator per language, of the same
/// <see cref="LaserEncoder"/>. No ONNX export.</para>
/// </remarks>
public sealed class LaserEstimator : IEstimator<LaserTransformer>
{
    private readonly IHost _host;
    private readonly LaserEncoder _encoder;
    private readonly LaserOptions _options;
    private readonly string _inputColumnName;
    private readonly string _outputColumnName;

    /// <summary>Checks the arguments.</summary>
    /// <param name="environment">The <see cref="MLContext"/>, or the environment of one.</param>
    /// <param name="outputColumnName">Name of the column of vectors.</param>
    /// <param name="inputColumnName">The text column; null means the same name.</param>
    /// <param name="encoder">The encoder.</param>
    /// <param name="options">What is done to the texts first, their language among it; null for the defaults. Default null.</param>
    /// <exception cref="ArgumentException">An argument is missing, or options are out of range.</exception>
    public LaserEstimator(IHostEnvironment environment, string outputColumnName, string? inputColumnName, LaserEncoder encoder, LaserOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentException.ThrowIfNullOrEmpty(outputColumnName);
        ArgumentNullException.ThrowIfNull(encoder);
        _options = options ?? new LaserOptions();
        Options.Check(nameof(options), _options.Problems());
        _host = environment.Register(nameof(LaserEstimator));
        _encoder = encoder;
        _outputColumnName = outputColumnName;
        _inputColumnName = inputColumnName ?? outputColumnName;
    }

    /// <summary>Only looks at the schema.</summary>
    /// <param name="input">Data with the text column.</param>
    /// <exception cref="ArgumentOutOfRangeException">The text column is missing or not text.</exception>
    public LaserTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        SchemaCheck.RequireText(input.Schema, _inputColumnName);
        return new LaserTransformer(_host, _encoder, _options, _inputColumnName, _outputColumnName);
    }

    /// <inheritdoc/>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        SchemaCheck.RequireText(inputSchema, _inputColumnName);
        return SchemaShapes.Append(inputSchema, LaserTransformer.CreateColumns(_outputColumnName, _encoder).Select(column => column.Definition));
    }
}
