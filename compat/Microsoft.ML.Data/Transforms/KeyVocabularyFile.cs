using System.Runtime.InteropServices;

namespace Microsoft.ML.Data;

/// <summary>Vocabularies in a saved model: a sub-model, and a listing for people.</summary>
internal static class KeyVocabularyFile
{
    private const string Folder = "Vocabulary";

    private static readonly Dictionary<string, PrimitiveDataViewType> _types = new PrimitiveDataViewType[]
    {
        NumberDataViewType.SByte, NumberDataViewType.Byte, NumberDataViewType.Int16, NumberDataViewType.UInt16, NumberDataViewType.Int32,
        NumberDataViewType.UInt32, NumberDataViewType.Int64, NumberDataViewType.UInt64, NumberDataViewType.Single, NumberDataViewType.Double,
        BooleanDataViewType.Instance,
    }.ToDictionary(type => type.RawType.Name);

    private static VersionInfo Version => new("TERM MAN", 0x00010002, 0x00010002, 0x00010001, typeof(KeyVocabularyFile).Assembly.FullName, "TermManager");

    public static void Save(ModelSaveContext ctx, KeyVocabulary[] vocabularies) => ctx.SaveSubModel(Folder, sub =>
    {
        sub.SetVersionInfo(Version);
        sub.Writer.Write(vocabularies.Length);
        foreach (var vocabulary in vocabularies)
            Save(sub, vocabulary);
        sub.SaveTextStream("Terms.txt", writer =>
        {
            foreach (var vocabulary in vocabularies)
            {
                var type = vocabulary.ItemType is TextDataViewType ? "" : $" of type '{vocabulary.ItemType}'";
                writer.WriteLine($"# Number of terms{type} = {vocabulary.Count}");
                foreach (var (index, text) in vocabulary.Texts.Index())
                    writer.WriteLine($"{index}\t{text}");
            }
        });
    });

    public static KeyVocabulary[] Load(ModelLoadContext ctx, int count)
    {
        var vocabularies = new KeyVocabulary[count];
        var found = ctx.TryProcessSubModel(Folder, sub =>
        {
            sub.CheckAtModel(Version);
            if (sub.Reader.ReadInt32() != count)
                throw new FormatException("The model holds vocabularies for another number of columns");
            for (var index = 0; index < count; index++)
                vocabularies[index] = Load(sub);
        });
        return found ? vocabularies : throw new FormatException("The model holds no vocabulary");
    }

    /// <summary>A zero byte and text, or a one, the name of a type and its values.</summary>
    private static void Save(ModelSaveContext ctx, KeyVocabulary vocabulary)
    {
        var texts = vocabulary as KeyVocabulary<ReadOnlyMemory<char>>;
        ctx.Writer.Write(texts is null);
        if (texts is not null)
        {
            ctx.Writer.Write(texts.Count);
            Array.ForEach(texts.Values, ctx.SaveString);
            return;
        }

        if (!_types.TryGetValue(vocabulary.ItemType.RawType.Name, out var type) || !type.Equals(vocabulary.ItemType))
            throw new NotSupportedException($"Keys of values of type {vocabulary.ItemType} cannot be saved");
        ctx.Writer.Write(type.RawType.Name);
        ctx.Writer.Write((byte)0);
        ctx.Writer.Write(vocabulary.Count);
        ctx.Writer.Write(vocabulary is KeyVocabulary<bool> truths ? Packed(truths.Values) : Bytes(vocabulary.RawValues));
    }

    private static KeyVocabulary Load(ModelLoadContext ctx)
    {
        if (!ctx.Reader.ReadBoolean())
        {
            var texts = new List<ReadOnlyMemory<char>>();
            for (var left = ctx.Reader.ReadInt32(); left > 0; left--)
                texts.Add(ctx.LoadString().AsMemory());
            return new KeyVocabulary<ReadOnlyMemory<char>>(TextDataViewType.Instance, [.. texts], TextComparer.Instance);
        }

        var name = ctx.Reader.ReadString();
        ctx.Reader.ReadByte();
        if (!_types.TryGetValue(name, out var type))
            throw new FormatException($"The model holds keys of values of the unknown type {name}");
        var count = ctx.Reader.ReadInt32();
        if (type is BooleanDataViewType)
            return new KeyVocabulary<bool>(type, Unpacked(ctx.Reader.ReadBytes((count + 7) / 8), count), null);
        var bytes = ctx.Reader.ReadBytes(checked(count * Marshal.SizeOf(type.RawType)));
        var values = Array.CreateInstance(type.RawType, count);
        Buffer.BlockCopy(bytes, 0, values, 0, Buffer.ByteLength(values));
        return (KeyVocabulary)Activator.CreateInstance(typeof(KeyVocabulary<>).MakeGenericType(type.RawType), type, values, null);
    }

    private static byte[] Bytes(Array values)
    {
        var bytes = new byte[Buffer.ByteLength(values)];
        Buffer.BlockCopy(values, 0, bytes, 0, bytes.Length);
        return bytes;
    }

    private static byte[] Packed(bool[] truths) => [.. truths.Chunk(8).Select(chunk => (byte)chunk.Select((truth, bit) => truth ? 1 << bit : 0).Sum())];

    private static bool[] Unpacked(byte[] bytes, int count) => [.. Enumerable.Range(0, count).Select(bit => ((bytes[bit / 8] >> (bit % 8)) & 1) == 1)];
}
