using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Microsoft.ML.MultiFit;

/// <summary>Writes the fields of one protocol buffer message.</summary>
internal sealed class ProtobufWriter
{
    private readonly ArrayBufferWriter<byte> _output = new();

    public ReadOnlySpan<byte> Written => _output.WrittenSpan;

    // Negative numbers are sign-extended to 64 bits, as the format demands of int32.
    public void WriteInt32(int field, int value) => WriteUInt64(field, unchecked((ulong)(long)value));

    public void WriteUInt64(int field, ulong value)
    {
        WriteTag(field, ProtobufWireType.Varint);
        WriteVarint(value);
    }

    public void WriteBool(int field, bool value) => WriteInt32(field, value ? 1 : 0);

    public void WriteFloat(int field, float value)
    {
        WriteTag(field, ProtobufWireType.Fixed32);
        BinaryPrimitives.WriteSingleLittleEndian(_output.GetSpan(4), value);
        _output.Advance(4);
    }

    public void WriteString(int field, string value) => WriteBytes(field, Encoding.UTF8.GetBytes(value));

    public void WriteStrings(int field, IEnumerable<string> values)
    {
        foreach (string value in values)
            WriteString(field, value);
    }

    public void WriteBytes(int field, ReadOnlySpan<byte> value)
    {
        WriteTag(field, ProtobufWireType.LengthDelimited);
        WriteVarint((ulong)value.Length);
        _output.Write(value);
    }

    /// <summary>Writes fields that are encoded already.</summary>
    public void WriteRaw(ReadOnlySpan<byte> fields) => _output.Write(fields);

    private void WriteTag(int field, ProtobufWireType wireType) => WriteVarint(((ulong)field << 3) | (uint)wireType);

    private void WriteVarint(ulong value)
    {
        var span = _output.GetSpan(10);
        int count = 0;
        for (; value >= 0x80; value >>= 7)
            span[count++] = (byte)(value | 0x80);
        span[count++] = (byte)value;
        _output.Advance(count);
    }
}
