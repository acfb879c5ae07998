using System.Reflection;

namespace Microsoft.ML.Runtime;

/// <summary>Knows by load name how to create the components that registered assemblies announce.</summary>
public sealed class ComponentCatalog
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Assembly> _assemblies = [];
    private readonly Dictionary<(string LoadName, Type Signature), LoadableClassInfo> _classes = [];

    internal ComponentCatalog()
    {
    }

    public void RegisterAssembly(Assembly assembly, bool throwOnError = true)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        lock (_lock)
        {
            if (!_assemblies.TryAdd(assembly.FullName, assembly))
                return;
            foreach (LoadableClassAttributeBase attribute in assembly.GetCustomAttributes(typeof(LoadableClassAttributeBase), inherit: false))
                Register(attribute, throwOnError);
        }
    }

    internal LoadableClassInfo GetLoadableClassInfo<TSig>(string loadName) => GetLoadableClassInfo(loadName, typeof(TSig));

    internal LoadableClassInfo GetLoadableClassInfo(string loadName, Type signatureType)
    {
        lock (_lock)
            return _classes.GetValueOrDefault((Normalized(loadName), signatureType));
    }

    /// <summary>The class of a registered assembly that carries <typeparamref name="TAttribute"/> with this contract name, or null.</summary>
    internal Type FindExtension<TAttribute>(string contractName)
        where TAttribute : ExtensionBaseAttribute
    {
        lock (_lock)
        {
            return _assemblies.Values.SelectMany(assembly => assembly.GetTypes()).FirstOrDefault(
                type => type.GetCustomAttributes<TAttribute>(inherit: false).Any(attribute => attribute.ContractName == contractName));
        }
    }

    internal static bool TryCreateInstance<TRes, TSig>(IHostEnvironment env, out TRes result, string name, string options, params object[] extra)
        where TRes : class
    {
        result = null;
        var known = env.ComponentCatalog.GetLoadableClassInfo<TSig>(name);
        if (known is null || !typeof(TRes).IsAssignableFrom(known.Type))
            return false;
        result = (TRes)known.CreateInstance(env, extra);
        return true;
    }

    private void Register(LoadableClassAttributeBase attribute, bool throwOnError)
    {
        LoadableClassInfo known;
        try
        {
            known = LoadableClassInfo.Find(attribute);
        }
        catch (InvalidOperationException) when (!throwOnError)
        {
            return;
        }

        foreach (var signature in attribute.SigTypes)
        {
            foreach (var name in attribute.LoadNames)
            {
                if (!_classes.TryAdd((Normalized(name), signature), known) && throwOnError)
                    throw new InvalidOperationException($"ComponentCatalog cannot map name '{name}' and SignatureType '{signature}' to {known.Type.Name}: it is taken.");
            }
        }
    }

    private static string Normalized(string loadName) => loadName.Trim().ToLowerInvariant();
}
