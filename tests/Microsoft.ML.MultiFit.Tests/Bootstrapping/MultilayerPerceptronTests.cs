namespace Microsoft.ML.MultiFit.Tests;

public class MultilayerPerceptronTests
{
    // PyTorch 1.13.1 in double precision: 30 steps of its Adam at 0.05 on all six rows, from the same weights.
    private static readonly float[][] s_trainedByTorch =
    [
        [0.33515f, 0.75908f, 1.64255f, 1.29849f, 1.13061f, 1.13684f, 1.19671f, 1.01913f, 0.77484f, 1.16279f, 1.02385f, 0.58893f],
        [0.09397f, 0.12300f, 0.08170f, 0.07941f],
        [-0.23926f, -1.53752f, -1.60081f, -1.52312f, 0.79072f, 1.19666f, 1.12897f, 1.06915f],
        [-0.46455f, -0.49142f],
        [1.42760f, -1.23278f, -1.25827f, 1.50829f, -1.00435f, 0.33536f],
        [-0.26589f, -0.82132f, 0.13079f],
    ];

    [Fact]
    public void Computes_the_formula()
    {
        var model = new MultilayerPerceptron([(Matrix(2, 1, 0.5f, -1f), Vector(0.25f, 0f)), (Matrix(2, 2, 1f, 2f, -1f, 0.5f), Vector(0f, 0.1f))]);
        var (h0, h1) = (Math.Tanh(0.75 + 0.25), Math.Tanh(-1.5));
        double ratio = Math.Exp(h0 + (2 * h1) - (0.1 - h0 + (0.5 * h1)));
        var probabilities = model.Probabilities([1.5f]);
        Assert.Equal(ratio / (1 + ratio), probabilities[0], 6);
        Assert.Equal(1, probabilities.Sum(), 6);
        Assert.Equal((2, 1), (model.ClassCount, model.FeatureCount));
        Assert.Throws<ArgumentException>(() => model.Probabilities([1f, 2f]));
    }

    [Fact]
    public void Trains_as_torch_trains()
    {
        var reports = new Steps();
        var options = new MultilayerPerceptronOptions { HiddenSizes = [4, 2], Dropout = 0, Epochs = 30, BatchSize = 6, LearningRate = 0.05 };
        var model = new MultilayerPerceptronTraining(options, Layers(3, 4, 2, 3)).Train(Rows(), null, reports, default);
        Assert.Equal(1.101764, reports.Reports[0].Loss, 5);
        Assert.Equal(0.785792, reports.Reports[9].Loss, 4);
        Assert.Equal(0.402918, reports.Reports[29].Loss, 4);
        var trained = model.Layers.SelectMany(layer => new[] { layer.Weights.Values, layer.Bias.Values }).ToArray();
        for (int i = 0; i < trained.Length; i++)
            Assert.Equal(s_trainedByTorch[i], trained[i], (left, right) => Math.Abs(left - right) < 2e-4f);
        Assert.Equal([0.005037f, 0.605214f, 0.389749f], model.Probabilities(Rows()[1].Features), (left, right) => Math.Abs(left - right) < 2e-4f);
    }

    [Fact]
    public void Gradients_with_dropout_and_weights_are_those_of_the_loss()
    {
        var options = new MultilayerPerceptronOptions { HiddenSizes = [4, 2], Dropout = 0.4 };
        List<LabeledVector> batch = [.. Rows().Select((row, i) => row with { Weight = 1 + i })];
        double Loss(int place, float value)
        {
            // Equal seeds leave the same out.
            var training = new MultilayerPerceptronTraining(options, Layers(3, 4, 2, 3));
            var changed = place < 12 ? training.Layers[0].Layer.Weights.Values : training.Layers[1].Layer.Bias.Values;
            changed[place % 12] += value;
            return training.Backward(batch, new Random(9));
        }

        var reference = new MultilayerPerceptronTraining(options, Layers(3, 4, 2, 3));
        reference.Backward(batch, new Random(9));
        float[] gradients = [.. reference.Layers[0].WeightGradient, .. reference.Layers[1].BiasGradient];
        for (int place = 0; place < gradients.Length; place++)
            Assert.Equal((Loss(place, 1e-2f) - Loss(place, -1e-2f)) / 2e-2, gradients[place], 3);
        Assert.Contains(gradients, gradient => Math.Abs(gradient) > 0.01);
    }

    [Fact]
    public void Dropout_leaves_its_share_out_and_keeps_the_expected_sum()
    {
        var training = new MultilayerPerceptronTraining(new MultilayerPerceptronOptions { Dropout = 0.2 }, 5, 2);
        var mask = training.Mask(100_000, new Random(4));
        Assert.InRange(mask.Count(value => value == 0), 19_000, 21_000);
        Assert.All(mask.Where(value => value != 0), value => Assert.Equal(1.25f, value));
        var linear = new MultilayerPerceptronTraining(new MultilayerPerceptronOptions { HiddenSizes = [] }, 5, 2);
        Assert.All(linear.Mask(100, new Random(4)), value => Assert.Equal(1, value));
    }

