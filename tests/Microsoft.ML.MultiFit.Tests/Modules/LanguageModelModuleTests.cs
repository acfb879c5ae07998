using TorchSharp;

namespace Microsoft.ML.MultiFit.Tests;

[Collection(nameof(TorchCollection))]
public class LanguageModelModuleTests
{
    private static readonly ModelArchitecture s_tiny = PlainModel.Tiny;

    [Fact]
    public void Loss_and_every_gradient_equal_the_plain_model_with_smoothing() => CheckGradients(s_tiny, 0.1);

    [Theory]
    [MemberData(nameof(Architectures.Kinds), MemberType = typeof(Architectures))]
    public void Loss_and_every_gradient_equal_the_plain_model(string kind) => CheckGradients(Architectures.Of(kind, s_tiny), 0);

    private static void CheckGradients(ModelArchitecture architecture, double smoothing)
    {
        using var scope = torch.NewDisposeScope();
        var weights = PlainModel.RandomWeights(WeightNames.OfLanguageModel(architecture), 12);
        var plain = new PlainModel(architecture, weights);
        int[][] input = [[2, 3, 4, 5], [6, 7, 8, 2]];
        int[][] target = [[3, 4, 5, 6], [7, -1, 2, 10]];
        using var module = new LanguageModelModule(architecture, 1, DropoutRates.None, new DropoutMasks(0));
        ModuleWeights.Write(module, weights);
        module.train();
        using var state = module.Encoder.NewState(2);
        var batch = new BpttBatch([.. input.SelectMany(row => row.Select(id => (long)id))], [.. target.SelectMany(row => row)], 2, 4);
        var (loss, right, hidden) = module.forward(batch, state, smoothing);
        var total = new ActivationRegularizer(2, 1).AddTo(loss, hidden);
        total.backward();

        double Plain()
        {
            var (crossEntropy, ar, tar) = plain.Loss(input, target, smoothing);
            return crossEntropy + (2 * ar) + tar;
        }

        Assert.Equal(plain.Loss(input, target, smoothing).CrossEntropy, loss.item<float>(), 1e-5);
        Assert.Equal(Plain(), total.item<float>(), 1e-5);
        Assert.Equal(RightCount(plain, input, target), right);
        foreach (var (name, parameter) in module.named_parameters())
        {
            var gradient = TensorMemory.Floats(parameter.grad!).ToArray();
            var values = plain.Values(name);
            for (int i = 0; i < values.Length; i += Math.Max(1, values.Length / 41))
            {
                const double Step = 1e-5;
                double before = values[i];
                values[i] = before + Step;
                double above = Plain();
                values[i] = before - Step;
                double below = Plain();
                values[i] = before;
                Assert.True(Math.Abs(((above - below) / (2 * Step)) - gradient[i]) < 2e-5, $"{name}[{i}]: {(above - below) / (2 * Step)} expected, {gradient[i]} found");
            }
        }
    }

    [Fact]
    public void The_gradient_of_a_scaled_loss_is_scaled()
    {
        using var scope = torch.NewDisposeScope();
        using var decoder = new LanguageModelDecoder(s_tiny with { VocabularySize = 4, EmbeddingSize = 2 }, torch.CPU, MatrixPrecision.Single);
        var embedding = torch.tensor([1f, 2, 3, 4, 5, 6, 7, 8], [4, 2]).requires_grad_();
        var hidden = torch.tensor([0.1f, 0.2f], [1, 2]).requires_grad_();
        decoder.Loss(hidden, embedding, [2], 0).Loss.backward();
        var once = TensorMemory.Floats(embedding.grad!).ToArray();
        embedding.grad = null;
        decoder.Loss(hidden, embedding, [2], 0).Loss.mul(3).backward();
        var thrice = TensorMemory.Floats(embedding.grad!).ToArray();
        for (int i = 0; i < once.Length; i++)
            Assert.Equal(3 * once[i], thrice[i], 1e-5f);
    }

    [Fact]
    public void The_padding_row_gets_no_gradient_from_being_looked_up()
    {
        using var scope = torch.NewDisposeScope();
        using var module = new LanguageModelModule(s_tiny, 1, DropoutRates.None, new DropoutMasks(0));
        ModuleWeights.Write(module, PlainModel.RandomWeights(WeightNames.OfLanguageModel(s_tiny), 12));
        using var state = module.Encoder.NewState(1);
        module.Encoder.forward(torch.tensor([1L, 2, 1], [1, 3]), state).square().sum().backward();
        var gradient = TensorMemory.Floats(module.Encoder.EmbeddingWeight.grad!);
        Assert.All(gradient.Slice(5, 5).ToArray(), value => Assert.Equal(0f, value));
        Assert.Contains(gradient.Slice(10, 5).ToArray(), value => value != 0);
    }

    [Fact]
    public void Many_chunks_of_scores_equal_one()
    {
        // A vocabulary so large that only a few rows' scores are alive at once.
        using var scope = torch.NewDisposeScope();
        using var withoutGradient = torch.no_grad();
        const int Vocabulary = 3_000_000, Rows = 5;
        using var decoder = new LanguageModelDecoder(s_tiny with { VocabularySize = Vocabulary, EmbeddingSize = 1 }, torch.CPU, MatrixPrecision.Single);
        var embedding = torch.ones(new long[] { Vocabulary, 1 });
        var hidden = torch.tensor([1f, 2, 3, 4, 5], [Rows, 1]);
        var (loss, _) = decoder.Loss(hidden, embedding, [0, 1, 2, -1, 4], 0);
        Assert.Equal(Math.Log(Vocabulary), loss.item<float>(), 1e-4);
    }

    [Fact]
    public void Refuses_targets_outside_the_vocabulary()
    {
        using var scope = torch.NewDisposeScope();
        using var withoutGradient = torch.no_grad();
        using var decoder = new LanguageModelDecoder(s_tiny with { VocabularySize = 4, EmbeddingSize = 2 }, torch.CPU, MatrixPrecision.Single);
        Assert.Throws<ArgumentException>(() => decoder.Loss(torch.ones(new long[] { 1, 2 }), torch.ones(new long[] { 4, 2 }), [4], 0));
        Assert.Throws<ArgumentException>(() => decoder.Loss(torch.ones(new long[] { 1, 2 }), torch.ones(new long[] { 4, 2 }), [-1], 0));
    }

    private static int RightCount(PlainModel plain, int[][] input, int[][] target)
    {
        int right = 0;
        for (int row = 0; row < input.Length; row++)
        {
            var hidden = plain.Encode(input[row]);
            for (int time = 0; time < hidden.Length; time++)
            {
                var scores = plain.Scores(hidden[time]);
                right += Array.IndexOf(scores, scores.Max()) == target[row][time] ? 1 : 0;
            }
        }

        return right;
    }
}
