using System.Buffers.Binary;
using System.Text;

namespace Microsoft.ML.MultiFit;

/// <summary>How a protocol buffer field's value is stored.</summary>
internal enum ProtobufWireType
{
    Varint = 0,
    Fixed64 = 1,
    LengthDelimited = 2,
    StartGroup = 3,
    EndGroup = 4,
    Fixed32 = 5,
}

/// <summary>
/// Walks the fields of one protocol buffer message. Every length is checked against the bytes that are really there, so a forged
/// size costs nothing; a damaged message is an <see cref="InvalidDataException"/> naming the source.
/// </summary>
internal ref struct ProtobufReader(ReadOnlyMemory<byte> message, string source)
{
    private const int MaxGroupDepth = 32;

    private static readonly UTF8Encoding s_strictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly ReadOnlyMemory<byte> _memory = message;
    private readonly ReadOnlySpan<byte> _message = message.Span;
    private int _position;
    private int _fieldStart;

    /// <summary>Number of the current field.</summary>
    public int Field { get; private set; }

    /// <summary>How the current field's value is stored.</summary>
    public ProtobufWireType WireType { get; private set; }

    /// <summary>Goes to the next field; its value must be read or skipped before the next call.</summary>
    public bool Next()
    {
        if (_position == _message.Length)
            return false;
        _fieldStart = _position;
        (Field, WireType) = ReadTag();
        return true;
    }

    public int ReadInt32() => unchecked((int)ReadVarint());

    public ulong ReadUInt64() => ReadVarint();

    public bool ReadBool() => ReadVarint() != 0;

    public float ReadFloat()
    {
        Expect(ProtobufWireType.Fixed32);
        return BinaryPrimitives.ReadSingleLittleEndian(Take(4));
    }

    /// <summary>A part of the message itself, not a copy.</summary>
    public ReadOnlyMemory<byte> ReadBytes()
    {
        Expect(ProtobufWireType.LengthDelimited);
        int length = TakeDelimited().Length;
        return _memory.Slice(_position - length, length);
    }

    public string ReadString()
    {
        var bytes = ReadBytes().Span;
        try
        {
            return s_strictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw Damaged("a text is not UTF-8");
        }
    }

    /// <summary>
    /// Skips the current field's value and returns the whole field, tag included, so that it can be written back as it was.
    /// </summary>
    public ReadOnlySpan<byte> Skip()
    {
        SkipValue(Field, WireType, MaxGroupDepth);
        return _message[_fieldStart.._position];
    }

    public readonly InvalidDataException Damaged(string reason) =>
        new($"{source} is not a readable SentencePiece model: {reason} (near byte {_position} of a part of {_message.Length}).");

    private void SkipValue(int field, ProtobufWireType wireType, int groupDepth)
    {
        switch (wireType)
        {
            case ProtobufWireType.Varint:
                ReadRawVarint();
                break;
            case ProtobufWireType.Fixed64:
                Take(8);
                break;
            case ProtobufWireType.LengthDelimited:
                TakeDelimited();
                break;
            case ProtobufWireType.StartGroup when groupDepth > 0:
                SkipGroup(field, groupDepth);
                break;
            case ProtobufWireType.Fixed32:
                Take(4);
                break;
            default:
                throw Damaged($"field {field} has the wire type {(int)wireType} where none such can be");
        }
    }

    private void SkipGroup(int field, int depth)
    {
        while (true)
        {
            var (inner, wireType) = ReadTag();
            if (wireType == ProtobufWireType.EndGroup && inner == field)
                return;
            SkipValue(inner, wireType, depth - 1);
        }
    }

    private (int Field, ProtobufWireType WireType) ReadTag()
    {
        ulong tag = ReadRawVarint();
        if (tag >> 3 is 0 or > 0x1FFFFFFF)
            throw Damaged("a field has no valid number");
        return ((int)(tag >> 3), (ProtobufWireType)(tag & 7));
    }

    private ulong ReadVarint()
    {
        Expect(ProtobufWireType.Varint);
        return ReadRawVarint();
    }

    private ulong ReadRawVarint()
    {
        ulong value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            if (_position == _message.Length)
                throw Damaged("it ends in the middle of a number");
            byte next = _message[_position++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
                return value;
        }

        throw Damaged("a number is longer than 10 bytes");
    }

    private ReadOnlySpan<byte> TakeDelimited()
    {
        ulong length = ReadRawVarint();
        if (length > (ulong)(_message.Length - _position))
            throw Damaged($"field {Field} claims {length} bytes where {_message.Length - _position} are left");
        return Take((int)length);
    }

    private ReadOnlySpan<byte> Take(int length)
    {
        if (length > _message.Length - _position)
            throw Damaged($"field {Field} ends too early");
        _position += length;
        return _message.Slice(_position - length, length);
    }

    private readonly void Expect(ProtobufWireType wireType)
    {
        if (WireType != wireType)
            throw Damaged($"field {Field} is stored as {WireType} instead of {wireType}");
    }
}
