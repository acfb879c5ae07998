namespace Microsoft.ML;

/// <summary>Marks classes that code of the user's own is found by when a model is loaded.</summary>
public abstract class ExtensionBaseAttribute : Attribute
{
    private protected ExtensionBaseAttribute(string contractName) => ContractName = contractName;

    public string ContractName { get; }
}
