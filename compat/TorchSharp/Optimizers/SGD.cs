// Not annotated for null, as in the real library.
#nullable disable

using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace TorchSharp
{
    namespace Modules
    {
        /// <summary>Gradient descent with optional momentum.</summary>
        public class SGD : OptimizerHelper, IMomentum
        {
            private readonly Dictionary<IntPtr, Tensor> _velocities = [];
            private readonly Options _defaults;

            public SGD(IEnumerable<Parameter> parameters, double lr, double momentum = 0.0, double dampening = 0, double weight_decay = 0, bool nesterov = false, bool maximize = false)
                : this([new ParamGroup(parameters, lr, momentum, dampening, weight_decay, nesterov, maximize)], lr, momentum, dampening, weight_decay, nesterov, maximize)
            {
            }

            public SGD(IEnumerable<ParamGroup> parameters, double lr, double momentum = 0.0, double dampening = 0, double weight_decay = 0, bool nesterov = false, bool maximize = false)
            {
                if (lr < 0 || momentum < 0 || dampening < 0 || weight_decay < 0 || (nesterov && (momentum <= 0 || dampening != 0)))
                    throw new ArgumentException($"Invalid SGD settings: lr {lr}, momentum {momentum}, dampening {dampening}, weight decay {weight_decay}, nesterov {nesterov}");
                _defaults = new Options(lr, momentum, dampening, weight_decay, nesterov, maximize);
                foreach (var group in parameters)
                    add_param_group(group);
            }

            /// <summary>The momentum of groups that set none.</summary>
            public double Momentum
            {
                get => _defaults.momentum!.Value;
                set => _defaults.momentum = value;
            }

            public override Tensor step(Func<Tensor> closure = null) =>
                _step<ParamGroup>(group => ForEachGradient(group, (parameter, gradient) => Step(parameter, gradient, group.Options)), closure);

            public override void add_param_group(Modules.ParamGroup param_group)
            {
                ((ParamGroup)param_group).Options.Complete(_defaults);
                base.add_param_group(param_group);
            }

            protected override void Dispose(bool disposing)
            {
                foreach (var velocity in _velocities.Values)
                    velocity.Dispose();
                _velocities.Clear();
            }

            private void Step(Parameter parameter, Tensor gradient, Options o)
            {
                var direction = o.maximize!.Value ? -gradient : gradient;
                if (o.weight_decay != 0)
                    direction = direction.add(parameter, o.weight_decay!.Value);
                if (o.momentum != 0)
                {
                    if (_velocities.TryGetValue(parameter.Handle, out var velocity))
                        velocity.mul_(o.momentum!.Value).add_(direction, 1 - o.dampening!.Value);
                    else
                        _velocities[parameter.Handle] = velocity = direction.detach().clone().DetachFromDisposeScope();
                    direction = o.nesterov!.Value ? direction.add(velocity, o.momentum!.Value) : velocity;
                }
                parameter.add_(direction, -o.LearningRate!.Value);
            }

            /// <summary>The settings of a group; those not given are the optimizer's.</summary>
            public class Options : OptimizerOptions
            {
                public double? momentum;
                public double? dampening;
                public double? weight_decay;
                public bool? nesterov;
                public bool? maximize;

                public Options()
                {
                }

                internal Options(double lr, double momentum, double dampening, double weightDecay, bool nesterov, bool maximize)
                {
                    LearningRate = InitialLearningRate = lr;
                    (this.momentum, this.dampening, weight_decay) = (momentum, dampening, weightDecay);
                    (this.nesterov, this.maximize) = (nesterov, maximize);
                }

                internal void Complete(Options defaults)
                {
                    LearningRate ??= defaults.LearningRate;
                    InitialLearningRate = LearningRate!.Value;
                    momentum ??= defaults.momentum;
                    dampening ??= defaults.dampening;
                    weight_decay ??= defaults.weight_decay;
                    nesterov ??= defaults.nesterov;
                    maximize ??= defaults.maximize;
                }
            }

            /// <summary>Parameters with settings of their own.</summary>
            public class ParamGroup : ParamGroup<Options>, IMomentum
            {
                public ParamGroup() => Options = new Options();

                public ParamGroup(IEnumerable<Parameter> parameters, Options options)
                    : base(parameters, options)
                {
                }

                public ParamGroup(IEnumerable<Parameter> parameters, double lr = 1e-3, double momentum = 0.0, double dampening = 0, double weight_decay = 0, bool nesterov = false, bool maximize = false)
                    : base(parameters, new Options(lr, momentum, dampening, weight_decay, nesterov, maximize))
                {
                }

                public double Momentum
                {
                    get => Options.momentum!.Value;
                    set => Options.momentum = value;
                }
            }
        }
    }

    public static partial class torch
    {
        public static partial class optim
        {
            public static SGD SGD(IEnumerable<Parameter> parameters, double learningRate, double momentum = 0.0, double dampening = 0, double weight_decay = 0, bool nesterov = false, bool maximize = false) =>
                new(parameters, learningRate, momentum, dampening, weight_decay, nesterov, maximize);

            public static SGD SGD(IEnumerable<SGD.ParamGroup> parameters, double learningRate, double momentum = 0.0, double dampening = 0, double weight_decay = 0, bool nesterov = false, bool maximize = false) =>
                new(parameters, learningRate, momentum, dampening, weight_decay, nesterov, maximize);
        }
    }
}
