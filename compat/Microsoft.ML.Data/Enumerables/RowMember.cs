using System.Linq.Expressions;
using System.Reflection;

namespace Microsoft.ML.Data;

/// <summary>The public fields and properties of row classes, their column types and fast access to their values.</summary>
internal static class RowMember
{
    private static readonly Dictionary<Type, PrimitiveDataViewType> _primitives = new PrimitiveDataViewType[]
    {
        NumberDataViewType.SByte, NumberDataViewType.Byte, NumberDataViewType.Int16, NumberDataViewType.UInt16, NumberDataViewType.Int32,
        NumberDataViewType.UInt32, NumberDataViewType.Int64, NumberDataViewType.UInt64, NumberDataViewType.Single, NumberDataViewType.Double,
        TextDataViewType.Instance, BooleanDataViewType.Instance, DateTimeDataViewType.Instance, DateTimeOffsetDataViewType.Instance,
        TimeSpanDataViewType.Instance, RowIdDataViewType.Instance,
    }.ToDictionary(type => type.RawType);

    /// <summary>Fields, then properties, as declared.</summary>
    public static IEnumerable<MemberInfo> All(Type userType, SchemaDefinition.Direction direction)
    {
        const BindingFlags Public = BindingFlags.Public | BindingFlags.Instance;
        var properties = userType.GetProperties(Public).Where(property =>
            property.GetIndexParameters().Length == 0
            && ((direction.HasFlag(SchemaDefinition.Direction.Read) && property.GetMethod?.IsPublic == true)
                || (direction.HasFlag(SchemaDefinition.Direction.Write) && property.SetMethod?.IsPublic == true)));
        return userType.GetFields(Public).Cast<MemberInfo>().Concat(properties).Where(member => !member.IsDefined(typeof(NoColumnAttribute), true));
    }

    public static Type TypeOf(MemberInfo member) => member is FieldInfo field ? field.FieldType : ((PropertyInfo)member).PropertyType;

    /// <summary>The type of the items in columns, and whether the member holds many of them.</summary>
    public static (Type Item, bool IsVector) RawTypeOf(MemberInfo member)
    {
        var type = TypeOf(member);
        var isVector = type.IsArray || (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(VBuffer<>));
        var item = type.IsArray ? type.GetElementType() : isVector ? type.GetGenericArguments()[0] : type;
        return (item == typeof(string) ? typeof(ReadOnlyMemory<char>) : item, isVector);
    }

    public static DataViewType ColumnType(MemberInfo member)
    {
        var (rawType, isVector) = RawTypeOf(member);
        if (!_primitives.TryGetValue(rawType, out var item))
        {
            throw new ArgumentOutOfRangeException(
                nameof(rawType), $"Could not determine an IDataView type and registered custom types for member {member.Name}");
        }

        if (member.GetCustomAttribute<KeyTypeAttribute>() is { } key)
            item = new KeyDataViewType(rawType, key.Count);
        if (!isVector)
            return item;
        var dimensions = member.GetCustomAttribute<VectorTypeAttribute>()?.Dimensions;
        return dimensions is { Length: > 0 } ? new VectorDataViewType(item, dimensions) : new VectorDataViewType(item);
    }

    public static Func<object, TValue> Reader<TValue>(MemberInfo member)
    {
        var row = Expression.Parameter(typeof(object));
        return Expression.Lambda<Func<object, TValue>>(Access(row, member), row).Compile();
    }

    public static Action<object, TValue> Writer<TValue>(MemberInfo member)
    {
        var row = Expression.Parameter(typeof(object));
        var value = Expression.Parameter(typeof(TValue));
        return Expression.Lambda<Action<object, TValue>>(Expression.Assign(Access(row, member), value), row, value).Compile();
    }

    private static MemberExpression Access(Expression row, MemberInfo member) =>
        Expression.MakeMemberAccess(Expression.Convert(row, member.DeclaringType), member);
}
