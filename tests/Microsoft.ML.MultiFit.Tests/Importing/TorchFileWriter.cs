using System.Buffers.Binary;

namespace Microsoft.ML.MultiFit.Tests;

/// <summary>A tensor to be written: a window on a storage of that type.</summary>
internal sealed record SavedTensor(string Storage, string Type, float[] Values, int Offset, int[] Shape, int[] Strides)
{
    /// <summary>A whole storage of 32-bit floats.</summary>
    public static SavedTensor Of(string storage, WeightTensor tensor) => new(storage, "FloatStorage", tensor.Values, 0, tensor.Shape, StridesOf(tensor.Shape));

    public static int[] StridesOf(int[] shape) => [.. Enumerable.Range(1, shape.Length).Select(i => shape[i..].Aggregate(1, (product, size) => product * size))];
}

/// <summary>
/// Writes what PyTorch's <c>torch.save(state, file, _use_new_zipfile_serialization=False)</c> writes: five regions, byte for byte, for a state dictionary
/// whose storages have the given keys in place of addresses.
/// </summary>
internal static class TorchFileWriter
{
    private static readonly byte[] s_magic = Convert.FromHexString("80028A0A6CFC9C46F9206AA850192E");

    public static byte[] Write(IReadOnlyList<(string Name, SavedTensor Tensor)> state, bool isWrapped = false) =>
        Write(state, Structure(state, isWrapped));

    /// <summary>The same around any object, in whose pickle these tensors are.</summary>
    public static byte[] Write(IReadOnlyList<(string Name, SavedTensor Tensor)> state, byte[] structure)
    {
        using var file = new MemoryStream();
        file.Write(s_magic);
        file.Write(new PickleWriter().Int(1001).Stop());
        file.Write(SystemFacts());
        file.Write(structure);
        var storages = state.Select(entry => entry.Tensor).DistinctBy(tensor => tensor.Storage).OrderBy(tensor => tensor.Storage, StringComparer.Ordinal).ToList();
        file.Write(Keys(storages));
        foreach (var storage in storages)
            file.Write(Content(storage));
        return file.ToArray();
    }

    /// <summary>A pickled list of texts (protocol 3), as <c>itos.pkl</c> is.</summary>
    public static byte[] List(IEnumerable<string> items)
    {
        var pickle = new PickleWriter(protocol: 3).Op(']').Put();
        foreach (var batch in items.Chunk(1000))
        {
            pickle.Op('(');
            foreach (string item in batch)
                pickle.Text(item);
            pickle.Op('e');
        }

        return pickle.Stop();
    }

    private static byte[] SystemFacts() => new PickleWriter().Op('}').Put().Op('(')
        .Text("protocol_version").Int(1001)
        .Text("little_endian").Raw(0x88)
        .Text("type_sizes").Op('}').Put().Op('(').Text("short").Int(2).Text("int").Int(4).Text("long").Int(4).Op('u')
        .Op('u').Stop();

    private static byte[] Structure(IReadOnlyList<(string Name, SavedTensor Tensor)> state, bool isWrapped)
    {
        var pickle = new PickleWriter();
        if (isWrapped)
            pickle.Op('}').Put().Op('(').Text("model");
        StateDictionary(pickle, state);
        if (isWrapped)
        {
            pickle.Text("opt").Op('}').Put().Op('(')
                .Text("state").Op('}').Put().Int(140).Op('}').Put().Text("step").Int(7).Op('s').Op('s')
                .Text("param_groups").Op(']').Put().Op('}').Put().Text("lr").Op('G').Raw(0x3F, 0x50, 0x62, 0x4D, 0xD2, 0xF1, 0xA9, 0xFC).Op('s').Op('a')
                .Op('u').Op('u');
        }

        return pickle.Stop();
    }

    /// <summary>Named tensors as a module saves them.</summary>
    public static void StateDictionary(PickleWriter pickle, IReadOnlyList<(string Name, SavedTensor Tensor)> state)
    {
        pickle.OrderedDictionary().Op('(');
        foreach (var (name, tensor) in state)
            Tensor(pickle.Text(name), tensor);
        // The version numbers that torch keeps as an attribute of the dictionary.
        pickle.Op('u').Op('}').Put().Text("_metadata").OrderedDictionary()
            .Text("").Op('}').Put().Text("version").Int(1).Op('s').Op('s').Op('s').Op('b');
    }

    private static void Tensor(PickleWriter pickle, SavedTensor tensor) => pickle
        .Global("torch._utils", "_rebuild_tensor_v2").Op('(')
        .Op('(').Text("storage", "storage").Global("torch", tensor.Type).Text(tensor.Storage).Text("cpu", "cpu").Int(tensor.Values.Length).Op('N').Op('t').Put().Op('Q')
        .Int(tensor.Offset).Ints(tensor.Shape).Ints(tensor.Strides).Raw(0x89).OrderedDictionary()
        .Op('t').Put().Op('R').Put();

    private static byte[] Keys(List<SavedTensor> storages)
    {
        var pickle = new PickleWriter().Op(']').Put();
        if (storages.Count > 1)
            pickle.Op('(');
        foreach (var storage in storages)
            pickle.Text(storage.Storage);
        return pickle.Op(storages.Count > 1 ? 'e' : 'a').Stop();
    }

    private static byte[] Content(SavedTensor storage)
    {
        int size = storage.Type switch { "HalfStorage" or "BFloat16Storage" => 2, "FloatStorage" => 4, _ => 8 };
        var bytes = new byte[8 + (size * storage.Values.Length)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, storage.Values.Length);
        for (int i = 0; i < storage.Values.Length; i++)
        {
            var target = bytes.AsSpan(8 + (size * i), size);
            switch (storage.Type)
            {
                case "HalfStorage": BinaryPrimitives.WriteHalfLittleEndian(target, (Half)storage.Values[i]); break;
                case "BFloat16Storage": BinaryPrimitives.WriteUInt16LittleEndian(target, (ushort)(BitConverter.SingleToUInt32Bits(storage.Values[i]) >> 16)); break;
                case "FloatStorage": BinaryPrimitives.WriteSingleLittleEndian(target, storage.Values[i]); break;
                case "DoubleStorage": BinaryPrimitives.WriteDoubleLittleEndian(target, storage.Values[i]); break;
                default: BinaryPrimitives.WriteInt64LittleEndian(target, (long)storage.Values[i]); break;
            }
        }

        return bytes;
    }
}
