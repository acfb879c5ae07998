using System.Reflection;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.StandIns.Tests;

/// <summary>
/// A third-party estimator and transformer as outsiders can write them: the length of a text times a factor. What the real assemblies hide is
/// reached by reflection.
/// </summary>
public sealed class TextLengthEstimator(string output, string input, float factor = 1) : IEstimator<TextLength>
{
    public int FitCount { get; private set; }

    public TextLength Fit(IDataView data)
    {
        FitCount++;
        return new TextLength(output, input, factor);
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        if (inputSchema.All(column => column.Name != input))
            throw new ArgumentOutOfRangeException(nameof(inputSchema), $"Could not find input column '{input}'");
        var constructor = typeof(SchemaShape.Column).GetConstructors(BindingFlags.Instance | BindingFlags.NonPublic).Single();
        var column = (SchemaShape.Column)constructor.Invoke([output, SchemaShape.Column.VectorKind.Scalar, NumberDataViewType.Single, false, null]);
        return new SchemaShape(inputSchema.Where(other => other.Name != output).Append(column));
    }
}

public sealed class TextLength(string output, string input, float factor) : ITransformer, IDisposable
{
    public const string LoaderName = "StandInTextLength";
    private const BindingFlags Any = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    public float Factor => factor;

    public int DisposeCount { get; private set; }

    public bool IsRowToRowMapper => true;

    private static Assembly Core => typeof(IHost).Assembly;

    private static object Version => Core.GetType("Microsoft.ML.VersionInfo").GetConstructors().Single()
        .Invoke(["TEXT LEN", 0x00010001u, 0x00010001u, 0x00010001u, typeof(TextLength).Assembly.FullName, LoaderName, null]);

    /// <summary>Makes the loader known: the catalog is given an assembly that announces it.</summary>
    public static void Register(MLContext ml) => ml.ComponentCatalog.RegisterAssembly(new Announcement());

    public void Dispose() => DisposeCount++;

    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => ((ITransformer)this).GetRowToRowMapper(inputSchema).OutputSchema;

    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => new Mapper(inputSchema, output, input, factor);

    public IDataView Transform(IDataView data) => new View(data, new Mapper(data.Schema, output, input, factor));

    public void Save(ModelSaveContext ctx)
    {
        var type = typeof(ModelSaveContext);
        type.GetMethod("CheckAtModel", Any).Invoke(ctx, null);
        type.GetMethod("SetVersionInfo", Any).Invoke(ctx, [Version]);
        var writer = (BinaryWriter)type.GetField("Writer", Any).GetValue(ctx);
        writer.Write(output);
        writer.Write(input);
        type.GetMethod("SaveBinaryStream", Any).Invoke(ctx, ["Factor.bin", (Action<BinaryWriter>)(stream => stream.Write(factor))]);
        type.GetMethod("SaveTextStream", Any).Invoke(ctx, ["Note.txt", (Action<TextWriter>)(text => text.Write("grüße"))]);
    }

    public static TextLength Create(IHostEnvironment env, object context)
    {
        var type = context.GetType();
        type.GetMethod("CheckAtModel", [Version.GetType()]).Invoke(context, BindingFlags.DoNotWrapExceptions, null, [Version], null);
        var reader = (BinaryReader)type.GetField("Reader").GetValue(context);
        var (output, input, factor, note) = (reader.ReadString(), reader.ReadString(), 0f, "");
        Assert.True((bool)type.GetMethod("TryLoadBinaryStream").Invoke(context, ["Factor.bin", (Action<BinaryReader>)(stream => factor = stream.ReadSingle())]));
        Assert.True((bool)type.GetMethod("TryLoadTextStream").Invoke(context, ["Note.txt", (Action<TextReader>)(text => note = text.ReadToEnd())]));
        Assert.False((bool)type.GetMethod("TryLoadBinaryStream").Invoke(context, ["None.bin", (Action<BinaryReader>)(_ => Assert.Fail())]));
        Assert.Equal("grüße", note);
        if (input == "Unloadable")
            throw new InvalidDataException("The model of Unloadable is damaged.");
        return new TextLength(output, input, factor);
    }

