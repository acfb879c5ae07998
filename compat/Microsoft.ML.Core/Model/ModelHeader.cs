using System.Text;

namespace Microsoft.ML;

/// <summary>
/// The first 256 bytes of a model stream. After them come the component's own bytes, the strings it named (a table of where each one ends, then
/// their UTF-16 characters), the name of the loader's assembly and a tail mark. Positions count from the start of the header.
/// </summary>
internal struct ModelHeader
{
    public const int Size = 256;

    private const ulong SignatureValue = 0x4C45444F4D004C4D; // "ML", 0, "MODEL"
    private const ulong TailSignatureValue = 0x4D4C004D4F44454C; // "LEDOM", 0, "LM"
    private const uint FormatVersion = 0x00010002;
    private const int LoaderSignatureSize = 24;

    public long FpModel;
    public long CbModel;
    public long FpStringTable;
    public long CbStringTable;
    public long FpStringChars;
    public long CbStringChars;
    public ulong ModelSignature;
    public uint ModelVerWritten;
    public uint ModelVerReadable;
    public string LoaderSignature;
    public string LoaderSignatureAlt;
    public long FpTail;
    public long FpAssemblyName;
    public uint CbAssemblyName;

    public void SetVersionInfo(VersionInfo version)
    {
        ModelSignature = version.ModelSignature;
        ModelVerWritten = version.VerWrittenCur;
        ModelVerReadable = version.VerReadableCur;
        LoaderSignature = version.LoaderSignature;
        LoaderSignatureAlt = version.LoaderSignatureAlt;
    }

    public readonly void CheckVersionInfo(VersionInfo version)
    {
        if (ModelSignature != version.ModelSignature)
            throw new FormatException("Unknown file type");
        if (ModelVerReadable > ModelVerWritten)
            throw new FormatException("Corrupt file header");
        if (ModelVerReadable > version.VerWrittenCur)
            throw new FormatException("The model was written by a newer version that this one cannot read");
        if (ModelVerWritten < version.VerWeCanReadBack)
            throw new FormatException("File is too old");
    }

    public readonly void Write(BinaryWriter writer)
    {
        writer.Write(SignatureValue);
        writer.Write(FormatVersion);
        writer.Write(FormatVersion);
        foreach (var place in new[] { FpModel, CbModel, FpStringTable, CbStringTable, FpStringChars, CbStringChars })
            writer.Write(place);
        writer.Write(ModelSignature);
        writer.Write(ModelVerWritten);
        writer.Write(ModelVerReadable);
        writer.Write(LoaderBytes(LoaderSignature));
        writer.Write(LoaderBytes(LoaderSignatureAlt));
        writer.Write(FpTail);
        writer.Write(FpTail + sizeof(ulong));
        writer.Write(FpAssemblyName);
        writer.Write(CbAssemblyName);
        writer.Write(new byte[Size - 0x9C]);
    }

    public static void WriteTail(BinaryWriter writer) => writer.Write(TailSignatureValue);

    /// <summary>Reads a header at the current place of the stream and checks every position in it against the stream's length.</summary>
    public static ModelHeader Read(BinaryReader reader)
    {
        var start = reader.BaseStream.Position;
        var available = reader.BaseStream.Length - start;
        if (available < Size + sizeof(ulong) || reader.ReadUInt64() != SignatureValue)
            throw new FormatException("Wrong file type");
        _ = reader.ReadUInt32();
        if (reader.ReadUInt32() > FormatVersion)
            throw new FormatException("Header format version is too new");
        var header = new ModelHeader
        {
            FpModel = reader.ReadInt64(),
            CbModel = reader.ReadInt64(),
            FpStringTable = reader.ReadInt64(),
            CbStringTable = reader.ReadInt64(),
            FpStringChars = reader.ReadInt64(),
            CbStringChars = reader.ReadInt64(),
            ModelSignature = reader.ReadUInt64(),
            ModelVerWritten = reader.ReadUInt32(),
            ModelVerReadable = reader.ReadUInt32(),
            LoaderSignature = LoaderText(reader.ReadBytes(LoaderSignatureSize)),
            LoaderSignatureAlt = LoaderText(reader.ReadBytes(LoaderSignatureSize)),
            FpTail = reader.ReadInt64(),
        };
        var end = reader.ReadInt64();
        header.FpAssemblyName = reader.ReadInt64();
        header.CbAssemblyName = reader.ReadUInt32();

        CheckRange(header.FpModel, header.CbModel, available);
        CheckRange(header.FpStringTable, header.CbStringTable, available);
        CheckRange(header.FpStringChars, header.CbStringChars, available);
        CheckRange(header.FpAssemblyName, header.CbAssemblyName, available);
        CheckRange(header.FpTail, sizeof(ulong), available);
        if (end != header.FpTail + sizeof(ulong))
            throw new FormatException("Corrupt file header: the tail is not at the end");
        if (header.FpModel != Size)
            throw new FormatException("Corrupt file header: the model does not follow the header");
        reader.BaseStream.Position = start + header.FpTail;
        if (reader.ReadUInt64() != TailSignatureValue)
            throw new FormatException("Corrupt model file tail");
        reader.BaseStream.Position = start + header.FpModel;
        return header;
    }

    private static void CheckRange(long position, long size, long available)
    {
        if (position < 0 || size < 0 || position > available || size > available - position)
            throw new FormatException("Corrupt file header: a part lies outside of the file");
    }

    private static byte[] LoaderBytes(string signature)
    {
        var bytes = Encoding.ASCII.GetBytes(signature ?? "");
        if (bytes.Length > LoaderSignatureSize)
            throw new ArgumentException($"The loader signature '{signature}' is longer than {LoaderSignatureSize} characters.", nameof(signature));
        Array.Resize(ref bytes, LoaderSignatureSize);
        return bytes;
    }

    private static string LoaderText(byte[] bytes) => Encoding.ASCII.GetString(bytes).TrimEnd('\0');
}
