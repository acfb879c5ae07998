using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;

[assembly: LoadableClass(typeof(ITransformer), typeof(CustomMappingFile), null, typeof(SignatureLoadModel), "Custom mapping", CustomMappingFile.LoaderSignature)]

namespace Microsoft.ML.Transforms;

/// <summary>A mapping in a saved model: the names of its contract and of the assembly that holds its code.</summary>
internal static class CustomMappingFile
{
    internal const string LoaderSignature = "CustomTransformer";

    private static VersionInfo Version => new("CUSTOMXF", 0x00010002, 0x00010002, 0x00010001, typeof(CustomMappingFile).Assembly.FullName, LoaderSignature);

    public static void Save(ModelSaveContext ctx, string contractName, string assemblyName)
    {
        ctx.SetVersionInfo(Version);
        ctx.SaveString(contractName);
        ctx.SaveString(assemblyName);
    }

    internal static ITransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(Version);
        var contractName = ctx.LoadString();
        env.ComponentCatalog.RegisterAssembly(Assembly.Load(ctx.LoadString()), throwOnError: false);
        var factory = env.ComponentCatalog.FindExtension<CustomMappingFactoryAttributeAttribute>(contractName) ?? throw new InvalidOperationException(
            $"Unable to locate an extension for the contract '{contractName}'. Ensure you have called {nameof(ComponentCatalog)}.{nameof(ComponentCatalog.RegisterAssembly)}"
            + $" with the Assembly that contains a class decorated with a '{typeof(CustomMappingFactoryAttributeAttribute).FullName}'.");
        return ((ICustomMappingFactory)Activator.CreateInstance(factory)).CreateTransformer(contractName);
    }
}
