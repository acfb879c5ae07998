using TorchSharp;

namespace Microsoft.ML.MultiFit.Benchmarks;

/// <summary>A language-model step of the Paper preset against nothing but its matrix products, both in 32-bit floats, by the same library, with all memory at hand.</summary>
internal sealed class MatrixProductsBenchmark : IBenchmark
{
    public string Name => "matrix-products";

    public string Summary => "a language-model step of the Paper preset against its matrix products alone";

    public void Run(BenchmarkSettings settings, Figures figures)
    {
        using var threads = new TorchThreads(settings.ThreadCount);
        using var scope = torch.NewDisposeScope();
        var architecture = MultiFitPreset.Paper.Architecture;
        var options = MultiFitPreset.Paper.Pretraining.Training with { AllowBfloat16 = false };
        long rows = (long)options.BatchSize * options.BpttLength;
        Products[] maps =
        [
            .. Enumerable.Range(0, architecture.LayerCount).Select(layer =>
                new Products(rows, architecture.Window(layer) * architecture.InputSize(layer), (long)architecture.GateCount * architecture.OutputSize(layer))),
            new Products(rows, architecture.EmbeddingSize, architecture.VocabularySize),
        ];
        using var step = TrainingSteps.OfLanguageModel(architecture, options);
        var pairs = Timing.Pairs(settings.Repetitions ?? 7, () => Array.ForEach(maps, map => map.Run()), step.Run);
        figures.AddPair("products", "step", pairs);
        figures.Add("products.speed", 1e-9 * maps.Sum(map => map.Operations) / Statistics.Median([.. pairs.Select(pair => pair.First)]), "GFLOP/s");
    }

    /// <summary>The products of one linear map, forward and backward.</summary>
    private sealed class Products(long rows, long inputSize, long outputSize)
    {
        private readonly torch.Tensor _input = torch.randn(rows, inputSize);
        private readonly torch.Tensor _weight = torch.randn(outputSize, inputSize);
        private readonly torch.Tensor _output = torch.randn(rows, outputSize);
        private readonly torch.Tensor _result = torch.zeros(rows, outputSize);
        private readonly torch.Tensor _inputGradient = torch.zeros(rows, inputSize);
        private readonly torch.Tensor _weightGradient = torch.zeros(outputSize, inputSize);

        public double Operations => 6.0 * rows * inputSize * outputSize;

        public void Run()
        {
            using var weightColumns = _weight.t();
            using var outputColumns = _output.t();
            _result.addmm_(_input, weightColumns, beta: 0);
            _inputGradient.addmm_(_output, _weight, beta: 0);
            _weightGradient.addmm_(outputColumns, _input, beta: 0);
        }
    }
}