    [Fact]
    public void Of_the_epochs_with_the_most_right_answers_the_last_is_kept()
    {
        var options = new MultilayerPerceptronOptions { HiddenSizes = [4], Epochs = 40, BatchSize = 2, LearningRate = 0.02 };
        var reports = new Steps();
        List<LabeledVector> validation = [.. Rows().Take(4).Reverse().Append(new LabeledVector([0.1f, -0.2f, 0.3f], 0))];
        var kept = new MultilayerPerceptronTraining(options, 3, 3).Train(Rows(), validation, reports, default);
        double most = reports.Reports.Max(report => report.ValidationAccuracy!.Value);
        int last = reports.Reports.Last(report => report.ValidationAccuracy == most).Epoch;
        var repeated = new MultilayerPerceptronTraining(options with { Epochs = last }, 3, 3).Train(Rows(), null, new Steps(), default);
        Assert.Equal(repeated.Layers[0].Weights.Values, kept.Layers[0].Weights.Values);
        Assert.Equal(40, reports.Reports.Count);
        Assert.All(reports.Reports, report => Assert.True(report.EpochEnded));
    }

    [Fact]
    public void Cancellation_ends_training()
    {
        var training = new MultilayerPerceptronTraining(new MultilayerPerceptronOptions(), 3, 3);
        Assert.Throws<OperationCanceledException>(() => training.Train(Rows(), null, new Steps(), new CancellationToken(canceled: true)));
    }

    [Fact]
    public void Layers_that_make_no_classifier_are_refused()
    {
        Assert.Throws<InvalidDataException>(() => new MultilayerPerceptron([]));
        Assert.Throws<InvalidDataException>(() => new MultilayerPerceptron([(Matrix(1, 2, 1, 2), Vector(0))]));
        Assert.Throws<InvalidDataException>(() => new MultilayerPerceptron([(Matrix(2, 1, 1, 2), Vector(0))]));
        Assert.Throws<InvalidDataException>(() => new MultilayerPerceptron([(Matrix(2, 1, 1, float.NaN), Vector(0, 0))]));
        Assert.Throws<InvalidDataException>(() => new MultilayerPerceptron([(Matrix(2, 1, 1, 1), Vector(0, 0)), (Matrix(2, 1, 1, 1), Vector(0, 0))]));
        float none = float.NegativeInfinity;
        Assert.Throws<InvalidDataException>(() => new MultilayerPerceptron([(Matrix(2, 1, 1, 1), Vector(none, none))]));
        Assert.Throws<InvalidDataException>(() => new MultilayerPerceptron([(Matrix(2, 1, 1, 1), Vector(0, float.PositiveInfinity))]));
        Assert.Throws<InvalidDataException>(() => new MultilayerPerceptron([(Matrix(2, 1, 1, 1), Vector(0, none)), (Matrix(2, 2, 1, 1, 1, 1), Vector(0, 0))]));
    }

    [Fact]
    public void Large_numbers_do_not_overflow_and_a_class_can_be_impossible()
    {
        var model = new MultilayerPerceptron([(Matrix(3, 1, 1000, 1000, 2000), Vector(0, 1, float.NegativeInfinity))]);
        var probabilities = model.Probabilities([10f]);
        Assert.Equal([1 / (1 + MathF.E), MathF.E / (1 + MathF.E), 0], probabilities, (left, right) => Math.Abs(left - right) < 1e-3f);
    }

    // Numbers that the recording used too.
    private static List<LinearLayer> Layers(params int[] sizes)
    {
        int next = 0;
        WeightTensor Draw(params int[] shape) =>
            new(shape, [.. Enumerable.Range(0, shape.Aggregate(1, (product, size) => product * size)).Select(_ => ((next++ * 37 % 19) - 9) / 20f)]);
        return [.. sizes.Zip(sizes.Skip(1), (inputSize, outputSize) => new LinearLayer(Draw(outputSize, inputSize), Draw(outputSize)))];
    }

    private static List<LabeledVector> Rows() =>
        [.. Enumerable.Range(0, 6).Select(row => new LabeledVector([.. Enumerable.Range(0, 3).Select(i => ((((row * 3) + i) * 53 % 23) - 11) / 8f)], row % 3))];

    private static WeightTensor Matrix(int rows, int columns, params float[] values) => new([rows, columns], values);

    private static WeightTensor Vector(params float[] values) => new([values.Length], values);
}
