// Not annotated for null, as in the real library.
#nullable disable

using TorchSharp.Interop;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace TorchSharp
{
    namespace Modules
    {
        /// <summary>Adam with decoupled weight decay.</summary>
        public class AdamW : OptimizerHelper, IBetas
        {
            private readonly AdamMoments _moments = new();
            private readonly Options _defaults;

            public AdamW(IEnumerable<Parameter> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false)
                : this([new ParamGroup(parameters, lr, beta1, beta2, eps, weight_decay, amsgrad, maximize)], lr, beta1, beta2, eps, weight_decay, amsgrad, maximize)
            {
            }

            public AdamW(IEnumerable<ParamGroup> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false)
            {
                if (lr < 0 || beta1 is < 0 or >= 1 || beta2 is < 0 or >= 1 || eps < 0 || weight_decay < 0)
                    throw new ArgumentException($"Invalid AdamW settings: lr {lr}, betas {beta1} and {beta2}, eps {eps}, weight decay {weight_decay}");
                _defaults = new Options(lr, beta1, beta2, eps, weight_decay, amsgrad, maximize);
                foreach (var group in parameters)
                    add_param_group(group);
            }

            /// <summary>The decay rates of groups that set none.</summary>
            public (double, double) Betas
            {
                get => (_defaults.beta1!.Value, _defaults.beta2!.Value);
                set => (_defaults.beta1, _defaults.beta2) = value;
            }

            public override Tensor step(Func<Tensor> closure = null) => _step<ParamGroup>(
                group =>
                {
                    var o = group.Options;
                    var settings = new AdamSettings
                    {
                        Rate = o.LearningRate!.Value,
                        Beta1 = o.beta1!.Value,
                        Beta2 = o.beta2!.Value,
                        Epsilon = o.eps!.Value,
                        WeightDecay = o.weight_decay!.Value,
                        Decoupled = 1,
                        Maximize = o.maximize!.Value ? 1 : 0,
                    };
                    ForEachGradient(group, (parameter, gradient) => _moments.Step(parameter, gradient, settings, o.amsgrad!.Value));
                },
                closure);

            public override void add_param_group(Modules.ParamGroup param_group)
            {
                ((ParamGroup)param_group).Options.Complete(_defaults);
                base.add_param_group(param_group);
            }

            protected override void Dispose(bool disposing) => _moments.Dispose();

            /// <summary>The settings of a group; those not given are the optimizer's.</summary>
            public class Options : OptimizerOptions
            {
                public double? beta1;
                public double? beta2;
                public double? eps;
                public double? weight_decay;
                public bool? amsgrad;
                public bool? maximize;

                public Options()
                {
                }

                internal Options(double lr, double beta1, double beta2, double eps, double weightDecay, bool amsgrad, bool maximize)
                {
                    LearningRate = InitialLearningRate = lr;
                    (this.beta1, this.beta2, this.eps, weight_decay) = (beta1, beta2, eps, weightDecay);
                    (this.amsgrad, this.maximize) = (amsgrad, maximize);
                }

                internal void Complete(Options defaults)
                {
                    LearningRate ??= defaults.LearningRate;
                    InitialLearningRate = LearningRate!.Value;
                    beta1 ??= defaults.beta1;
                    beta2 ??= defaults.beta2;
                    eps ??= defaults.eps;
                    weight_decay ??= defaults.weight_decay;
                    amsgrad ??= defaults.amsgrad;
                    maximize ??= defaults.maximize;
                }
            }

            /// <summary>Parameters with settings of their own.</summary>
            public class ParamGroup : ParamGroup<Options>, IBetas
            {
                public ParamGroup() => Options = new Options();

                public ParamGroup(IEnumerable<Parameter> parameters, Options options)
                    : base(parameters, options)
                {
                }

                public ParamGroup(IEnumerable<Parameter> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false)
                    : base(parameters, new Options(lr, beta1, beta2, eps, weight_decay, amsgrad, maximize))
                {
                }

                public (double, double) Betas
                {
                    get => (Options.beta1!.Value, Options.beta2!.Value);
                    set => (Options.beta1, Options.beta2) = value;
                }
            }
        }
    }

    public static partial class torch
    {
        public static partial class optim
        {
            public static AdamW AdamW(IEnumerable<Parameter> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false) =>
                new(parameters, lr, beta1, beta2, eps, weight_decay, amsgrad, maximize);

            public static AdamW AdamW(IEnumerable<AdamW.ParamGroup> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false) =>
                new(parameters, lr, beta1, beta2, eps, weight_decay, amsgrad, maximize);
        }
    }
}
