using System.Reflection;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.StandIns.Tests.Core;

/// <summary>The members that the library reaches by reflection because the real assemblies hide them.</summary>
public class NonPublicNamesTests
{
    private const BindingFlags Any = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    private static Type CoreType(string name) => typeof(IHost).Assembly.GetType(name, throwOnError: true);

    private static void AssertMethod(Type type, string name, Type result, params Type[] parameters)
    {
        var method = type.GetMethod(name, Any, null, parameters, null);
        Assert.NotNull(method);
        Assert.Equal(result, method.ReturnType);
    }

    [Fact]
    public void A_schema_shape_column_has_a_constructor_of_five()
    {
        var constructor = typeof(SchemaShape.Column).GetConstructor(
            Any, null, [typeof(string), typeof(SchemaShape.Column.VectorKind), typeof(DataViewType), typeof(bool), typeof(SchemaShape)], null);
        Assert.NotNull(constructor);
        var column = (SchemaShape.Column)constructor.Invoke(["c", SchemaShape.Column.VectorKind.Vector, NumberDataViewType.UInt32, true, null]);
        Assert.Equal("c", column.Name);
        Assert.True(column.IsKey);
        Assert.Equal(SchemaShape.Column.VectorKind.Vector, column.Kind);
        Assert.Empty(column.Annotations);
        Assert.Single(new SchemaShape([column]));

        Assert.IsAssignableFrom<ArgumentException>(Assert.Throws<TargetInvocationException>(() =>
            constructor.Invoke(["c", SchemaShape.Column.VectorKind.Scalar, new KeyDataViewType(typeof(uint), 3), true, null])).InnerException);
        Assert.IsAssignableFrom<ArgumentException>(Assert.Throws<TargetInvocationException>(() =>
            constructor.Invoke(["c", SchemaShape.Column.VectorKind.Scalar, NumberDataViewType.Single, true, null])).InnerException);
        Assert.IsAssignableFrom<ArgumentException>(Assert.Throws<TargetInvocationException>(() =>
            constructor.Invoke(["", SchemaShape.Column.VectorKind.Scalar, NumberDataViewType.Single, false, null])).InnerException);
    }

    [Fact]
    public void A_save_context_has_its_members()
    {
        var type = typeof(ModelSaveContext);
        Assert.Equal(typeof(BinaryWriter), type.GetField("Writer", Any)?.FieldType);
        Assert.Equal(typeof(bool), type.GetProperty("InRepository", Any)?.PropertyType);
        AssertMethod(type, "SetVersionInfo", typeof(void), CoreType("Microsoft.ML.VersionInfo"));
        AssertMethod(type, "CheckAtModel", typeof(void));
        AssertMethod(type, "SaveBinaryStream", typeof(void), typeof(string), typeof(Action<BinaryWriter>));
        AssertMethod(type, "SaveTextStream", typeof(void), typeof(string), typeof(Action<TextWriter>));
        Assert.Contains(type.GetMethods(Any), method =>
            method is { Name: "SaveModel", IsGenericMethodDefinition: true } && method.GetParameters() is [_, { ParameterType.FullName: "System.String" }]);
    }

    [Fact]
    public void A_load_context_has_its_members()
    {
        var type = CoreType("Microsoft.ML.ModelLoadContext");
        Assert.Equal(typeof(BinaryReader), type.GetField("Reader", Any)?.FieldType);
        var header = type.GetField("Header", Any)?.FieldType;
        Assert.Equal("Microsoft.ML.ModelHeader", header?.FullName);
        Assert.Equal(typeof(uint), header.GetField("ModelVerWritten", Any)?.FieldType);
        AssertMethod(type, "CheckAtModel", typeof(void), CoreType("Microsoft.ML.VersionInfo"));
        AssertMethod(type, "TryLoadBinaryStream", typeof(bool), typeof(string), typeof(Action<BinaryReader>));
        AssertMethod(type, "TryLoadTextStream", typeof(bool), typeof(string), typeof(Action<TextReader>));
        var load = Assert.Single(type.GetMethods(Any), method => method.Name == "LoadModel");
        Assert.Equal(2, load.GetGenericArguments().Length);
        Assert.Equal(["env", "result", "name", "extra"], load.GetParameters().Select(parameter => parameter.Name));
        Assert.NotNull(load.GetParameters()[3].GetCustomAttribute<ParamArrayAttribute>());
    }

    [Fact]
    public void A_version_info_takes_signature_versions_and_loader()
    {
        var constructor = CoreType("Microsoft.ML.VersionInfo").GetConstructor(
            [typeof(string), typeof(uint), typeof(uint), typeof(uint), typeof(string), typeof(string), typeof(string)]);
        Assert.NotNull(constructor);
        Assert.Equal([null, null], constructor.GetParameters()[5..].Select(parameter => parameter.DefaultValue));
        var version = constructor.Invoke(["AB CDEFG", 0x00010002u, 0x00010001u, 0x00010001u, "Assembly", "Loader", null]);
        Assert.Equal(0x4746454443004241ul, constructor.DeclaringType.GetField("ModelSignature").GetValue(version));
    }

    [Fact]
    public void A_loader_is_announced_by_an_attribute_of_five_or_six()
    {
        var attribute = CoreType("Microsoft.ML.LoadableClassAttribute");
        var signature = CoreType("Microsoft.ML.SignatureLoadModel");
        Assert.True(typeof(Delegate).IsAssignableFrom(signature));
        Assert.True(typeof(Attribute).IsAssignableFrom(attribute));
        Assert.NotNull(attribute.GetConstructor([typeof(Type), typeof(Type), typeof(Type), typeof(string), typeof(string[])]));
        Assert.NotNull(attribute.GetConstructor([typeof(Type), typeof(Type), typeof(Type), typeof(Type), typeof(string), typeof(string[])]));
        var usage = attribute.GetCustomAttribute<AttributeUsageAttribute>();
        Assert.Equal(AttributeTargets.Assembly, usage.ValidOn);
        Assert.True(usage.AllowMultiple);
    }

    [Fact]
    public void Cancellation_and_the_environments_options_have_interfaces()
    {
        var cancelable = CoreType("Microsoft.ML.Runtime.ICancelable");
        Assert.Equal(typeof(bool), cancelable.GetProperty("IsCanceled")?.PropertyType);
        AssertMethod(cancelable, "CancelExecution", typeof(void));

        var environment = CoreType("Microsoft.ML.Runtime.IHostEnvironmentInternal");
        Assert.Equal(typeof(int?), environment.GetProperty("Seed")?.PropertyType);
        Assert.Equal(typeof(int?), environment.GetProperty("GpuDeviceId")?.PropertyType);
        Assert.Equal(typeof(bool), environment.GetProperty("FallbackToCpu")?.PropertyType);
        Assert.Equal(typeof(string), environment.GetProperty("TempFilePath")?.PropertyType);
        var option = environment.GetMethod("TryGetOption");
        Assert.True(option.IsGenericMethodDefinition);
        Assert.Equal(["name", "value"], option.GetParameters().Select(parameter => parameter.Name));
    }
}
