using System.Text;

namespace Microsoft.ML;

/// <summary>Where a component saves itself: its model stream, its strings, more streams and sub-models beside it.</summary>
public sealed class ModelSaveContext : IDisposable
{
    internal const string ModelStreamName = "Model.key";

    internal readonly RepositoryWriter Repository;
    internal readonly string Directory;
    internal readonly BinaryWriter Writer;
    internal readonly List<string> Strings = [];
    internal ModelHeader Header;

    private readonly long _start;
    private readonly Dictionary<string, int> _stringIds = [];
    private string _loaderAssemblyName;

    internal ModelSaveContext(RepositoryWriter rep, string dir, Stream stream)
    {
        Repository = rep;
        Directory = dir;
        Writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
        _start = stream.Position;
        Header.FpModel = ModelHeader.Size;
        Writer.Write(new byte[ModelHeader.Size]);
    }

    internal bool InRepository => Repository != null;

    public void Dispose() => Writer.Dispose();

    /// <summary>Saves <paramref name="value"/> as the model in the folder <paramref name="dir"/>.</summary>
    internal static void SaveModel(RepositoryWriter rep, ICanSaveModel value, string dir) =>
        SaveSubModel(rep, dir, value.Save);

    internal static void SaveSubModel(RepositoryWriter rep, string dir, Action<ModelSaveContext> save) =>
        rep.WriteEntry(dir, ModelStreamName, stream =>
        {
            using var context = new ModelSaveContext(rep, dir, stream);
            save(context);
            context.Done();
        });

    internal void SaveModel<T>(T value, string name)
        where T : class
    {
        if (value is null)
            return;
        if (value is not ICanSaveModel savable)
            throw new InvalidOperationException($"Object of type '{value.GetType()}' does not implement {nameof(ICanSaveModel)}.");
        SaveModel(RequiredRepository(), savable, ML.Repository.PathOf(Directory, name));
    }

    internal void SaveSubModel(string dir, Action<ModelSaveContext> fn) =>
        SaveSubModel(RequiredRepository(), ML.Repository.PathOf(Directory, dir), fn);

    internal void SetVersionInfo(VersionInfo ver)
    {
        Header.SetVersionInfo(ver);
        _loaderAssemblyName = ver.LoaderAssemblyName;
    }

    internal void CheckAtModel()
    {
        if (Writer.BaseStream.Position != _start + Header.FpModel)
            throw new InvalidOperationException("The model stream is not at the start of the model.");
    }

    internal void SaveTextStream(string name, Action<TextWriter> action) =>
        RequiredRepository().WriteEntry(Directory, name, stream =>
        {
            using var writer = new StreamWriter(stream, new UTF8Encoding(false), -1, leaveOpen: true);
            action(writer);
        });

    internal void SaveBinaryStream(string name, Action<BinaryWriter> action) =>
        RequiredRepository().WriteEntry(Directory, name, stream =>
        {
            using var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
            action(writer);
        });

    internal void SaveString(string str)
    {
        ArgumentNullException.ThrowIfNull(str);
        if (!_stringIds.TryGetValue(str, out var id))
        {
            id = Strings.Count;
            _stringIds.Add(str, id);
            Strings.Add(str);
        }

        Writer.Write(id);
    }

    internal void SaveString(ReadOnlyMemory<char> str) => SaveString(str.ToString());

    internal void SaveNonEmptyString(string str)
    {
        ArgumentException.ThrowIfNullOrEmpty(str);
        SaveString(str);
    }

    internal void SaveNonEmptyString(ReadOnlyMemory<char> str) => SaveNonEmptyString(str.ToString());

    internal void SaveStringOrNull(string str)
    {
        if (str is null)
            Writer.Write(-1);
        else
            SaveString(str);
    }

    /// <summary>Writes what follows the component's own bytes, and the header.</summary>
    internal void Done()
    {
        Header.CbModel = Place - Header.FpModel;
        if (Strings.Count > 0)
            SaveStrings();
        if (_loaderAssemblyName != null)
        {
            Header.FpAssemblyName = Place;
            Writer.Write(Encoding.Unicode.GetBytes(_loaderAssemblyName));
            Header.CbAssemblyName = (uint)(Place - Header.FpAssemblyName);
        }

        Header.FpTail = Place;
        ModelHeader.WriteTail(Writer);
        var end = Writer.BaseStream.Position;
        Writer.BaseStream.Position = _start;
        Header.Write(Writer);
        Writer.BaseStream.Position = end;
    }

    private long Place => Writer.BaseStream.Position - _start;

    private void SaveStrings()
    {
        Header.FpStringTable = Place;
        var end = 0L;
        foreach (var text in Strings)
            Writer.Write(end += 2L * text.Length);
        Header.CbStringTable = Place - Header.FpStringTable;
        Header.FpStringChars = Place;
        foreach (var text in Strings)
            Writer.Write(Encoding.Unicode.GetBytes(text));
        Header.CbStringChars = Place - Header.FpStringChars;
    }

    private RepositoryWriter RequiredRepository() =>
        Repository ?? throw new InvalidOperationException("Can't save a text, binary stream or sub-model when not writing to a repository.");
}
