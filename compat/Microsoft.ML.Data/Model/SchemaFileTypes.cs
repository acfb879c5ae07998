namespace Microsoft.ML.Data;

/// <summary>Column types in a schema file: a name and as many bytes of parameters as the type needs.</summary>
internal static class SchemaFileTypes
{
    private const string TextName = "TextSpan";
    private const string KeyName = "Key2";
    private const string VectorName = "VBuffer";

    private static readonly Dictionary<string, PrimitiveDataViewType> _simple = new PrimitiveDataViewType[]
    {
        NumberDataViewType.SByte, NumberDataViewType.Byte, NumberDataViewType.Int16, NumberDataViewType.UInt16, NumberDataViewType.Int32,
        NumberDataViewType.UInt32, NumberDataViewType.Int64, NumberDataViewType.UInt64, NumberDataViewType.Single, NumberDataViewType.Double,
        BooleanDataViewType.Instance, DateTimeDataViewType.Instance, DateTimeOffsetDataViewType.Instance, TimeSpanDataViewType.Instance,
        RowIdDataViewType.Instance,
    }.ToDictionary(type => type.ToString());

    public static void Write(BinaryWriter writer, DataViewType type)
    {
        using var buffer = new MemoryStream();
        using var parameters = new BinaryWriter(buffer);
        writer.Write(type switch
        {
            TextDataViewType => TextName,
            KeyDataViewType => KeyName,
            VectorDataViewType => VectorName,
            _ when _simple.ContainsKey(type.ToString()) => type.ToString(),
            _ => throw new NotSupportedException($"A schema file cannot hold a column of type {type}."),
        });
        if (type is KeyDataViewType key)
        {
            Write(parameters, _simple[key.RawType.Name]);
            parameters.Write(key.Count);
        }
        else if (type is VectorDataViewType vector)
        {
            Write(parameters, vector.ItemType);
            parameters.Write(vector.Dimensions.Length);
            foreach (var dimension in vector.Dimensions)
                parameters.Write(dimension);
        }

        writer.Write7BitEncodedInt((int)buffer.Length);
        writer.Write(buffer.ToArray());
    }

    public static DataViewType Read(BinaryReader reader)
    {
        var name = reader.ReadString();
        var size = reader.Read7BitEncodedInt();
        var end = reader.BaseStream.Position + size;
        DataViewType type = name switch
        {
            TextName => TextDataViewType.Instance,
            KeyName => new KeyDataViewType(Read(reader).RawType, reader.ReadUInt64()),
            VectorName => new VectorDataViewType((PrimitiveDataViewType)Read(reader), ReadDimensions(reader)),
            _ => _simple.TryGetValue(name, out var simple) ? simple : throw new FormatException($"The schema in the model has a column of the unknown type '{name}'"),
        };
        if (reader.BaseStream.Position != end)
            throw new FormatException($"The type '{name}' in the schema of the model has the wrong size");
        return type;
    }

    private static int[] ReadDimensions(BinaryReader reader)
    {
        var count = reader.ReadInt32();
        if (count < 1 || count > (reader.BaseStream.Length - reader.BaseStream.Position) / sizeof(int))
            throw new FormatException("A vector in the schema of the model has an impossible number of dimensions");
        var dimensions = new int[count];
        for (var index = 0; index < count; index++)
            dimensions[index] = reader.ReadInt32();
        return dimensions;
    }
}
