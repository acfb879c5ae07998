namespace TorchSharp.Utils;

/// <summary>The name a field's parameter or submodule has in its module; without it, the field's own name.</summary>
[AttributeUsage(AttributeTargets.Field)]
public class ComponentNameAttribute : Attribute
{
    public string Name { get; set; } = "";
}
