using System.Reflection;

namespace Microsoft.ML.Data;

/// <summary>Fills the members of a row object from the columns of a row.</summary>
internal sealed class RowFiller<TRow>
    where TRow : class, new()
{
    private readonly List<(DataViewSchema.Column Column, MemberInfo Member)> _pairs = [];

    public RowFiller(DataViewSchema schema, bool ignoreMissingColumns, SchemaDefinition schemaDefinition)
    {
        var members = RowMember.All(typeof(TRow), SchemaDefinition.Direction.Write).ToDictionary(member => member.Name);
        foreach (var wanted in schemaDefinition ?? SchemaDefinition.Create(typeof(TRow), SchemaDefinition.Direction.Write))
        {
            if (!members.TryGetValue(wanted.MemberName ?? "", out var member))
                throw new ArgumentOutOfRangeException(nameof(schemaDefinition), $"No field or property with name '{wanted.MemberName}' found in type '{typeof(TRow).FullName}'.");
            var name = wanted.ColumnName ?? member.Name;
            if (schema.GetColumnOrNull(name) is { } column)
                _pairs.Add((Checked(column, member), member));
            else if (!ignoreMissingColumns)
                throw new ArgumentOutOfRangeException(nameof(DataViewRow.Schema), $"Could not find  column '{name}'");
        }
    }

    /// <summary>The columns that must be active.</summary>
    public IEnumerable<DataViewSchema.Column> Columns => _pairs.Select(pair => pair.Column);

    /// <summary>An action that copies the current values of <paramref name="row"/> into a row object.</summary>
    public Action<TRow> Bind(DataViewRow row)
    {
        var fills = _pairs.ConvertAll(pair => Fill(row, pair.Column, pair.Member));
        return target => fills.ForEach(fill => fill(target));
    }

    private static DataViewSchema.Column Checked(DataViewSchema.Column column, MemberInfo member)
    {
        var vector = column.Type as VectorDataViewType;
        if (RowMember.RawTypeOf(member) == (vector?.ItemType.RawType ?? column.Type.RawType, vector is not null))
            return column;
        throw new InvalidOperationException(
            $"Can't bind the IDataView column '{column.Name}' of type '{column.Type}' to field or property '{member.Name}' of type '{RowMember.TypeOf(member).FullName}'.");
    }

    private static Action<object> Fill(DataViewRow row, DataViewSchema.Column column, MemberInfo member)
    {
        var type = RowMember.TypeOf(member);
        if (type == typeof(string))
            return Scalar<ReadOnlyMemory<char>, string>(row, column, member, text => text.ToString());
        if (type == typeof(string[]))
            return Array<ReadOnlyMemory<char>, string>(row, column, member, text => text.ToString());
        var (item, _) = RowMember.RawTypeOf(member);
        var name = type.IsArray ? nameof(PlainArray) : type == item ? nameof(PlainScalar) : nameof(Vector);
        return (Action<object>)typeof(RowFiller<TRow>).GetMethod(name, BindingFlags.NonPublic | BindingFlags.Static).MakeGenericMethod(item)
            .Invoke(null, [row, column, member]);
    }

    private static Action<object> PlainScalar<T>(DataViewRow row, DataViewSchema.Column column, MemberInfo member) =>
        Scalar<T, T>(row, column, member, value => value);

    private static Action<object> PlainArray<T>(DataViewRow row, DataViewSchema.Column column, MemberInfo member) =>
        Array<T, T>(row, column, member, value => value);

    /// <summary>Every row object gets a vector of its own, unless it is filled again.</summary>
    private static Action<object> Vector<T>(DataViewRow row, DataViewSchema.Column column, MemberInfo member)
    {
        var getter = row.GetGetter<VBuffer<T>>(column);
        var read = RowMember.Reader<VBuffer<T>>(member);
        var write = RowMember.Writer<VBuffer<T>>(member);
        return target =>
        {
            var value = read(target);
            getter(ref value);
            write(target, value);
        };
    }

    private static Action<object> Scalar<TFrom, TTo>(DataViewRow row, DataViewSchema.Column column, MemberInfo member, Func<TFrom, TTo> convert)
    {
        var getter = row.GetGetter<TFrom>(column);
        var write = RowMember.Writer<TTo>(member);
        var value = default(TFrom);
        return target =>
        {
            getter(ref value);
            write(target, convert(value));
        };
    }

    private static Action<object> Array<TFrom, TTo>(DataViewRow row, DataViewSchema.Column column, MemberInfo member, Func<TFrom, TTo> convert)
    {
        var getter = row.GetGetter<VBuffer<TFrom>>(column);
        var read = RowMember.Reader<TTo[]>(member);
        var write = RowMember.Writer<TTo[]>(member);
        var value = default(VBuffer<TFrom>);
        return target =>
        {
            getter(ref value);
            var array = read(target);
            if ((array?.Length ?? 0) != value.Length)
                array = new TTo[value.Length];
            var index = 0;
            foreach (var item in value.DenseValues())
                array[index++] = convert(item);
            write(target, array);
        };
    }
}
