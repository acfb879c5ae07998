namespace Microsoft.ML.MultiFit.Tests;

/// <summary>
/// Files as LASER's publishers give them out, with random weights. The byte-pair encoding knows the letters <c>a</c> to <c>e</c>, of which the pairs are
/// <c>a b</c>, <c>c d&lt;/w&gt;</c>, <c>ab ab</c> and <c>abab cd&lt;/w&gt;</c>.
/// </summary>
internal sealed record LaserFiles
{
    public static readonly string[] Units = ["a@@", "b@@", "c@@", "d@@", "e@@", "a", "b", "c", "d", "e", "ab@@", "cd", "abab@@", ".", ","];

    public int EmbeddingSize { get; init; } = 6;

    public int HiddenSize { get; init; } = 5;

    public int LayerCount { get; init; } = 3;

    public bool Bidirectional { get; init; } = true;

    public int Seed { get; init; } = 1;

    /// <summary>Rows that no unit has follow those of the units.</summary>
    public int VocabularySize { get; init; } = 4 + Units.Length + 3;

    /// <summary>Arguments of the encoder's constructor besides those above; a text stands for an object of another type.</summary>
    public IReadOnlyList<(string Name, object Value)> Parameters { get; init; } = [("left_pad", true), ("padding_value", 0)];

    public IReadOnlyList<(string Unit, int Id)> Dictionary { get; init; } =
        [("<s>", 0), ("<pad>", 1), ("</s>", 2), ("<unk>", 3), .. Units.Select((unit, i) => (unit, 4 + i))];

    /// <summary>Changes the weights before they are written.</summary>
    public Func<List<(string Name, SavedTensor Tensor)>, List<(string Name, SavedTensor Tensor)>> Change { get; init; } = state => state;

    public static string Codes => "a b 90\nc d</w> 80\nab ab 70\nabab cd</w> 60\n";

    public static string Vocabulary => string.Concat(Units.Select((unit, i) => $"{unit} {100 - i}\n"));

    /// <summary>Torch's weights by torch's names, uniform(−½, ½).</summary>
    public List<(string Name, SavedTensor Tensor)> State()
    {
        var random = new Random(Seed);
        var state = new List<(string, SavedTensor)>();
        void Add(string name, params int[] shape)
        {
            var values = Enumerable.Range(0, shape.Aggregate(1, (product, size) => product * size)).Select(_ => random.NextSingle() - 0.5f);
            state.Add((name, SavedTensor.Of($"{state.Count}", new WeightTensor(shape, [.. values]))));
        }

        Add("embed_tokens.weight", VocabularySize, EmbeddingSize);
        for (int layer = 0; layer < LayerCount; layer++)
        {
            foreach (string suffix in Bidirectional ? new[] { $"l{layer}", $"l{layer}_reverse" } : [$"l{layer}"])
            {
                Add($"lstm.weight_ih_{suffix}", 4 * HiddenSize, layer == 0 ? EmbeddingSize : (Bidirectional ? 2 : 1) * HiddenSize);
                Add($"lstm.weight_hh_{suffix}", 4 * HiddenSize, HiddenSize);
                Add($"lstm.bias_ih_{suffix}", 4 * HiddenSize);
                Add($"lstm.bias_hh_{suffix}", 4 * HiddenSize);
            }
        }

        return state;
    }

    /// <summary>The checkpoint: <c>{"params": …, "model": …, "dictionary": …}</c>.</summary>
    public byte[] Checkpoint()
    {
        var state = Change(State());
        (string, object)[] parameters =
        [
            ("num_embeddings", VocabularySize), ("padding_idx", 1), ("embed_dim", EmbeddingSize), ("hidden_size", HiddenSize),
            ("num_layers", LayerCount), ("bidirectional", Bidirectional), .. Parameters,
        ];
        var pickle = new PickleWriter().Op('}').Put().Op('(').Text("params").Op('}').Put().Op('(');
        foreach (var (name, value) in parameters)
            Value(pickle.Text(name), value);
        pickle.Op('u').Text("model");
        TorchFileWriter.StateDictionary(pickle, state);
        pickle.Text("dictionary").Op('}').Put().Op('(');
        foreach (var (unit, id) in Dictionary)
            pickle.Text(unit).Int(id);
        return TorchFileWriter.Write(state, pickle.Op('u').Op('u').Stop());
    }

    /// <summary>Writes the three files under the publishers' names.</summary>
    /// <returns>The paths of the checkpoint and of the pairs.</returns>
    public (string Checkpoint, string Codes) Write(TemporaryFolder folder)
    {
        File.WriteAllBytes(folder.File("bilstm.pt"), Checkpoint());
        File.WriteAllText(folder.File("langs.fcodes"), Codes);
        File.WriteAllText(folder.File("langs.fvocab"), Vocabulary);
        return (folder.File("bilstm.pt"), folder.File("langs.fcodes"));
    }

    /// <summary>The encoder that these files hold.</summary>
    public LaserEncoder Load()
    {
        using var folder = new TemporaryFolder();
        var (checkpoint, codes) = Write(folder);
        return LaserEncoder.Load(checkpoint, codes);
    }

    private static void Value(PickleWriter pickle, object value)
    {
        switch (value)
        {
            case bool flag: pickle.Raw((byte)(flag ? 0x88 : 0x89)); break;
            case string text: pickle.Text(text); break;
            default: pickle.Int((int)value); break;
        }
    }
}
