using System.IO.Compression;
using System.Text;

namespace Microsoft.ML.Data;

/// <summary>
/// A schema as a binary data view without rows: a header of 256 bytes, the blocks of annotation values, for each column a list of its annotations,
/// the list of columns, and a tail mark. Blocks are written without compression and read with or without.
/// </summary>
internal static class SchemaFile
{
    private const ulong Signature = 0x00425644004C4D43; // "CML", 0, "DVB", 0
    private const ulong TailSignature = 0x434D4C0044564200; // 0, "BVD", 0, "LMC"
    private const ulong Version = 0x0001000100010006;
    private const int HeaderSize = 256;
    private const byte Uncompressed = 0;
    private const byte Deflated = 1;

    public static void Write(DataViewSchema schema, Stream stream)
    {
        if (schema.Count == 0)
            throw new InvalidOperationException("No valid columns to save");
        using var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
        writer.Write(new byte[HeaderSize]);
        var annotationLists = schema.Select(column => WriteAnnotations(writer, column.Annotations)).ToArray();

        var columns = stream.Position;
        foreach (var column in schema)
        {
            writer.Write(column.Name);
            SchemaFileTypes.Write(writer, column.Type);
            writer.Write(Deflated);
            writer.Write7BitEncodedInt(1); // rows in a block, of which there are none
            writer.Write((long)HeaderSize);
            writer.Write(annotationLists[column.Index]);
        }

        var tail = stream.Position;
        writer.Write(TailSignature);
        stream.Position = 0;
        writer.Write(Signature);
        writer.Write(Version);
        writer.Write(Version);
        writer.Write(columns);
        writer.Write(tail);
        writer.Write(0L);
        writer.Write(schema.Count);
        stream.Position = tail + sizeof(ulong);
    }

    public static DataViewSchema Read(Stream stream)
    {
        using var reader = new BinaryReader(stream, Encoding.UTF8, leaveOpen: true);
        try
        {
            return Read(reader);
        }
        catch (Exception error) when (error is EndOfStreamException or ArgumentException or InvalidDataException or OverflowException)
        {
            throw new FormatException("Corrupt schema in the model", error);
        }
    }

    private static DataViewSchema Read(BinaryReader reader)
    {
        if (reader.ReadUInt64() != Signature)
            throw new FormatException("The schema in the model is no binary data view");
        _ = reader.ReadUInt64();
        _ = reader.ReadUInt64();
        reader.BaseStream.Position = 0x18;
        var place = reader.ReadInt64();
        reader.BaseStream.Position = 0x30;
        var count = reader.ReadInt32();

        var builder = new DataViewSchema.Builder();
        for (; count > 0; count--)
        {
            reader.BaseStream.Position = place;
            var name = reader.ReadString();
            var type = SchemaFileTypes.Read(reader);
            _ = reader.ReadByte();
            _ = reader.Read7BitEncodedInt();
            _ = reader.ReadInt64();
            var annotations = reader.ReadInt64();
            place = reader.BaseStream.Position;
            builder.AddColumn(name, type, ReadAnnotations(reader, annotations));
        }

        return builder.ToSchema();
    }

    /// <summary>Writes values and their list; gives the place of the list, or 0 if there is none.</summary>
    private static long WriteAnnotations(BinaryWriter writer, DataViewSchema.Annotations annotations)
    {
        var blocks = new List<(DataViewSchema.Column Annotation, long Place, long Size)>();
        foreach (var annotation in annotations.Schema.Where(column => SchemaFileValues.CanStore(column.Type)))
        {
            var start = writer.BaseStream.Position;
            SchemaFileValues.Write(writer, annotations, annotation);
            blocks.Add((annotation, start, writer.BaseStream.Position - start));
        }

        if (blocks.Count == 0)
            return 0;
        var place = writer.BaseStream.Position;
        writer.Write7BitEncodedInt(blocks.Count);
        foreach (var (annotation, start, size) in blocks)
        {
            writer.Write(annotation.Name);
            SchemaFileTypes.Write(writer, annotation.Type);
            writer.Write(Uncompressed);
            writer.Write(start);
            writer.Write7BitEncodedInt64(size);
        }

        return place;
    }

    private static DataViewSchema.Annotations ReadAnnotations(BinaryReader reader, long place)
    {
        if (place == 0)
            return DataViewSchema.Annotations.Empty;
        reader.BaseStream.Position = place;
        var builder = new DataViewSchema.Annotations.Builder();
        for (var count = reader.Read7BitEncodedInt(); count > 0; count--)
        {
            var name = reader.ReadString();
            var type = SchemaFileTypes.Read(reader);
            var compression = reader.ReadByte();
            var start = reader.ReadInt64();
            var size = reader.Read7BitEncodedInt64();
            var next = reader.BaseStream.Position;
            if (start < 0 || size < 0 || size > reader.BaseStream.Length - start)
                throw new FormatException("A value of the schema in the model lies outside of it");
            reader.BaseStream.Position = start;
            if (SchemaFileValues.CanStore(type))
            {
                using var block = Decompressed(reader.ReadBytes((int)size), compression);
                SchemaFileValues.Read(block, builder, name, type);
            }

            reader.BaseStream.Position = next;
        }

        return builder.ToAnnotations();
    }

    private static BinaryReader Decompressed(byte[] block, byte compression)
    {
        if (compression == Uncompressed)
            return new BinaryReader(new MemoryStream(block));
        if (compression != Deflated)
            throw new FormatException($"A value of the schema in the model is compressed in an unknown way ({compression})");
        var plain = new MemoryStream();
        using (var inflater = new DeflateStream(new MemoryStream(block), CompressionMode.Decompress))
            inflater.CopyTo(plain);
        plain.Position = 0;
        return new BinaryReader(plain);
    }
}
