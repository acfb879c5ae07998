using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace Microsoft.ML.MultiFit;

/// <summary>
/// Reads a Python pickle as data. A pickle is a program for a small stack machine, and Python's own reader lets it call anything; this one
/// knows the operations that build numbers, texts, lists, tuples and dictionaries, and calls only the functions it is given. Everything else is an
/// <see cref="InvalidDataException"/> that names it.
/// </summary>
/// <remarks>
/// Results: <see cref="string"/>, <see cref="long"/>, <see cref="BigInteger"/> beyond it, <see cref="double"/>, <see cref="bool"/>, null, byte arrays,
/// <c>List&lt;object?&gt;</c> for a list, <c>object?[]</c> for a tuple, <see cref="PickleDictionary"/>, and whatever the given functions return.
/// The result may contain itself. Memory is bounded by the bytes that are really there and by the limits below.
/// </remarks>
/// <param name="stream">Read byte by byte, so it should be buffered; left behind the pickle's last byte.</param>
/// <param name="globals">What the pickle may name, by <c>module.name</c>: a <see cref="PickleFunction"/>, or a value.</param>
/// <param name="loadPersistent">Resolves references to what is stored outside the pickle; null allows none.</param>
internal sealed class PickleReader(Stream stream, IReadOnlyDictionary<string, object> globals, Func<object?, object>? loadPersistent = null)
{
    // Two million texts with their memo, the largest vocabulary that makes sense, stay below both.
    private const int MaxOperations = 4_000_000;
    private const int MaxBytes = 128 << 20;

    // Real pickles nest a handful of levels.
    private const int MaxDepth = 1_000;
    private const int MaxNameLength = 200;

    private static readonly Dictionary<string, object> s_nothing = [];
    private static readonly UTF8Encoding s_strictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly List<object?> _stack = [];
    private readonly List<int> _marks = [];
    private readonly List<object?> _memo = [];
    private int _position;

    /// <summary>Reads a pickle of plain data, which names nothing.</summary>
    /// <exception cref="InvalidDataException">It is damaged, too large, or more than data.</exception>
    public static object? ReadPlain(Stream stream) => new PickleReader(stream, s_nothing).Read();

    /// <summary>Reads one pickle.</summary>
    /// <exception cref="InvalidDataException">It is damaged, too large, or wants something that is not allowed.</exception>
    public object? Read()
    {
        if (ReadByte() != (byte)PickleOpcode.Protocol || ReadByte() is < 2 or > 5)
            throw Damaged("it does not begin as one of protocol 2 or later");
        for (int i = 0; i < MaxOperations; i++)
        {
            var opcode = (PickleOpcode)ReadByte();
            if (opcode == PickleOpcode.Stop)
                return Pop();
            Execute(opcode);
        }

        throw Damaged($"it has more than {MaxOperations} operations");
    }

    private void Execute(PickleOpcode opcode)
    {
        switch (opcode)
        {
            case PickleOpcode.Frame: ReadSpan(8); break;
            case PickleOpcode.Mark: Mark(); break;
            case PickleOpcode.Pop: Pop(); break;
            case PickleOpcode.PopMark: PopToMark(); break;
            case PickleOpcode.None: _stack.Add(null); break;
            case PickleOpcode.NewTrue: _stack.Add(true); break;
            case PickleOpcode.NewFalse: _stack.Add(false); break;
            case PickleOpcode.BinInt: _stack.Add((long)BinaryPrimitives.ReadInt32LittleEndian(ReadSpan(4))); break;
            case PickleOpcode.BinInt1: _stack.Add((long)ReadByte()); break;
            case PickleOpcode.BinInt2: _stack.Add((long)BinaryPrimitives.ReadUInt16LittleEndian(ReadSpan(2))); break;
            case PickleOpcode.Long1: _stack.Add(Integer(ReadSpan(ReadByte()))); break;
            case PickleOpcode.BinFloat: _stack.Add(BinaryPrimitives.ReadDoubleBigEndian(ReadSpan(8))); break;
            case PickleOpcode.ShortBinBytes: _stack.Add(ReadSpan(ReadByte())); break;
            case PickleOpcode.BinBytes: _stack.Add(ReadSpan(ReadUInt32())); break;
            case PickleOpcode.ShortBinUnicode: _stack.Add(ReadText(ReadByte())); break;
            case PickleOpcode.BinUnicode: _stack.Add(ReadText(ReadUInt32())); break;
            case PickleOpcode.BinUnicode8: _stack.Add(ReadText(BinaryPrimitives.ReadUInt64LittleEndian(ReadSpan(8)))); break;
            case PickleOpcode.EmptyList: _stack.Add(new List<object?>()); break;
            case PickleOpcode.List: _stack.Add(PopToMark().ToList()); break;
            case PickleOpcode.Append: Append([Pop()]); break;
            case PickleOpcode.Appends: Append(PopToMark()); break;
            case PickleOpcode.EmptyTuple: _stack.Add(Array.Empty<object?>()); break;
            case PickleOpcode.Tuple: _stack.Add(PopToMark()); break;
            case PickleOpcode.Tuple1: _stack.Add(Pop(1)); break;
            case PickleOpcode.Tuple2: _stack.Add(Pop(2)); break;
            case PickleOpcode.Tuple3: _stack.Add(Pop(3)); break;
            case PickleOpcode.EmptyDict: _stack.Add(new PickleDictionary()); break;
            case PickleOpcode.Dict: MakeDictionary(); break;
            case PickleOpcode.SetItem: SetItems(Pop(2)); break;
            case PickleOpcode.SetItems: SetItems(PopToMark()); break;
            case PickleOpcode.BinPut: Remember(ReadByte()); break;
            case PickleOpcode.LongBinPut: Remember(ReadUInt32()); break;
            case PickleOpcode.Memoize: Remember((uint)_memo.Count); break;
            case PickleOpcode.BinGet: _stack.Add(Recall(ReadByte())); break;
            case PickleOpcode.LongBinGet: _stack.Add(Recall(ReadUInt32())); break;
            case PickleOpcode.Global: _stack.Add(Named(ReadLine(), ReadLine())); break;
            case PickleOpcode.StackGlobal: PushStackGlobal(); break;
            case PickleOpcode.Reduce: Call(); break;
            case PickleOpcode.Build: Build(); break;
            case PickleOpcode.BinPersistentId: PushPersistent(); break;
            default: throw Damaged($"operation 0x{(byte)opcode:x2} is none that plain data need");
        }
    }

