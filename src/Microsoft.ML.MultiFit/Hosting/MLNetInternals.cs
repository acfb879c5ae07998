using System.Reflection;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.MultiFit;

/// <summary>
/// Every member of ML.NET that a trainer needs and that is not public: they are looked up once, and if one is missing the first use says which.
/// Nothing outside this file touches them.
/// </summary>
internal static class MLNetInternals
{
    private const BindingFlags All = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
    private static readonly Lazy<Members> s_members = new(() => new Members(typeof(SchemaShape).Assembly, typeof(MLContext).Assembly));

    /// <summary>The type of the assembly attribute that names a loader.</summary>
    public static Type LoaderAttributeType => s_members.Value.LoaderAttribute.DeclaringType!;

    /// <summary>A column of a schema that is known before the data.</summary>
    public static SchemaShape.Column CreateColumn(string name, SchemaShape.Column.VectorKind kind, DataViewType itemType, bool isKey, SchemaShape? annotations) =>
        (SchemaShape.Column)s_members.Value.Column.Invoke(BindingFlags.DoNotWrapExceptions, null, [name, kind, itemType, isKey, annotations], null);

    /// <summary>The environment behind <c>mlContext.Transforms.Text</c> and the like.</summary>
    public static IHostEnvironment GetEnvironment(object catalog)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return (IHostEnvironment)s_members.Value.CatalogEnvironment.Invoke(catalog, BindingFlags.DoNotWrapExceptions, null, null, null)!;
    }

    /// <summary>True once the context above this host was told to stop, as AutoML does at its time limit.</summary>
    public static bool IsCanceled(IHost host) =>
        s_members.Value.IsCanceled is { } getter && getter.DeclaringType!.IsInstanceOfType(host) && (bool)getter.Invoke(host, null)!;

    /// <summary>An attribute that says: models with this signature are made by the type's <c>Create(IHostEnvironment, object)</c>.</summary>
    public static Attribute CreateLoaderAttribute(Type transformer, string signature) =>
        (Attribute)s_members.Value.LoaderAttribute.Invoke(
            BindingFlags.DoNotWrapExceptions, null, [transformer, null, s_members.Value.LoadModel, transformer.Name, new[] { signature }], null);

    /// <summary>The part of a model file that ML.NET gives a transformer to write.</summary>
    public readonly struct SaveContext(ModelSaveContext context)
    {
        /// <summary>Writes the header; must come first.</summary>
        public void SetVersion(ModelVersion version)
        {
            ArgumentNullException.ThrowIfNull(context);
            Call(s_members.Value.CheckAtSavedModel, context);
            Call(s_members.Value.SetVersionInfo, context, version.ToVersionInfo(s_members.Value.VersionInfo));
        }

        /// <summary>The main entry.</summary>
        public BinaryWriter Writer => (BinaryWriter)s_members.Value.SaveWriter.GetValue(context)!;

        /// <summary>Writes an entry of its own; see <see cref="EntryWriter"/>.</summary>
        public void WriteEntry(string name, Action<Stream> write) =>
            Call(s_members.Value.SaveBinaryStream, context, name, (Action<BinaryWriter>)(writer => write(writer.BaseStream)));
    }

    /// <summary>The part of a model file that ML.NET gives a loader to read.</summary>
    public readonly struct LoadContext(object context)
    {
        /// <summary>Throws unless the header is that of this transformer, in a version that can be read.</summary>
        /// <returns>The version that was written.</returns>
        public uint CheckVersion(ModelVersion version)
        {
            ArgumentNullException.ThrowIfNull(context);
            Call(s_members.Value.CheckAtLoadedModel, context, version.ToVersionInfo(s_members.Value.VersionInfo));
            return (uint)s_members.Value.VersionWritten.GetValue(s_members.Value.LoadHeader.GetValue(context))!;
        }

        /// <summary>The main entry.</summary>
        public BinaryReader Reader => (BinaryReader)s_members.Value.LoadReader.GetValue(context)!;

        /// <summary>Reads an entry of its own; see <see cref="EntryReader"/>.</summary>
        /// <exception cref="InvalidDataException">The file has no such entry.</exception>
        public void ReadEntry(string name, Action<Stream> read)
        {
            if (!(bool)Call(s_members.Value.TryLoadBinaryStream, context, name, (Action<BinaryReader>)(reader => read(reader.BaseStream)))!)
                throw new InvalidDataException("there is none of that name.");
        }
    }

    private static object? Call(MethodInfo method, object target, params object?[] arguments) =>
        method.Invoke(target, BindingFlags.DoNotWrapExceptions, null, arguments, null);

    private sealed class Members
    {
        private readonly List<string> _missing = [];

        public Members(Assembly core, Assembly data)
        {
            var saveContext = typeof(ModelSaveContext);
            var loadContext = Find(core, "Microsoft.ML.ModelLoadContext");
            var versionInfo = Find(core, "Microsoft.ML.VersionInfo");
            LoadModel = Find(core, "Microsoft.ML.SignatureLoadModel");
            Column = Constructor(typeof(SchemaShape.Column), typeof(string), typeof(SchemaShape.Column.VectorKind), typeof(DataViewType), typeof(bool), typeof(SchemaShape));
            VersionInfo = Constructor(versionInfo, typeof(string), typeof(uint), typeof(uint), typeof(uint), typeof(string), typeof(string), typeof(string));
            LoaderAttribute = Constructor(Find(core, "Microsoft.ML.LoadableClassAttribute"), typeof(Type), typeof(Type), typeof(Type), typeof(string), typeof(string[]));
            SaveWriter = Field(saveContext, "Writer");
            CheckAtSavedModel = Method(saveContext, "CheckAtModel");
            SetVersionInfo = Method(saveContext, "SetVersionInfo", versionInfo);
            SaveBinaryStream = Method(saveContext, "SaveBinaryStream", typeof(string), typeof(Action<BinaryWriter>));
            LoadReader = Field(loadContext, "Reader");
            LoadHeader = Field(loadContext, "Header");
            VersionWritten = Field(Find(core, "Microsoft.ML.ModelHeader"), "ModelVerWritten");
            CheckAtLoadedModel = Method(loadContext, "CheckAtModel", versionInfo);
            TryLoadBinaryStream = Method(loadContext, "TryLoadBinaryStream", typeof(string), typeof(Action<BinaryReader>));
            CatalogEnvironment = Getter(Find(data, "Microsoft.ML.Data.IInternalCatalog"), "Environment");

            // Without it training only lacks one way to be stopped.
            IsCanceled = core.GetType("Microsoft.ML.Runtime.ICancelable")?.GetProperty("IsCanceled")?.GetMethod;

            if (_missing.Count > 0)
            {
                var version = core.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
                throw new NotSupportedException(
                    $"Microsoft.ML {version} lacks what Microsoft.ML.MultiFit needs: {string.Join(", ", _missing)}. It is known to work with Microsoft.ML 5.0.");
            }
        }

        public Type LoadModel { get; }

        public ConstructorInfo Column { get; }

        public ConstructorInfo VersionInfo { get; }

        public ConstructorInfo LoaderAttribute { get; }

        public FieldInfo SaveWriter { get; }

        public MethodInfo CheckAtSavedModel { get; }

        public MethodInfo SetVersionInfo { get; }

        public MethodInfo SaveBinaryStream { get; }

        public FieldInfo LoadReader { get; }

        public FieldInfo LoadHeader { get; }

        public FieldInfo VersionWritten { get; }

        public MethodInfo CheckAtLoadedModel { get; }

        public MethodInfo TryLoadBinaryStream { get; }

        public MethodInfo CatalogEnvironment { get; }

        public MethodInfo? IsCanceled { get; }

        private Type Find(Assembly assembly, string name) => Require(assembly.GetType(name), name, typeof(void));

        private ConstructorInfo Constructor(Type type, params Type[] parameters) => Require(type.GetConstructor(All, parameters), $"{type}..ctor", null!);

        private FieldInfo Field(Type type, string name) => Require(type.GetField(name, All), $"{type}.{name}", null!);

        private MethodInfo Method(Type type, string name, params Type[] parameters) => Require(type.GetMethod(name, All, parameters), $"{type}.{name}", null!);

        private MethodInfo Getter(Type type, string name) => Require(type.GetProperty(name, All)?.GetMethod, $"{type}.{name}", null!);

        private T Require<T>(T? member, string name, T instead)
            where T : class
        {
            if (member is null)
                _missing.Add(name);
            return member ?? instead;
        }
    }
}