    private sealed class Announcement : Assembly
    {
        public override string FullName => "StandIn.Announcement, Version=1.0.0.0";

        public override AssemblyName GetName() => new(FullName);

        public override Type[] GetTypes() => [];

        public override object[] GetCustomAttributes(Type attributeType, bool inherit)
        {
            var attribute = Core.GetType("Microsoft.ML.LoadableClassAttribute")
                .GetConstructor([typeof(Type), typeof(Type), typeof(Type), typeof(string), typeof(string[])])
                .Invoke([typeof(TextLength), null, Core.GetType("Microsoft.ML.SignatureLoadModel"), "Text length", new[] { LoaderName }]);
            var found = Array.CreateInstance(attributeType, attributeType.IsInstanceOfType(attribute) ? 1 : 0);
            if (found.Length > 0)
                found.SetValue(attribute, 0);
            return (object[])found;
        }
    }

    private sealed class Mapper : IRowToRowMapper
    {
        private readonly DataViewSchema.Column _input;
        private readonly float _factor;

        public Mapper(DataViewSchema schema, string output, string input, float factor)
        {
            InputSchema = schema;
            _input = schema[input];
            _factor = factor;
            var builder = new DataViewSchema.Builder();
            builder.AddColumns(schema);
            builder.AddColumn(output, NumberDataViewType.Single);
            OutputSchema = builder.ToSchema();
        }

        public DataViewSchema InputSchema { get; }

        public DataViewSchema OutputSchema { get; }

        public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns)
        {
            var indices = dependingColumns.Select(column => column.Index == InputSchema.Count ? _input.Index : column.Index).ToHashSet();
            return InputSchema.Where(column => indices.Contains(column.Index));
        }

        public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns) =>
            new Row(input, OutputSchema, activeColumns, LengthGetter(input));

        public ValueGetter<float> LengthGetter(DataViewRow row)
        {
            var text = default(ReadOnlyMemory<char>);
            var getter = row.IsColumnActive(_input) ? row.GetGetter<ReadOnlyMemory<char>>(_input) : null;
            return (ref float length) =>
            {
                getter(ref text);
                length = _factor * text.Length;
            };
        }
    }

    private sealed class Row(DataViewRow source, DataViewSchema schema, IEnumerable<DataViewSchema.Column> active, ValueGetter<float> length) : DataViewRow
    {
        private readonly HashSet<int> _active = [.. active.Select(column => column.Index)];

        public override DataViewSchema Schema => schema;

        public override long Position => source.Position;

        public override long Batch => source.Batch;

        public override ValueGetter<DataViewRowId> GetIdGetter() => source.GetIdGetter();

        public override bool IsColumnActive(DataViewSchema.Column column) => _active.Contains(column.Index);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) =>
            column.Index == schema.Count - 1 ? (ValueGetter<TValue>)(Delegate)length : source.GetGetter<TValue>(source.Schema[column.Index]);
    }

    private sealed class View(IDataView source, Mapper mapper) : IDataView
    {
        public DataViewSchema Schema => mapper.OutputSchema;

        public bool CanShuffle => source.CanShuffle;

        public long? GetRowCount() => source.GetRowCount();

        public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null)
        {
            var needed = columnsNeeded.ToArray();
            return new Cursor(source.GetRowCursor(mapper.GetDependencies(needed), rand), mapper, needed);
        }

        public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null) =>
            [GetRowCursor(columnsNeeded, rand)];
    }

    private sealed class Cursor(DataViewRowCursor source, Mapper mapper, IEnumerable<DataViewSchema.Column> needed) : DataViewRowCursor
    {
        private readonly Row _row = new(source, mapper.OutputSchema, needed, mapper.LengthGetter(source));

        public override DataViewSchema Schema => _row.Schema;

        public override long Position => source.Position;

        public override long Batch => source.Batch;

        public override bool MoveNext() => source.MoveNext();

        public override ValueGetter<DataViewRowId> GetIdGetter() => source.GetIdGetter();

        public override bool IsColumnActive(DataViewSchema.Column column) => _row.IsColumnActive(column);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => _row.GetGetter<TValue>(column);

        protected override void Dispose(bool disposing)
        {
            source.Dispose();
            base.Dispose(disposing);
        }
    }
}
