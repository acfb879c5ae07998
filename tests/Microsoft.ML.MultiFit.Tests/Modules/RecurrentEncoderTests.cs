using TorchSharp;

namespace Microsoft.ML.MultiFit.Tests;

[Collection(nameof(TorchCollection))]
public class RecurrentEncoderTests
{
    private static readonly ModelArchitecture s_tiny = PlainModel.Tiny;
    private static readonly WeightSet s_weights = PlainModel.RandomWeights(WeightNames.OfLanguageModel(s_tiny), 4);

    [Theory]
    [MemberData(nameof(Architectures.Kinds), MemberType = typeof(Architectures))]
    public void Output_equals_the_plain_loop(string kind)
    {
        using var scope = torch.NewDisposeScope();
        var architecture = Architectures.Of(kind, s_tiny);
        var weights = PlainModel.RandomWeights(WeightNames.OfLanguageModel(architecture), 4);
        using var module = Module(architecture, weights);
        module.eval();
        var ids = Ids(3, 7);
        using var state = module.Encoder.NewState(3);
        var output = TensorMemory.Floats(module.Encoder.forward(Tensor(ids), state)).ToArray();
        var plain = new PlainModel(architecture, weights);
        Close(ids.SelectMany(row => plain.Encode(row)).SelectMany(step => step), output, 1e-5);
    }

    [Theory]
    [MemberData(nameof(Architectures.Kinds), MemberType = typeof(Architectures))]
    public void Chunks_with_carried_state_equal_the_whole(string kind)
    {
        using var scope = torch.NewDisposeScope();
        using var module = Module(Architectures.Of(kind, s_tiny));
        module.eval();
        var ids = Tensor(Ids(3, 7));
        using var state = module.Encoder.NewState(3);
        var whole = module.Encoder.forward(ids, state);
        foreach (int border in new[] { 1, 3, 6 })
        {
            using var chunkState = module.Encoder.NewState(3);
            var first = module.Encoder.forward(ids.narrow(1, 0, border).contiguous(), chunkState);
            var second = module.Encoder.forward(ids.narrow(1, border, 7 - border).contiguous(), chunkState);
            Close(Doubles(whole), TensorMemory.Floats(torch.cat([first, second], 1)).ToArray(), 1e-6);
            for (int layer = 0; layer < s_tiny.LayerCount; layer++)
                Close(Doubles(state[layer].Cell), TensorMemory.Floats(chunkState[layer].Cell).ToArray(), 1e-6);
        }
    }

    [Theory]
    [MemberData(nameof(Architectures.Kinds), MemberType = typeof(Architectures))]
    public void Leading_padding_changes_nothing(string kind)
    {
        using var scope = torch.NewDisposeScope();
        using var module = Module(Architectures.Of(kind, s_tiny));
        module.eval();
        int[][] documents = [[3, 4, 5, 6, 7], [8, 9], [2]];
        var padded = documents.Select(document => Enumerable.Repeat(1, 5 - document.Length).Concat(document).ToArray()).ToArray();
        var mask = documents.SelectMany(document => Enumerable.Range(0, 5).Select(t => t < 5 - document.Length ? 0f : 1f)).ToArray();
        using var state = module.Encoder.NewState(3);
        var output = TensorMemory.Floats(module.Encoder.forward(Tensor(padded), state, torch.tensor(mask, [3, 5]))).ToArray();
        for (int row = 0; row < 3; row++)
        {
            using var alone = module.Encoder.NewState(1);
            var expected = Doubles(module.Encoder.forward(Tensor([documents[row]]), alone));
            int width = s_tiny.EmbeddingSize;
            int padding = 5 - documents[row].Length;
            var actual = output.AsSpan(row * 5 * width, 5 * width);
            Assert.All(actual[..(padding * width)].ToArray(), value => Assert.Equal(0f, value));
            Close(expected, actual[(padding * width)..].ToArray(), 1e-6);
        }
    }