    private static object Integer(byte[] littleEndian)
    {
        var value = new BigInteger(littleEndian);
        return value >= long.MinValue && value <= long.MaxValue ? (long)value : value;
    }

    private void Mark()
    {
        if (_marks.Count == MaxDepth)
            throw Damaged($"it nests deeper than {MaxDepth} levels");
        _marks.Add(_stack.Count);
    }

    private void Append(object?[] items) => Top<List<object?>>("list").AddRange(items);

    private void MakeDictionary()
    {
        var items = PopToMark();
        _stack.Add(new PickleDictionary());
        SetItems(items);
    }

    private void SetItems(object?[] items)
    {
        if (items.Length % 2 != 0)
            throw Damaged("a dictionary has a key without a value");
        var dictionary = Top<PickleDictionary>("dictionary");
        for (int i = 0; i < items.Length; i += 2)
            dictionary.Set(items[i], items[i + 1]);
    }

    private void PushStackGlobal()
    {
        var names = Pop(2);
        _stack.Add(names is [string module, string name] ? Named(module, name) : throw Damaged("a name is not text"));
    }

    private object Named(string module, string name) => globals.TryGetValue($"{module}.{name}", out var value)
        ? value
        : throw new InvalidDataException($"The pickle names '{Printable(module)}.{Printable(name)}', which is not among what it may use. Nothing was executed.");

    private void Call()
    {
        var call = Pop(2);
        if (call is not [PickleFunction function, object?[] arguments])
            throw Damaged("it calls something that is not a function");
        _stack.Add(function.Call(arguments));
    }

    // Attributes that were set on an ordered dictionary; torch keeps version numbers there.
    private void Build()
    {
        Pop();
        Top<PickleDictionary>("dictionary");
    }

    private void PushPersistent()
    {
        var id = Pop();
        _stack.Add(loadPersistent is null ? throw Damaged("it refers to something outside itself") : loadPersistent(id));
    }

    private void Remember(uint index)
    {
        if (index >= MaxOperations)
            throw Damaged($"it remembers more than {MaxOperations} things");
        object? value = _stack.Count > Floor ? _stack[^1] : throw Damaged("it remembers nothing");
        while (_memo.Count <= index)
            _memo.Add(null);
        _memo[(int)index] = value;
    }

    private object? Recall(uint index) => index < _memo.Count ? _memo[(int)index] : throw Damaged("it recalls what it never remembered");

    private int Floor => _marks.Count > 0 ? _marks[^1] : 0;

    private T Top<T>(string kind)
        where T : class =>
        (_stack.Count > Floor ? _stack[^1] as T : null) ?? throw Damaged($"it fills something that is no {kind}");

    private object? Pop() => Pop(1)[0];

    private object?[] Pop(int count)
    {
        if (_stack.Count - Floor < count)
            throw Damaged("it takes more from its stack than is there");
        object?[] items = [.. _stack[^count..]];
        _stack.RemoveRange(_stack.Count - count, count);
        return items;
    }

    private object?[] PopToMark()
    {
        if (_marks.Count == 0)
            throw Damaged("it ends a group that it never began");
        var items = Pop(_stack.Count - Floor);
        _marks.RemoveAt(_marks.Count - 1);
        return items;
    }

    private byte ReadByte()
    {
        int value = stream.ReadByte();
        if (value < 0)
            throw Damaged("it is cut off");
        Count(1);
        return (byte)value;
    }

    private uint ReadUInt32() => BinaryPrimitives.ReadUInt32LittleEndian(ReadSpan(4));

    private byte[] ReadSpan(ulong length)
    {
        Count(length);
        try
        {
            return GrowingArray.Read<byte>(stream, (int)length);
        }
        catch (EndOfStreamException)
        {
            throw Damaged("it is cut off");
        }
    }

    private void Count(ulong length)
    {
        if (length > (ulong)(MaxBytes - _position))
            throw Damaged($"it is longer than {MaxBytes >> 20} MB");
        _position += (int)length;
    }

    private string ReadText(ulong length)
    {
        try
        {
            return s_strictUtf8.GetString(ReadSpan(length));
        }
        catch (DecoderFallbackException)
        {
            throw Damaged("a text is not UTF-8");
        }
    }

    private string ReadLine()
    {
        var line = new StringBuilder();
        for (byte next; (next = ReadByte()) != (byte)'\n';)
        {
            if (line.Length == MaxNameLength)
                throw Damaged("a name is too long");
            line.Append((char)next);
        }

        return line.ToString();
    }

    private static string Printable(string name) => string.Concat(name.Take(MaxNameLength).Select(c => char.IsControl(c) ? '?' : c));

    private InvalidDataException Damaged(string reason) => new($"The pickle cannot be read: {reason} (near its byte {_position}).");
}
