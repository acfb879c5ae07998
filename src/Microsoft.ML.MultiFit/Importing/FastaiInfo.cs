using System.Text.Json;

namespace Microsoft.ML.MultiFit;

/// <summary>
/// What <c>info.json</c> or <c>pretraining.json</c> says about a model. Nothing is computed from it but the language; where it contradicts the weights, the
/// weights are right and the user is told.
/// </summary>
internal sealed class FastaiInfo
{
    private const int LongestFile = 4 << 20;

    private readonly Dictionary<string, JsonElement> _members;

    private FastaiInfo(Dictionary<string, JsonElement> members) => _members = members;

    /// <summary>The language, if it says one.</summary>
    public string? Language => Text("lang", "language");

    /// <summary>The kind of tokenizer: <c>sp</c> or <c>fsp</c> pieces, <c>v</c> Moses words, <c>vf</c> Moses words by fastai's rules, <c>f</c> spaCy words.</summary>
    public string? Tokenizer => Text("tokenizer");

    /// <summary>Nothing is known.</summary>
    public static FastaiInfo None { get; } = new([]);

    /// <summary>Reads the file.</summary>
    /// <exception cref="InvalidDataException">It is not a JSON object.</exception>
    public static FastaiInfo Read(Func<Stream> open)
    {
        using var stream = open();
        var buffer = new byte[LongestFile + 1];
        int length = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        if (length > LongestFile)
            throw new InvalidDataException($"it is longer than {LongestFile} bytes.");
        try
        {
            using var document = JsonDocument.Parse(buffer.AsMemory(0, length), new JsonDocumentOptions { MaxDepth = 64 });
            var members = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
            foreach (var member in document.RootElement.EnumerateObject())
                members[member.Name] = member.Value.Clone();
            return new FastaiInfo(members);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new InvalidDataException($"it is not a JSON object: {exception.Message}", exception);
        }
    }

    /// <summary>Where it contradicts the weights, in words.</summary>
    public IEnumerable<string> Contradictions(ModelArchitecture architecture)
    {
        (string[] Names, int Actual, string What)[] numbers =
        [
            (["emb_sz"], architecture.EmbeddingSize, "embedding"),
            (["nh", "n_hid"], architecture.HiddenSize, "hidden width"),
            (["nl", "n_layers"], architecture.LayerCount, "number of layers"),
        ];
        foreach (var (names, actual, what) in numbers)
        {
            foreach (string name in names)
            {
                if (_members.TryGetValue(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int said) && said != actual)
                    yield return $"the description says {name} {said}, but the weights' {what} is {actual}";
            }
        }
    }

    private string? Text(params string[] names) => names
        .Select(name => _members.TryGetValue(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null)
        .FirstOrDefault(text => !string.IsNullOrEmpty(text));
}
