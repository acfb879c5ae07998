using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Microsoft.ML.MultiFit;

/// <summary>
/// What decides the result of a training run: every option by name, and the contents of data and starting weights by their hashes. A checkpoint belongs to
/// runs of equal identity alone.
/// </summary>
internal sealed class RunIdentity
{
    private static readonly JsonSerializerOptions s_json = new()
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter() },
    };

    private readonly SortedDictionary<string, string> _facts = new(StringComparer.Ordinal);

    /// <summary>The facts by name.</summary>
    public IReadOnlyDictionary<string, string> Facts => _facts;

    /// <summary>Adds every property of a record of options, and of the records inside it.</summary>
    public RunIdentity With<T>(string prefix, T options)
    {
        Flatten(prefix, JsonSerializer.SerializeToElement(options, s_json));
        return this;
    }

    /// <summary>Adds documents with their classes, distributions and weights.</summary>
    public RunIdentity With(string name, LabeledCorpus? corpus) => WithHash(name, corpus, (hash, documents) =>
    {
        Append(hash, documents.Tokens);
        hash.AppendData(MemoryMarshal.AsBytes(documents.Labels.AsSpan()));
        hash.AppendData(MemoryMarshal.AsBytes(documents.Weights.AsSpan()));
        foreach (var distribution in documents.Distributions ?? [])
            hash.AppendData(MemoryMarshal.AsBytes((distribution?.ToArray() ?? []).AsSpan()));
    });

    /// <summary>Adds documents.</summary>
    public RunIdentity With(string name, TokenCorpus? corpus) => WithHash(name, corpus, Append);

    /// <summary>Adds weights.</summary>
    public RunIdentity With(string name, WeightSet weights) => WithHash(name, weights, (hash, tensors) =>
    {
        foreach (var tensor in tensors.Names.Order(StringComparer.Ordinal))
        {
            hash.AppendData(JsonSerializer.SerializeToUtf8Bytes((object[])[tensor, tensors[tensor].Shape]));
            hash.AppendData(MemoryMarshal.AsBytes(tensors[tensor].Values.AsSpan()));
        }
    });

    /// <summary>How this run differs from the one of a checkpoint, a phrase each; empty when it is the same.</summary>
    public IEnumerable<string> DifferencesFrom(IReadOnlyDictionary<string, string> saved)
    {
        foreach (var name in _facts.Keys.Union(saved.Keys).Order(StringComparer.Ordinal))
        {
            var now = _facts.GetValueOrDefault(name, "none");
            var then = saved.GetValueOrDefault(name, "none");
            if (now != then)
                yield return $"{name} was {then} and is {now}";
        }
    }

    private RunIdentity WithHash<T>(string name, T? content, Action<IncrementalHash, T> append)
        where T : class
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        if (content is not null)
            append(hash, content);
        _facts[name] = content is null ? "none" : Convert.ToHexStringLower(hash.GetCurrentHash())[..16];
        return this;
    }

    private static void Append(IncrementalHash hash, TokenCorpus corpus)
    {
        for (int document = 0; document < corpus.DocumentCount; document++)
        {
            int length = corpus.Length(document);
            hash.AppendData(MemoryMarshal.AsBytes(new ReadOnlySpan<int>(in length)));
            hash.AppendData(MemoryMarshal.AsBytes(corpus[document]));
        }
    }

    private void Flatten(string name, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var property in value.EnumerateObject())
                    Flatten(name.Length == 0 ? property.Name : $"{name}.{property.Name}", property.Value);
                break;
            case JsonValueKind.Array:
                int index = 0;
                foreach (var element in value.EnumerateArray())
                    Flatten($"{name}[{index++}]", element);
                break;
            case JsonValueKind.Null:
                break;
            default:
                _facts[name] = value.ToString();
                break;
        }
    }
}
