using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        // Moving a module to another device or element type replaces its tensors by new ones.
        public partial class Module
        {
            internal void Move(Device? device, ScalarType? dtype)
            {
                foreach (var (_, module) in named_children())
                    module.Move(device, dtype);
                foreach (var (title, parameter) in _parameters.ToArray())
                {
                    if (Moved(parameter, device, dtype) is not { } data)
                        continue;
                    Parameter replacement;
                    using (no_grad())
                        replacement = new Parameter(data, parameter.requires_grad);
                    using (var gradient = parameter.grad)
                    using (var movedGradient = gradient is null ? null : Moved(gradient, device, dtype))
                        replacement.grad = movedGradient ?? gradient;
                    _parameters.Set(title, replacement);
                    SetField(title, parameter, replacement);
                    parameter.Dispose();
                }
                foreach (var (title, (buffer, persistent)) in _buffers.ToArray())
                {
                    if (Moved(buffer, device, dtype) is not { } replacement)
                        continue;
                    _buffers.Set(title, (replacement, persistent));
                    SetField(title, buffer, replacement);
                    buffer.Dispose();
                }
            }

            // Null where the tensor is already there. Whole numbers keep their type.
            private static Tensor? Moved(Tensor tensor, Device? device, ScalarType? dtype)
            {
                var type = dtype is { } wanted && tensor.is_floating_point() ? wanted : tensor.dtype;
                var place = device ?? tensor.device;
                if (!tensor.WouldCopy(type, place))
                    return null;
                using var frozen = no_grad();
                return tensor.to(type, place).DetachFromDisposeScope();
            }

            private void SetField(string title, Tensor before, Tensor after)
            {
                foreach (var (field, fieldTitle) in Fields())
                {
                    if (fieldTitle == title && ReferenceEquals(field.GetValue(this), before))
                        field.SetValue(this, after);
                }
            }
        }
    }
}
