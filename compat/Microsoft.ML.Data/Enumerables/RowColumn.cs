using System.Reflection;

namespace Microsoft.ML.Data;

/// <summary>One column read from a member of a row object.</summary>
internal sealed class RowColumn
{
    private readonly MemberInfo _member;

    private RowColumn(MemberInfo member, string name, DataViewType type, DataViewSchema.Annotations annotations)
    {
        _member = member;
        Definition = new DataViewSchema.DetachedColumn(name, type, annotations);
    }

    public DataViewSchema.DetachedColumn Definition { get; }

    public static RowColumn[] Of(Type userType, SchemaDefinition userSchemaDefinition)
    {
        var members = RowMember.All(userType, SchemaDefinition.Direction.Read).ToDictionary(member => member.Name);
        var definition = userSchemaDefinition ?? SchemaDefinition.Create(userType, SchemaDefinition.Direction.Read);
        var columns = new List<RowColumn>();
        foreach (var column in definition)
        {
            if (!members.TryGetValue(column.MemberName ?? "", out var member))
                throw new ArgumentOutOfRangeException(nameof(userSchemaDefinition), $"No field or property with name '{column.MemberName}' found in type '{userType.FullName}'.");
            var name = column.ColumnName ?? member.Name;
            if (columns.Any(earlier => earlier.Definition.Name == name))
                throw new ArgumentOutOfRangeException(nameof(userSchemaDefinition), $"Duplicate column name '{name}' detected, this is disallowed");
            var type = column.ColumnType ?? RowMember.ColumnType(member);
            Check(nameof(userSchemaDefinition), member, name, type);
            columns.Add(new RowColumn(member, name, type, column.Annotations));
        }

        return [.. columns];
    }

    /// <summary>A getter of the column's raw type that reads the row object which <paramref name="current"/> gives.</summary>
    public Delegate Getter(Func<object> current)
    {
        var memberType = RowMember.TypeOf(_member);
        var type = Definition.Type;
        if (memberType == typeof(string))
            return Convert<string, ReadOnlyMemory<char>>(current, text => text.AsMemory());
        if (memberType == typeof(string[]))
            return ConvertArray<string, ReadOnlyMemory<char>>(current, text => text.AsMemory());
        var (item, _) = RowMember.RawTypeOf(_member);
        var name = memberType.IsArray ? nameof(ArrayGetter) : memberType == item ? nameof(ScalarGetter) : nameof(VectorGetter);
        var itemType = type is VectorDataViewType vector ? vector.ItemType : type;
        return (Delegate)typeof(RowColumn).GetMethod(name, BindingFlags.NonPublic | BindingFlags.Instance).MakeGenericMethod(item)
            .Invoke(this, [current, itemType as KeyDataViewType]);
    }

    private static void Check(string parameter, MemberInfo member, string name, DataViewType type)
    {
        var (item, isVector) = RowMember.RawTypeOf(member);
        var vector = type as VectorDataViewType;
        if (isVector != vector is not null)
        {
            var (supposed, found) = isVector ? ("scalar", "vector") : ("vector", "scalar");
            throw new ArgumentOutOfRangeException(parameter, $"Column '{name}' is supposed to be {supposed}, but type of associated field '{member.Name}' is {found}");
        }

        var expected = vector?.ItemType.RawType ?? type.RawType;
        if (expected != item)
        {
            throw new ArgumentOutOfRangeException(
                parameter, $"Column '{name}' is supposed to have items of type {expected}, but the associated field '{member.Name}' has items of type {item}");
        }
    }

    private ValueGetter<T> ScalarGetter<T>(Func<object> current, KeyDataViewType key)
    {
        var toKey = KeyConversion<T>(key);
        return toKey is null ? Convert<T, T>(current, value => value) : Convert(current, toKey);
    }

    private ValueGetter<VBuffer<T>> ArrayGetter<T>(Func<object> current, KeyDataViewType key) => ConvertArray<T, T>(current, value => value);

    private ValueGetter<VBuffer<T>> VectorGetter<T>(Func<object> current, KeyDataViewType key)
    {
        var read = RowMember.Reader<VBuffer<T>>(_member);
        return (ref VBuffer<T> destination) => read(current()).CopyTo(ref destination);
    }

    /// <summary>A key in a row object counts from 0, in a column from 1; what lies outside of its range is missing. Vectors of keys are taken as they are.</summary>
    private static Func<T, T> KeyConversion<T>(KeyDataViewType key)
    {
        if (key is null)
            return null;
        var count = key.Count;
        return value =>
        {
            var index = System.Convert.ToUInt64(value);
            return (T)System.Convert.ChangeType(index < count ? index + 1 : 0, typeof(T));
        };
    }

    private ValueGetter<TTo> Convert<TFrom, TTo>(Func<object> current, Func<TFrom, TTo> convert)
    {
        var read = RowMember.Reader<TFrom>(_member);
        return (ref TTo destination) => destination = convert(read(current()));
    }

    private ValueGetter<VBuffer<TTo>> ConvertArray<TFrom, TTo>(Func<object> current, Func<TFrom, TTo> convert)
    {
        var read = RowMember.Reader<TFrom[]>(_member);
        return (ref VBuffer<TTo> destination) =>
        {
            var source = read(current()) ?? [];
            var editor = VBufferEditor.Create(ref destination, source.Length);
            for (var index = 0; index < source.Length; index++)
                editor.Values[index] = convert(source[index]);
            destination = editor.Commit();
        };
    }
}