    [Theory]
    [MemberData(nameof(Architectures.Kinds), MemberType = typeof(Architectures))]
    public void Training_equals_the_plain_loop_under_the_same_masks(string kind)
    {
        using var scope = torch.NewDisposeScope();
        var architecture = Architectures.Of(kind, s_tiny);
        var weights = PlainModel.RandomWeights(WeightNames.OfLanguageModel(architecture), 4);
        bool isLstm = architecture.Encoder == EncoderKind.Lstm;
        var rates = new DropoutRates { Embedding = 0.3, Input = 0.4, Weight = 0.2, Hidden = 0.3, Output = 0, Zoneout = 0.3 };
        using var module = new LanguageModelModule(architecture, 1, rates, new DropoutMasks(9));
        ModuleWeights.Write(module, weights);
        module.train();
        var ids = Ids(3, 7);
        using var state = module.Encoder.NewState(3);
        var output = TensorMemory.Floats(module.Encoder.forward(Tensor(ids), state)).ToArray();

        // The masks are the next ones of the same seed, in the order in which the encoder needs them.
        var masks = new DropoutMasks(9);
        float[] Next(double rate, params long[] shape) => TensorMemory.Floats(masks.Draw(rate, shape)!).ToArray();
        var rows = Next(0.3, 11);
        var input = Next(0.4, 3, 1, 5);
        var weight = new float[]?[3];
        var hidden = new float[]?[3];
        var zoneout = new float[]?[3];
        for (int layer = 0; layer < 3; layer++)
        {
            if (layer > 0)
                hidden[layer] = Next(0.3, 3, 1, 9);
            int width = architecture.OutputSize(layer);
            weight[layer] = Next(0.2, architecture.GateCount * width, isLstm ? width : architecture.Window(layer) * architecture.InputSize(layer));
            if (!isLstm)
                zoneout[layer] = TensorMemory.Floats(masks.DrawUnscaled(0.3, 3, 7, width)!).ToArray();
        }

        var plain = new PlainModel(architecture, weights);
        var expected = ids.SelectMany((row, index) => plain.Encode(row, new PlainModel.Masks(rows, input, weight, hidden, zoneout), index)).SelectMany(step => step);
        Close(expected, output, 1e-5);
    }

    [Fact]
    public void Evaluation_drops_nothing_and_training_draws_anew_each_time()
    {
        using var scope = torch.NewDisposeScope();
        using var module = new LanguageModelModule(s_tiny, 1, new DropoutRates(), new DropoutMasks(9));
        ModuleWeights.Write(module, s_weights);
        double[] Run(bool train)
        {
            module.train(train);
            using var state = module.Encoder.NewState(2);
            return Doubles(module.Encoder.forward(Tensor(Ids(2, 4)), state));
        }

        Assert.Equal(Run(false), Run(false));
        Assert.NotEqual(Run(true), Run(true));
    }

    [Theory]
    [MemberData(nameof(Architectures.Kinds), MemberType = typeof(Architectures))]
    public void Module_state_has_the_names_of_the_file_format(string kind)
    {
        var architecture = Architectures.Of(kind, s_tiny);
        var weights = PlainModel.RandomWeights(WeightNames.OfLanguageModel(architecture), 4);
        using var module = Module(architecture, weights);
        Assert.Equal(
            WeightNames.OfLanguageModel(architecture).Select(weight => weight.Name).Order(StringComparer.Ordinal),
            module.state_dict().Keys.Order(StringComparer.Ordinal));
        var read = ModuleWeights.Read(module, WeightNames.OfLanguageModel(architecture));
        Assert.All(weights.Names, name => Assert.Equal(weights[name].Values, read[name].Values));
    }

    private static LanguageModelModule Module(ModelArchitecture architecture) =>
        Module(architecture, PlainModel.RandomWeights(WeightNames.OfLanguageModel(architecture), 4));

    private static LanguageModelModule Module(ModelArchitecture architecture, WeightSet weights)
    {
        var module = new LanguageModelModule(architecture, 1, DropoutRates.None, new DropoutMasks(0));
        ModuleWeights.Write(module, weights);
        return module;
    }

    private static int[][] Ids(int rows, int length)
    {
        var random = new Random(8);
        return [.. Enumerable.Range(0, rows).Select(_ => Enumerable.Range(0, length).Select(_ => random.Next(2, s_tiny.VocabularySize)).ToArray())];
    }

    private static torch.Tensor Tensor(int[][] rows) => torch.tensor(rows.SelectMany(row => row.Select(id => (long)id)).ToArray(), [rows.Length, rows[0].Length]);

    private static double[] Doubles(torch.Tensor tensor) => Array.ConvertAll(TensorMemory.Floats(tensor).ToArray(), value => (double)value);

    private static void Close(IEnumerable<double> expected, float[] actual, double tolerance)
    {
        var values = expected.ToArray();
        Assert.Equal(values.Length, actual.Length);
        for (int i = 0; i < values.Length; i++)
            Assert.Equal(values[i], actual[i], tolerance);
    }
}
