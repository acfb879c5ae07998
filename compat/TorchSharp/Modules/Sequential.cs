using TorchSharp.Modules;

namespace TorchSharp
{
    namespace Modules
    {
        /// <summary>Modules one after another, named "0", "1", … where no name is given.</summary>
        public class Sequential : torch.nn.Module<torch.Tensor, torch.Tensor>
        {
            private readonly List<torch.nn.IModule<torch.Tensor, torch.Tensor>> _chain = [];

            protected Sequential(params torch.nn.Module<torch.Tensor, torch.Tensor>[] modules)
                : base(nameof(Sequential))
            {
                foreach (var module in modules)
                    append(module);
            }

            protected Sequential(params (string name, torch.nn.Module<torch.Tensor, torch.Tensor> submodule)[] modules)
                : base(nameof(Sequential))
            {
                foreach (var (name, module) in modules)
                    append(name, module);
            }

            public int Count => _chain.Count;

            public Sequential append(torch.nn.IModule<torch.Tensor, torch.Tensor> module) =>
                append(_chain.Count.ToString(System.Globalization.CultureInfo.InvariantCulture), module);

            public Sequential append(string name, torch.nn.IModule<torch.Tensor, torch.Tensor> module)
            {
                register_module(name, (torch.nn.Module)module);
                _chain.Add(module);
                return this;
            }

            public override torch.Tensor forward(torch.Tensor tensor)
            {
                if (_chain.Count == 0)
                    return tensor.alias();
                // What is passed between the modules belongs to nobody else.
                var result = _chain[0].call(tensor);
                foreach (var module in _chain.Skip(1))
                {
                    var next = module.call(result);
                    if (!ReferenceEquals(next, result) && !ReferenceEquals(result, tensor))
                        result.Dispose();
                    result = next;
                }
                return result;
            }

            internal static Sequential Of(torch.nn.Module<torch.Tensor, torch.Tensor>[] modules) => new(modules);

            internal static Sequential Of((string, torch.nn.Module<torch.Tensor, torch.Tensor>)[] modules) => new(modules);
        }
    }

    public static partial class torch
    {
        public static partial class nn
        {
            public static Sequential Sequential() => Modules.Sequential.Of(Array.Empty<Module<Tensor, Tensor>>());

            public static Sequential Sequential(params Module<Tensor, Tensor>[] modules) => Modules.Sequential.Of(modules);

            public static Sequential Sequential(params (string, Module<Tensor, Tensor>)[] modules) => Modules.Sequential.Of(modules);

            public static Sequential Sequential(IEnumerable<Module<Tensor, Tensor>> modules) => Modules.Sequential.Of([.. modules]);
        }
    }
}
