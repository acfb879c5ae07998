using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        // The parts of a module by name.
        public partial class Module
        {
            public virtual IEnumerable<(string name, Parameter parameter)> named_parameters(bool recurse = true)
            {
                var seen = new HashSet<Tensor>(ReferenceEqualityComparer.Instance);
                foreach (var (title, parameter) in _parameters)
                {
                    if (seen.Add(parameter))
                        yield return (title, parameter);
                }
                if (!recurse)
                    yield break;
                foreach (var (title, module) in named_children())
                {
                    foreach (var (inner, parameter) in module.named_parameters())
                    {
                        if (seen.Add(parameter))
                            yield return ($"{title}.{inner}", parameter);
                    }
                }
            }

            public virtual IEnumerable<(string name, Tensor buffer)> named_buffers(bool recurse = true, bool include_nonpersistent = true)
            {
                foreach (var (title, (buffer, persistent)) in _buffers)
                {
                    if (persistent || include_nonpersistent)
                        yield return (title, buffer);
                }
                if (!recurse)
                    yield break;
                foreach (var (title, module) in named_children())
                {
                    foreach (var (inner, buffer) in module.named_buffers(true, include_nonpersistent))
                        yield return ($"{title}.{inner}", buffer);
                }
            }

            public virtual IEnumerable<(string name, Module module)> named_children() => _modules;

            public virtual IEnumerable<(string name, Module module)> named_modules()
            {
                foreach (var child in named_children())
                    yield return child;
                foreach (var (title, module) in named_children())
                {
                    foreach (var (inner, descendant) in module.named_modules())
                        yield return ($"{title}.{inner}", descendant);
                }
            }

            public virtual IEnumerable<Parameter> parameters(bool recurse = true) => named_parameters(recurse).Select(p => p.parameter);

            public virtual IEnumerable<Tensor> buffers(bool recurse = true, bool include_nonpersistent = true) =>
                named_buffers(recurse, include_nonpersistent).Select(b => b.buffer);

            public virtual IEnumerable<Module> modules() => named_modules().Select(m => m.module);

            public virtual IEnumerable<Module> children() => named_children().Select(m => m.module);

            public virtual Parameter? get_parameter(string target) =>
                named_parameters().Where(p => p.name == target).Select(p => p.parameter).FirstOrDefault();

            public virtual Tensor? get_buffer(string target) => named_buffers().Where(b => b.name == target).Select(b => b.buffer).FirstOrDefault();

            public virtual bool has_parameter(string target) => get_parameter(target) is not null;

            public virtual bool has_buffer(string target) => get_buffer(target) is not null;

            public virtual void register_parameter(string name, Parameter param)
            {
                if (param is null || param.IsInvalid)
                    throw new ArgumentNullException(nameof(param), "A null tensor cannot be registered as a parameter.");
                _parameters.Add(name, param);
            }

            public virtual void register_buffer(string name, Tensor tensor, bool persistent = true)
            {
                if (tensor is null || tensor.IsInvalid)
                    throw new ArgumentNullException(nameof(tensor), "A null tensor cannot be registered as a buffer.");
                _buffers.Add(name, (tensor, persistent));
            }

            public virtual void register_module(string name, Module submodule)
            {
                if (submodule is null)
                {
                    _modules.Remove(name);
                    return;
                }
                if (string.IsNullOrEmpty(name) || name.Contains('.'))
                    throw new ArgumentException($"module name can't be empty or contain \".\", got: \"{name}\"");
                _modules.Add(name, submodule);
                submodule.RegisterComponents();
            }

            public void add_module(string name, Module module) => register_module(name, module);

            protected void ConditionallyRegisterParameter(string name, Parameter? value)
            {
                if (value is null)
                    _parameters.Remove(name);
                else
                    _parameters.Set(name, value);
            }

            protected void ConditionallyRegisterBuffer(string name, Tensor? value, bool persistent = true)
            {
                if (value is null)
                    _buffers.Remove(name);
                else
                    _buffers.Set(name, (value, persistent));
            }

            // For the modules of this assembly whose parameters are properties: the previous one is released, and a scope that is
            // open while a module is made does not own the module's tensors.

            internal Parameter? OwnParameter(string title) => _parameters.Find(title);

            internal Tensor? OwnBuffer(string title) => _buffers.Find(title).Tensor;

            internal void SetOwn(string title, Parameter? value)
            {
                var before = OwnParameter(title);
                if (ReferenceEquals(before, value))
                    return;
                before?.Dispose();
                value?.DetachFromDisposeScope();
                ConditionallyRegisterParameter(title, value);
            }

            internal void SetOwn(string title, Tensor? value)
            {
                var before = OwnBuffer(title);
                if (ReferenceEquals(before, value))
                    return;
                before?.Dispose();
                value?.DetachFromDisposeScope();
                ConditionallyRegisterBuffer(title, value);
            }
        }
    }
}
