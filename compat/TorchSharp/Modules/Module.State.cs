namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        // What a module knows, by name.
        public partial class Module
        {
            public virtual Dictionary<string, Tensor> state_dict(Dictionary<string, Tensor>? destination = null, string? prefix = null)
            {
                destination ??= [];
                var start = string.IsNullOrEmpty(prefix) ? "" : prefix + ".";
                foreach (var (title, parameter) in named_parameters())
                    destination.TryAdd(start + title, parameter);
                foreach (var (title, buffer) in named_buffers(include_nonpersistent: false))
                    destination.TryAdd(start + title, buffer);
                // A parameter used twice is listed under each of its names.
                foreach (var (title, module) in named_children())
                    module.state_dict(destination, start + title);
                return destination;
            }

            public virtual (IList<string> missing_keys, IList<string> unexpected_keyes) load_state_dict(Dictionary<string, Tensor> source, bool strict = true, IList<string>? skip = null)
            {
                var own = state_dict();
                bool Counts(string key) => skip is null || !skip.Contains(key);
                var missing = own.Keys.Where(key => Counts(key) && !source.ContainsKey(key)).ToList();
                var unexpected = source.Keys.Where(key => Counts(key) && !own.ContainsKey(key)).ToList();
                if (strict && missing.Count + unexpected.Count > 0)
                    throw new InvalidOperationException("The loaded state_dict is not identical to the target dictionary.");
                using var frozen = no_grad();
                foreach (var (key, value) in source)
                {
                    if (Counts(key) && own.TryGetValue(key, out var target))
                        target.copy_(value);
                }
                return (missing, unexpected);
            }
        }
    }
}
