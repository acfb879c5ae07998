using TorchSharp;

namespace Microsoft.ML.MultiFit.Tests;

[Collection(nameof(TorchCollection))]
public class TextClassifierModuleTests
{
    private const int ClassCount = 3;
    private static readonly ModelArchitecture s_tiny = PlainModel.Tiny;
    private static readonly WeightSet s_weights = PlainModel.RandomWeights(Names(), 4);

    [Theory]
    [InlineData(3, 100)]     // chunks of 3
    [InlineData(70, 100)]    // one chunk
    [InlineData(4, 6)]       // a window that starts inside a chunk
    [InlineData(3, 1)]
    public void Scores_equal_the_plain_model_whatever_the_batch(int chunk, int maxLength)
    {
        using var scope = torch.NewDisposeScope();
        using var module = Module(chunk, maxLength);
        module.eval();
        int[][] documents = [[3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 2], [5, 5, 6, 2, 3, 4, 9], [8, 9], [2]];
        var batch = Assert.Single(new DocumentBatches(TokenCorpus.Of(documents), 4, 1, 0).LongestFirst());
        var (scores, hidden) = module.forward(batch);
        var actual = TensorMemory.Floats(scores).ToArray();
        for (int row = 0; row < 4; row++)
        {
            var expected = Scores(documents[batch.Documents[row]], maxLength);
            for (int i = 0; i < ClassCount; i++)
                Assert.Equal(expected[i], actual[(row * ClassCount) + i], 1e-5);
        }

        Assert.Equal([4, Math.Min(11, maxLength), 5], hidden.shape);
    }

    [Fact]
    public void The_gradient_reaches_the_pooled_window_only()
    {
        // Piece 3 occurs only before the window, piece 4 inside it.
        using var scope = torch.NewDisposeScope();
        using var module = Module(chunk: 2, maxLength: 3);
        module.train();
        var batch = new DocumentBatches(TokenCorpus.Of([[3, 3, 3, 4, 4, 5], [4, 4, 5, 5, 4, 4]]), 2, 1, 0).LongestFirst().Single();
        module.forward(batch).Scores.square().sum().backward();
        var gradient = TensorMemory.Floats(module.Encoder.EmbeddingWeight.grad!).ToArray();
        Assert.All(gradient[(3 * 5)..(4 * 5)], value => Assert.Equal(0f, value));
        Assert.Contains(gradient[(4 * 5)..(5 * 5)], value => value != 0);
    }

    [Fact]
    public void Head_state_has_the_names_of_the_file_format()
    {
        using var module = Module(70, 100);
        Assert.Empty(Names().Select(weight => weight.Name).Except(module.state_dict().Keys));
        Assert.Equal(
            Names().Select(weight => weight.Name).Where(name => !name.Contains("running")).Order(),
            module.named_parameters().Select(parameter => parameter.name).Order());
    }

    private static IEnumerable<(string Name, int[] Shape)> Names() =>
        WeightNames.OfLanguageModel(s_tiny).Where(weight => weight.Name != WeightNames.DecoderBias).Concat(WeightNames.OfHead(s_tiny, 7, ClassCount));

    private static TextClassifierModule Module(int chunk, int maxLength)
    {
        var options = new ClassifierOptions { MaxLength = maxLength, HeadHiddenSize = 7, HeadDropout = 0, Training = new() { BpttLength = chunk, DropoutMultiplier = 0 } };
        var module = new TextClassifierModule(s_tiny, ClassCount, 1, options, new DropoutMasks(0));
        ModuleWeights.Write(module, Positive(s_weights));
        return module;
    }

    /// <summary>A variance is never negative.</summary>
    private static WeightSet Positive(WeightSet weights) => new(weights.Names.Select(name => KeyValuePair.Create(
        name, name.EndsWith(WeightNames.NormVariance, StringComparison.Ordinal) ? weights[name] with { Values = [.. weights[name].Values.Select(value => 0.6f + value)] } : weights[name])));

    private static double[] Scores(int[] document, int maxLength)
    {
        var weights = Positive(s_weights);
        var steps = new PlainModel(s_tiny, weights).Encode(document).TakeLast(maxLength).ToArray();
        var columns = Enumerable.Range(0, s_tiny.EmbeddingSize);
        double[] vector = [.. steps[^1], .. columns.Select(j => steps.Max(step => step[j])), .. columns.Select(j => steps.Average(step => step[j]))];
        for (int block = 0; block < 2; block++)
        {
            float[] Weight(string part) => weights[WeightNames.Head(block, part)].Values;
            var normed = vector.Select((value, i) =>
                ((value - Weight(WeightNames.NormMean)[i]) / Math.Sqrt(Weight(WeightNames.NormVariance)[i] + 1e-5) * Weight(WeightNames.NormWeight)[i]) + Weight(WeightNames.NormBias)[i]).ToArray();
            vector = [.. Weight(WeightNames.LinearBias).Select((bias, r) => bias + normed.Select((value, i) => value * Weight(WeightNames.LinearWeight)[(r * normed.Length) + i]).Sum())];
            if (block == 0)
                vector = [.. vector.Select(value => Math.Max(0, value))];
        }

        return vector;
    }
}
