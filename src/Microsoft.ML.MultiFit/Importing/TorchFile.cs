using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Numerics;

namespace Microsoft.ML.MultiFit;

/// <summary>
/// A file that <c>torch.save</c> wrote: of the old kind, five regions one after the other (before PyTorch 1.6; all of fastai v1), or of the newer
/// kind, a zip. Nothing in it is executed, and no size in it is believed before the bytes are there.
/// </summary>
internal static class TorchFile
{
    private const long ProtocolVersion = 1001;

    // Far above any language model with its optimizer's state; a compressed archive of zeros could go on for ever.
    private const long MaxValueBytes = 8L << 30;

    private static readonly BigInteger s_magicNumber = BigInteger.Parse("119547037146038801333356", CultureInfo.InvariantCulture);

    /// <summary>Reads a file's structure, asks which tensors are wanted, then reads their values.</summary>
    /// <param name="open">Opens the file; called more than once.</param>
    /// <param name="choose">Gets the saved object (see <see cref="PickleReader"/>; tensors are <see cref="TorchTensor"/>) and gives the tensors whose values are wanted.</param>
    /// <exception cref="InvalidDataException">The file is damaged, cut off, of another kind, or wants to run something.</exception>
    public static void Read(Func<Stream> open, Func<object?, IEnumerable<TorchTensor>> choose)
    {
        int first;
        using (var stream = open())
            first = stream.ReadByte();
        using var content = new BufferedStream(open(), 1 << 16);
        try
        {
            if (first == 'P')
                ReadZip(content, choose);
            else
                ReadRegions(content, choose);
        }
        catch (EndOfStreamException exception)
        {
            throw new InvalidDataException("The file is cut off.", exception);
        }
    }

    /// <summary>
    /// Magic number, protocol, facts about the machine, the object, the keys of its storages, and for each of them in this order its count and its values.
    /// Torch writes all of it little-endian on every machine.
    /// </summary>
    private static void ReadRegions(Stream stream, Func<object?, IEnumerable<TorchTensor>> choose)
    {
        if (PickleReader.ReadPlain(stream) is not BigInteger magic || magic != s_magicNumber)
            throw new InvalidDataException("The file does not begin with torch's magic number.");
        if (PickleReader.ReadPlain(stream) is not ProtocolVersion)
            throw new InvalidDataException($"The file's protocol is not {ProtocolVersion}.");
        PickleReader.ReadPlain(stream);
        var objects = new TorchObjects();
        Want(choose(objects.Read(stream)));
        if (PickleReader.ReadPlain(stream) is not List<object?> keys)
            throw new InvalidDataException("The file has no list of storages.");
        var countBytes = new byte[8];
        foreach (object? key in keys)
        {
            if (key is not string name || !objects.Storages.TryGetValue(name, out var storage))
                throw new InvalidDataException($"The file has values for storage '{key}', which no tensor uses.");
            stream.ReadExactly(countBytes);
            long count = BinaryPrimitives.ReadInt64LittleEndian(countBytes);
            if (count != storage.Count)
                throw new InvalidDataException($"Storage '{name}' has {count} values, its tensors expect {storage.Count}.");
            storage.Read(stream, swap: !BitConverter.IsLittleEndian);
        }
    }

    /// <summary>A zip with one folder: <c>data.pkl</c>, <c>data/KEY</c> for each storage, and <c>byteorder</c> in the latest versions.</summary>
    private static void ReadZip(Stream stream, Func<object?, IEnumerable<TorchTensor>> choose)
    {
        using var zip = new ZipArchive(stream, ZipArchiveMode.Read);
        var pickle = zip.Entries.FirstOrDefault(entry => entry.FullName.EndsWith("/data.pkl", StringComparison.Ordinal))
            ?? throw new InvalidDataException("The file is a zip, but not one that torch wrote.");
        string folder = pickle.FullName[..^"data.pkl".Length];
        var objects = new TorchObjects();
        using (var content = new BufferedStream(pickle.Open(), 1 << 16))
            Want(choose(objects.Read(content)));
        bool swap = IsBigEndian(zip.GetEntry(folder + "byteorder")) == BitConverter.IsLittleEndian;
        foreach (var storage in objects.Storages.Values.Where(storage => storage.IsWanted))
        {
            using var values = (zip.GetEntry($"{folder}data/{storage.Key}") ?? throw new InvalidDataException($"The file has no values for storage '{storage.Key}'.")).Open();
            storage.Read(values, swap);
        }
    }

    private static bool IsBigEndian(ZipArchiveEntry? byteOrder)
    {
        using var stream = byteOrder?.Open();
        return stream?.ReadByte() == 'b';
    }

    private static void Want(IEnumerable<TorchTensor> tensors)
    {
        // Tensors that share a storage become weights of their own.
        var wanted = tensors.ToList();
        var storages = wanted.Select(tensor => tensor.Storage).Distinct().ToList();
        if (storages.Sum(storage => storage.Count * storage.Type.Size) > MaxValueBytes || wanted.Sum(tensor => tensor.Count * sizeof(float)) > MaxValueBytes)
            throw new InvalidDataException($"The file's weights are larger than {MaxValueBytes >> 30} GB.");
        foreach (var storage in storages)
            storage.IsWanted = true;
    }
}
