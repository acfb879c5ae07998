using System.Globalization;
using System.Reflection;

namespace Microsoft.ML.Runtime;

/// <summary>How to create one announced component: a constructor, or a static method <c>Create</c> that returns it.</summary>
internal sealed class LoadableClassInfo
{
    private readonly MethodBase _factory;
    private readonly bool _takesEnvironment;

    private LoadableClassInfo(Type type, MethodBase factory, bool takesEnvironment)
    {
        Type = type;
        _factory = factory;
        _takesEnvironment = takesEnvironment;
    }

    public Type Type { get; }

    public static LoadableClassInfo Find(LoadableClassAttributeBase attribute)
    {
        foreach (var takesEnvironment in new[] { true, false })
        {
            Type[] parameters = takesEnvironment ? [typeof(IHostEnvironment), .. attribute.CtorTypes] : attribute.CtorTypes;
            if (Factory(attribute, parameters) is { } factory)
                return new LoadableClassInfo(attribute.InstanceType, factory, takesEnvironment);
        }

        throw new InvalidOperationException(
            $"Can't instantiate loadable class '{attribute.InstanceType.Name}' with name '{attribute.UserName}': no suitable constructor or method Create.");
    }

    public object CreateInstance(IHostEnvironment env, object[] extra)
    {
        object[] arguments = _takesEnvironment ? [env, .. extra] : extra;
        try
        {
            return _factory switch
            {
                ConstructorInfo constructor => constructor.Invoke(arguments),
                _ => _factory.Invoke(null, BindingFlags.Default, null, arguments, CultureInfo.InvariantCulture),
            };
        }
        catch (TargetInvocationException error) when (error.InnerException is FormatException or InvalidOperationException)
        {
            // ML.NET's own complaints get this wrapping, those of a loader stay as the invocation leaves them.
            throw new InvalidOperationException("Error during class instantiation", error);
        }
    }

    private static MethodBase Factory(LoadableClassAttributeBase attribute, Type[] parameters)
    {
        const BindingFlags Access = BindingFlags.Public | BindingFlags.NonPublic;
        var constructor = attribute.InstanceType.IsAssignableFrom(attribute.LoaderType)
            ? attribute.LoaderType.GetConstructor(Access | BindingFlags.Instance, null, parameters, null)
            : null;
        var create = attribute.LoaderType.GetMethod("Create", Access | BindingFlags.Static | BindingFlags.FlattenHierarchy, null, parameters, null);
        if (create?.ReturnType != attribute.InstanceType)
            create = null;
        if (constructor is null || create is null)
            return (MethodBase)constructor ?? create;
        if (Openness(constructor) == Openness(create))
            throw new InvalidOperationException($"Can't instantiate loadable class '{attribute.InstanceType.Name}': constructor and Create are equally accessible.");
        return Openness(constructor) > Openness(create) ? constructor : create;
    }

    private static int Openness(MethodBase method) => method.IsPublic ? 2 : method.IsPrivate ? 0 : 1;
}
