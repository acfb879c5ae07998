namespace Microsoft.ML.MultiFit.Tests;

/// <summary>One architecture of every kind, in whatever sizes a test needs.</summary>
internal static class Architectures
{
    private static readonly Dictionary<string, Func<ModelArchitecture, ModelArchitecture>> s_kinds = new()
    {
        ["qrnn"] = sizes => sizes,
        ["qrnn f"] = sizes => sizes with { Pooling = QrnnPooling.F },
        ["qrnn ifo"] = sizes => sizes with { Pooling = QrnnPooling.Ifo },
        ["qrnn windows"] = sizes => sizes with { Windows = [.. Enumerable.Range(0, sizes.LayerCount).Select(layer => layer % 2 == 0 ? 1 : 2)] },
        ["qrnn untied"] = sizes => sizes with { TiedDecoder = false },
        ["qrnn without bias"] = sizes => sizes with { DecoderBias = false },
        ["lstm"] = sizes => sizes with { Encoder = EncoderKind.Lstm },
    };

    public static TheoryData<string> Kinds
    {
        get
        {
            var kinds = new TheoryData<string>();
            foreach (var kind in s_kinds.Keys)
                kinds.Add(kind);
            return kinds;
        }
    }

    public static ModelArchitecture Of(string kind, ModelArchitecture sizes) => s_kinds[kind](sizes);
}
