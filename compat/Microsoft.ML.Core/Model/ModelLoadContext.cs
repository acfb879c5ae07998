using System.Reflection;
using System.Text;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>Where a component loads itself from.</summary>
internal sealed class ModelLoadContext : IDisposable
{
    public readonly RepositoryReader Repository;
    public readonly string Directory;
    public readonly BinaryReader Reader;
    public readonly string[] Strings;
    public readonly string LoaderAssemblyName;
    internal ModelHeader Header;

    private readonly long _start;

    internal ModelLoadContext(RepositoryReader rep, string dir, Stream stream)
    {
        Repository = rep;
        Directory = dir;
        Reader = new BinaryReader(stream, Encoding.UTF8);
        _start = stream.Position;
        Header = ModelHeader.Read(Reader);
        Strings = ReadStrings();
        LoaderAssemblyName = ReadChars(Header.FpAssemblyName, Header.CbAssemblyName);
        stream.Position = _start + Header.FpModel;
    }

    public bool InRepository => Repository != null;

    public void Dispose() => Reader.Dispose();

    public void CheckAtModel()
    {
        if (Reader.BaseStream.Position != _start + Header.FpModel)
            throw new InvalidOperationException("The model stream is not at the start of the model.");
    }

    public void CheckAtModel(VersionInfo ver)
    {
        CheckAtModel();
        Header.CheckVersionInfo(ver);
    }

    public string LoadStringOrNull()
    {
        var id = Reader.ReadInt32();
        if (id == -1)
            return null;
        return (uint)id < (uint)Strings.Length ? Strings[id] : throw new FormatException("The model names a string that it does not hold");
    }

    public string LoadString() => LoadStringOrNull() ?? throw new FormatException("A string is missing in the model");

    public string LoadNonEmptyString() => LoadString() is { Length: > 0 } text ? text : throw new FormatException("A string is empty in the model");

    public bool ContainsModel(string name)
    {
        using var stream = Repository?.OpenEntryOrNull(ML.Repository.PathOf(Directory, name), ModelSaveContext.ModelStreamName);
        return stream != null;
    }

    public bool TryLoadBinaryStream(string name, Action<BinaryReader> action)
    {
        using var stream = Repository?.OpenEntryOrNull(Directory, name);
        if (stream is null)
            return false;
        using var reader = new BinaryReader(stream, Encoding.UTF8);
        action(reader);
        return true;
    }

    public bool TryLoadTextStream(string name, Action<TextReader> action)
    {
        using var stream = Repository?.OpenEntryOrNull(Directory, name);
        if (stream is null)
            return false;
        using var reader = new StreamReader(stream);
        action(reader);
        return true;
    }

    public bool TryProcessSubModel(string dir, Action<ModelLoadContext> action)
    {
        var path = ML.Repository.PathOf(Directory, dir);
        using var stream = Repository?.OpenEntryOrNull(path, ModelSaveContext.ModelStreamName);
        if (stream is null)
            return false;
        using var context = new ModelLoadContext(Repository, path, stream);
        action(context);
        return true;
    }

    public void LoadModel<TRes, TSig>(IHostEnvironment env, out TRes result, string name, params object[] extra)
        where TRes : class
    {
        if (!LoadModelOrNull<TRes, TSig>(env, out result, Repository, ML.Repository.PathOf(Directory, name), extra))
            throw new FormatException($"Corrupt model file: it holds no model '{name}'");
    }

    public bool LoadModelOrNull<TRes, TSig>(IHostEnvironment env, out TRes result, string name, params object[] extra)
        where TRes : class =>
        LoadModelOrNull<TRes, TSig>(env, out result, Repository, ML.Repository.PathOf(Directory, name), extra);

    public static bool LoadModelOrNull<TRes, TSig>(IHostEnvironment env, out TRes result, RepositoryReader rep, string dir, params object[] extra)
        where TRes : class
    {
        result = null;
        using var stream = rep?.OpenEntryOrNull(dir, ModelSaveContext.ModelStreamName);
        if (stream is null)
            return false;
        using var context = new ModelLoadContext(rep, dir, stream);
        result = context.Create<TRes, TSig>(env, extra);
        return true;
    }

    private TRes Create<TRes, TSig>(IHostEnvironment env, object[] extra)
        where TRes : class
    {
        RegisterLoaderAssembly(env);
        object[] arguments = [this, .. extra];
        foreach (var signature in new[] { Header.LoaderSignature, Header.LoaderSignatureAlt })
        {
            if (signature.Length > 0 && ComponentCatalog.TryCreateInstance<TRes, TSig>(env, out var result, signature, "", arguments))
                return result;
        }

        throw new FormatException($"Couldn't load model: '{Header.LoaderSignature}' ({Header.LoaderSignatureAlt}) is unknown, from '{Directory}'");
    }

    /// <summary>The file names an assembly with version and key; whichever build of it is there serves.</summary>
    private void RegisterLoaderAssembly(IHostEnvironment env)
    {
        if (string.IsNullOrEmpty(LoaderAssemblyName))
            return;
        env.ComponentCatalog.RegisterAssembly(Assembly.Load(new AssemblyName(new AssemblyName(LoaderAssemblyName).Name)), throwOnError: false);
    }

    private string[] ReadStrings()
    {
        var strings = new string[Header.CbStringTable / sizeof(long)];
        var ends = new long[strings.Length];
        Reader.BaseStream.Position = _start + Header.FpStringTable;
        for (var index = 0; index < ends.Length; index++)
            ends[index] = Reader.ReadInt64();
        var begin = 0L;
        for (var index = 0; index < ends.Length; index++)
        {
            if (ends[index] < begin || ends[index] > Header.CbStringChars)
                throw new FormatException("Corrupt string table in the model");
            strings[index] = ReadChars(Header.FpStringChars + begin, ends[index] - begin);
            begin = ends[index];
        }

        return strings;
    }

    private string ReadChars(long position, long size)
    {
        Reader.BaseStream.Position = _start + position;
        return Encoding.Unicode.GetString(Reader.ReadBytes(checked((int)size)));
    }
}
