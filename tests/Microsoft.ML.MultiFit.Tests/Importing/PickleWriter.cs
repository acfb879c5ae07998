using System.Buffers.Binary;
using System.Text;

namespace Microsoft.ML.MultiFit.Tests;

/// <summary>Writes pickles of protocol 2 operation by operation, as Python's <c>pickle</c> module does, memo included.</summary>
internal sealed class PickleWriter
{
    private readonly MemoryStream _bytes = new();
    private readonly Dictionary<string, int> _memo = [];
    private int _remembered;

    public PickleWriter(byte protocol = 2) => Raw(0x80, protocol);

    public PickleWriter Raw(params byte[] bytes)
    {
        _bytes.Write(bytes);
        return this;
    }

    public PickleWriter Op(char operation) => Raw((byte)operation);

    /// <summary>Remembers what was written last, under a name of ours if it is to be recalled.</summary>
    public PickleWriter Put(string? name = null)
    {
        if (name is not null)
            _memo[name] = _remembered;
        return Index('q', 'r', _remembered++);
    }

    public PickleWriter Get(string name) => Index('h', 'j', _memo[name]);

    /// <summary>A text; one with a name is written once and recalled afterwards, as Python does with one string object.</summary>
    public PickleWriter Text(string text, string? name = null)
    {
        if (name is not null && _memo.ContainsKey(name))
            return Get(name);
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        return Op('X').Int32(utf8.Length).Raw(utf8).Put(name);
    }

    public PickleWriter Global(string module, string name)
    {
        string key = $"{module} {name}";
        return _memo.ContainsKey(key) ? Get(key) : Op('c').Raw(Encoding.UTF8.GetBytes($"{module}\n{name}\n")).Put(key);
    }

    public PickleWriter Int(long value) => value switch
    {
        >= 0 and < 256 => Op('K').Raw((byte)value),
        >= 0 and < 65536 => Op('M').Raw((byte)value, (byte)(value >> 8)),
        _ => Op('J').Int32((int)value),
    };

    public PickleWriter Int32(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        return Raw(bytes);
    }

    /// <summary>A tuple of numbers with the operation its length asks for.</summary>
    public PickleWriter Ints(params IReadOnlyList<int> values)
    {
        if (values.Count == 0)
            return Op(')');
        if (values.Count > 3)
            Op('(');
        foreach (int value in values)
            Int(value);
        return (values.Count > 3 ? Op('t') : Raw((byte)(0x84 + values.Count))).Put();
    }

    public PickleWriter OrderedDictionary() => Global("collections", "OrderedDict").Op(')').Op('R').Put();

    public byte[] Stop()
    {
        Op('.');
        return _bytes.ToArray();
    }

    private PickleWriter Index(char shortForm, char longForm, int index) => index < 256 ? Op(shortForm).Raw((byte)index) : Op(longForm).Int32(index);
}
