using System.Reflection;
using TorchSharp.Modules;
using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Neural networks.</summary>
    public static partial class nn
    {
        /// <summary>A part of a network: named parameters, buffers and further modules, and a training or evaluation mode.</summary>
        public partial class Module : IDisposable
        {
            private readonly Components<Module> _modules = new("Sub-module");
            private readonly Components<Parameter> _parameters = new("Parameter");
            private readonly Components<(Tensor Tensor, bool Persistent)> _buffers = new("Tensor");
            private bool _fieldsRegistered;

            protected Module(string name) => this.name = name;

            protected string name;

            public virtual bool training { get; private set; } = true;

            public virtual string GetName() => name;

            public virtual void train(bool train = true)
            {
                training = train;
                foreach (var (_, module) in named_children())
                    module.train(train);
            }

            public virtual void eval() => train(false);

            public virtual Module apply(Action<Module> fn)
            {
                foreach (var (_, module) in named_children())
                    module.apply(fn);
                fn(this);
                return this;
            }

            public virtual void zero_grad(bool set_to_none = true)
            {
                foreach (var parameter in parameters())
                {
                    using var gradient = parameter.grad;
                    if (gradient is null)
                        continue;
                    if (set_to_none)
                        parameter.grad = null;
                    else
                        gradient.zero_();
                }
            }

            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            protected virtual void Dispose(bool disposing)
            {
                if (!disposing)
                    return;
                foreach (var (_, (buffer, _)) in _buffers)
                    buffer.DetachFromDisposeScope().Dispose();
                foreach (var (_, parameter) in _parameters)
                    parameter.DetachFromDisposeScope().Dispose();
                foreach (var (_, module) in named_children())
                    module.Dispose();
            }

            /// <summary>Registers every field that holds a module, a parameter or a tensor (as a persistent buffer), by its name.</summary>
            protected virtual void RegisterComponents()
            {
                if (_fieldsRegistered)
                    return;
                _fieldsRegistered = true;
                foreach (var (field, title) in Fields())
                {
                    if (_modules.Contains(title) || _parameters.Contains(title) || _buffers.Contains(title))
                        continue;
                    switch (field.GetValue(this))
                    {
                        case Module module:
                            register_module(title, module);
                            break;
                        case Parameter parameter:
                            register_parameter(title, parameter);
                            break;
                        case Tensor tensor:
                            register_buffer(title, tensor);
                            break;
                    }
                }
            }

            private IEnumerable<(FieldInfo Field, string Title)> Fields()
            {
                var seen = new HashSet<string>(StringComparer.Ordinal);
                for (var type = GetType(); type is not null && type != typeof(Module); type = type.BaseType)
                {
                    foreach (var field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
                    {
                        if (seen.Add(field.Name))
                            yield return (field, field.GetCustomAttribute<ComponentNameAttribute>()?.Name ?? field.Name);
                    }
                }
            }
        }
    }
}
