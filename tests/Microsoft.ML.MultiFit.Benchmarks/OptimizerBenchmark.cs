using TorchSharp;
using TorchSharp.Modules;

namespace Microsoft.ML.MultiFit.Benchmarks;

/// <summary>Clipping the gradient and the optimizer's step at the size of the Paper preset, against AdamW's; the stand-in's native loop leaves the clipping out.</summary>
internal sealed class OptimizerBenchmark : IBenchmark
{
    public string Name => "optimizer";

    public string Summary => "a step of Adam over the 26 million weights of the Paper preset, ours and the tensor library's";

    public void Run(BenchmarkSettings settings, Figures figures)
    {
        using var threads = new TorchThreads(settings.ThreadCount);
        int repetitions = settings.Repetitions ?? 15;
        using var scope = torch.NewDisposeScope();
        var weights = Parameters();
        figures.Add("weights", weights.Sum(weight => weight.numel()), "numbers");
        var ours = new AdamOptimizer([weights], MultiFitPreset.Paper.Pretraining.Training);
        using var library = torch.optim.AdamW(weights, lr: 1e-6, weight_decay: 0.01);
        var operations = new OperationByOperationAdamW(weights);
        figures.AddPair("ours", "library", Timing.Pairs(repetitions, Ours, () => library.step()));
        figures.AddComparison("ours", "operation-by-operation", Timing.Pairs(repetitions, Ours, operations.Step));

        void Ours()
        {
            using var inner = torch.NewDisposeScope();
            ours.CollectGradients();
            ours.Step([1e-6], beta1: 0.8, gradientFactor: 1);
        }
    }

    private static List<Parameter> Parameters()
    {
        var parameters = new List<Parameter>();
        foreach (var (_, shape) in WeightNames.OfLanguageModel(MultiFitPreset.Paper.Architecture))
        {
            long[] size = Array.ConvertAll(shape, length => (long)length);
            parameters.Add(new Parameter(torch.randn(size)) { grad = torch.randn(size) });
        }

        return parameters;
    }

    /// <summary>
    /// AdamW as TorchSharp 0.107 runs it: for every weight matrix nine tensor operations from managed code, two of which make new tensors that live until the
    /// step ends. Before it the gradients are clipped, as before ours. What stands in for that library where it cannot be had does
    /// the whole step in one native loop, which is not what a user meets.
    /// </summary>
    private sealed class OperationByOperationAdamW(IReadOnlyList<Parameter> parameters)
    {
        private const double Rate = 1e-6;
        private const double Beta1 = 0.9;
        private const double Beta2 = 0.999;
        private const double LargestNorm = 1e9;

        private readonly torch.Tensor[] _means = [.. parameters.Select(parameter => torch.zeros_like(parameter))];
        private readonly torch.Tensor[] _squares = [.. parameters.Select(parameter => torch.zeros_like(parameter))];
        private int _step;

        public void Step()
        {
            using var withoutGradient = torch.no_grad();
            using var scope = torch.NewDisposeScope();
            _step++;
            torch.nn.utils.clip_grad_norm_(parameters, LargestNorm);
            for (int i = 0; i < parameters.Count; i++)
            {
                var gradient = parameters[i].grad!;
                parameters[i].mul_(1 - (Rate * 0.01));
                _means[i].mul_(Beta1).add_(gradient, alpha: 1 - Beta1);
                _squares[i].mul_(Beta2).addcmul_(gradient, gradient, value: 1 - Beta2);
                var size = _squares[i].sqrt().div(Math.Sqrt(1 - Math.Pow(Beta2, _step))).add_(1e-8);
                parameters[i].addcdiv_(_means[i], size, value: -Rate / (1 - Math.Pow(Beta1, _step)));
            }
        }
    }
}
