using System.Diagnostics;
using System.Numerics.Tensors;

namespace Microsoft.ML.MultiFit;

/// <summary>
/// Trains a multilayer perceptron with dropout and Adam on the mean cross entropy of small batches. Equal rows and options give the same weights. The network
/// is so small that plain memory serves it better than tensors.
/// </summary>
internal sealed class MultilayerPerceptronTraining
{
    private readonly MultilayerPerceptronOptions _options;
    private readonly LinearLayerLearning[] _layers;
    private int _step;

    /// <summary>Starts from random weights.</summary>
    public MultilayerPerceptronTraining(MultilayerPerceptronOptions options, int featureCount, int classCount)
        : this(options, RandomLayers([featureCount, .. options.HiddenSizes, classCount], new Random(options.Seed)))
    {
    }

    /// <summary>Starts from given weights, which it changes.</summary>
    public MultilayerPerceptronTraining(MultilayerPerceptronOptions options, IEnumerable<LinearLayer> layers)
    {
        _options = options;
        _layers = [.. layers.Select(layer => new LinearLayerLearning(layer))];
    }

    /// <summary>The layers, first to last.</summary>
    public IReadOnlyList<LinearLayerLearning> Layers => _layers;

    /// <summary>Trains.</summary>
    /// <param name="rows">Vectors of one length.</param>
    /// <param name="validation">Of the epochs with the most right answers on these the last is kept; null keeps the last of all.</param>
    /// <param name="progress">Told about every epoch's end.</param>
    /// <param name="cancellationToken">Looked at once per step.</param>
    public MultilayerPerceptron Train(
        IReadOnlyList<LabeledVector> rows, IReadOnlyList<LabeledVector>? validation, IProgress<TrainingProgress> progress, CancellationToken cancellationToken)
    {
        int stepsPerEpoch = (rows.Count + _options.BatchSize - 1) / _options.BatchSize;
        var order = Enumerable.Range(0, rows.Count).ToArray();
        var watch = Stopwatch.StartNew();
        MultilayerPerceptron? best = null;
        int mostRight = -1;
        for (int epoch = 1; epoch <= _options.Epochs; epoch++)
        {
            var random = Shuffling.Random(_options.Seed, epoch);
            random.Shuffle(order);
            double loss = 0;
            foreach (int[] batch in order.Chunk(_options.BatchSize))
            {
                cancellationToken.ThrowIfCancellationRequested();
                loss += Backward([.. batch.Select(row => rows[row])], random) / stepsPerEpoch;
                _step++;
                foreach (var layer in _layers)
                    layer.Step(_options.LearningRate, _step);
            }

            double? validationLoss = null, accuracy = null;
            if (validation is not null)
            {
                var model = Copy();
                (int right, validationLoss) = Evaluate(model, validation);
                accuracy = (double)right / validation.Count;
                if (right >= mostRight)
                    (best, mostRight) = (model, right);
            }

            progress.Report(new TrainingProgress("classifier", epoch, _options.Epochs, _step, _options.Epochs * stepsPerEpoch, loss, validationLoss, accuracy)
            {
                Remaining = watch.Elapsed / epoch * (_options.Epochs - epoch),
                EpochEnded = true,
                LearningRate = _options.LearningRate,
            });
        }

        return best ?? Copy();
    }

    /// <summary>Adds the gradients of a batch's mean cross entropy, which it returns.</summary>
    internal double Backward(IReadOnlyList<LabeledVector> batch, Random random)
    {
        float total = batch.Sum(row => row.Weight);
        double loss = 0;
        foreach (var row in batch)
            loss += row.Weight / total * Backward(row, row.Weight / total, random);
        return loss;
    }

    /// <summary>Zeros for what is left out, else what keeps the expected sum; without hidden layers nothing is left out.</summary>
    internal float[] Mask(int length, Random random)
    {
        var mask = new float[length];
        double dropout = _layers.Length > 1 ? _options.Dropout : 0;
        for (int i = 0; i < length; i++)
            mask[i] = dropout == 0 || random.NextDouble() >= dropout ? (float)(1 / (1 - dropout)) : 0;
        return mask;
    }

    private double Backward(LabeledVector row, float weight, Random random)
    {
        // What each layer sees, and by what dropout has multiplied it.
        var inputs = new float[_layers.Length][];
        var masks = new float[_layers.Length][];
        float[] values = [.. row.Features];
        for (int layer = 0; layer < _layers.Length; layer++)
        {
            masks[layer] = Mask(values.Length, random);
            TensorPrimitives.Multiply(values, masks[layer], values);
            inputs[layer] = values;
            values = _layers[layer].Layer.Apply(values);
            if (layer < _layers.Length - 1)
                TensorPrimitives.Tanh<float>(values, values);
        }

        TensorPrimitives.SoftMax<float>(values, values);
        double loss = -Math.Log(Math.Max(values[row.Label], float.Epsilon));
        values[row.Label] -= 1;
        TensorPrimitives.Multiply(values, weight, values);
        for (int layer = _layers.Length - 1; layer >= 0; layer--)
        {
            float[] inputGradient = layer > 0 ? new float[inputs[layer].Length] : [];
            _layers[layer].Add(inputs[layer], values, inputGradient);
            for (int i = 0; i < inputGradient.Length; i++)
            {
                float tanh = masks[layer][i] > 0 ? inputs[layer][i] / masks[layer][i] : 0;
                inputGradient[i] *= masks[layer][i] * (1 - (tanh * tanh));
            }

            values = inputGradient;
        }

        return loss;
    }

    private MultilayerPerceptron Copy() => new([.. _layers.Select(layer => (Copy(layer.Layer.Weights), Copy(layer.Layer.Bias)))]);

    private static WeightTensor Copy(WeightTensor tensor) => tensor with { Values = [.. tensor.Values] };

    private static (int Right, double Loss) Evaluate(MultilayerPerceptron model, IReadOnlyList<LabeledVector> rows)
    {
        int right = 0;
        double loss = 0;
        foreach (var row in rows)
        {
            var probabilities = model.Probabilities(row.Features);
            right += TensorPrimitives.IndexOfMax<float>(probabilities) == row.Label ? 1 : 0;
            loss -= Math.Log(Math.Max(probabilities[row.Label], float.Epsilon)) / rows.Count;
        }

        return (right, loss);
    }

    private static IEnumerable<LinearLayer> RandomLayers(int[] sizes, Random random) =>
        sizes.Zip(sizes.Skip(1), (inputSize, outputSize) => LinearLayer.CreateRandom(inputSize, outputSize, random));
}
