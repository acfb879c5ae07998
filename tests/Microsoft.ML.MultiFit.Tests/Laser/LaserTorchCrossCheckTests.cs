using System.Globalization;
using Xunit.Abstractions;

namespace Microsoft.ML.MultiFit.Tests;

/// <summary>PyTorch as the oracle: what it computed once is recorded here, and where it is installed it computes anew, from files of both its formats.</summary>
public sealed class LaserTorchCrossCheckTests(ITestOutputHelper output) : IDisposable
{
    private const float Tolerance = 2e-6f;

    // Builds the encoder of torch's own modules from the parameters, runs the sentences as one batch padded at the end, and takes the largest output over time.
    private const string Script = """
        import sys
        try:
            import torch
        except ImportError:
            print("absent")
            sys.exit()
        source, copy, zipped = sys.argv[1:4]
        sentences = [[int(i) for i in sentence.split(",")] for sentence in sys.argv[4:]]
        saved = torch.load(source)
        torch.save(saved, copy, _use_new_zipfile_serialization=False)
        torch.save(saved, zipped)
        parameters, pad = saved["params"], saved["params"]["padding_idx"]
        embedding = torch.nn.Embedding(parameters["num_embeddings"], parameters["embed_dim"], padding_idx=pad)
        lstm = torch.nn.LSTM(parameters["embed_dim"], parameters["hidden_size"], parameters["num_layers"], bidirectional=parameters["bidirectional"])
        embedding.load_state_dict({"weight": saved["model"]["embed_tokens.weight"]})
        lstm.load_state_dict({name[len("lstm."):]: tensor for name, tensor in saved["model"].items() if name.startswith("lstm.")})
        embedding, lstm = embedding.double().eval(), lstm.double().eval()
        lengths = torch.tensor([len(sentence) for sentence in sentences])
        order = torch.argsort(lengths, descending=True)
        tokens = torch.full((int(lengths.max()), len(sentences)), pad, dtype=torch.long)
        for column, sentence in enumerate(order.tolist()):
            tokens[:len(sentences[sentence]), column] = torch.tensor(sentences[sentence])
        with torch.no_grad():
            packed = torch.nn.utils.rnn.pack_padded_sequence(embedding(tokens), lengths[order])
            outputs, _ = torch.nn.utils.rnn.pad_packed_sequence(lstm(packed)[0])
            outputs.masked_fill_((tokens == pad).unsqueeze(-1), float("-inf"))
            vectors = outputs.max(0)[0]
        for sentence in range(len(sentences)):
            print(" ".join(repr(value.item()) for value in vectors[order.tolist().index(sentence)]))
        """;

    private static readonly int[][] s_sentences = [[4, 5, 6, 7, 8, 9, 10, 3, 11, 2], [2], [14, 14, 3, 2], [20, 21, 0, 19, 18, 17, 2]];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Computes_what_torch_has_computed()
    {
        // PyTorch 1.13.1, each sentence alone.
        float[][] recorded =
        [
            [-0.1340325f, 0.0543348f, 0.0734156f, -0.1015501f, 0.3465134f, -0.0548908f],
            [-0.1370525f, 0.0301329f, -0.0216734f, -0.1032397f, 0.1264784f, -0.0476366f],
            [-0.1340655f, 0.0531731f, 0.0346317f, -0.1021192f, 0.2925613f, -0.0544109f],
            [-0.1340948f, 0.0548414f, 0.0613030f, -0.1020223f, 0.3348392f, -0.0551065f],
        ];
        var encoder = new LaserFiles { EmbeddingSize = 4, HiddenSize = 3, LayerCount = 5 }.Load();
        var vectors = new PackedLaserEncoder(encoder.Architecture, encoder.Weights).Embed(s_sentences, 1, default);
        for (int i = 0; i < recorded.Length; i++)
            Assert.Equal(recorded[i], vectors[i], (left, right) => Math.Abs(left - right) < Tolerance);
    }

    [Theory]
    [InlineData(4, 3, 5, true)]
    [InlineData(10, 24, 2, true)]
    [InlineData(10, 8, 2, false)]
    public void Computes_what_torch_computes(int embeddingSize, int hiddenSize, int layerCount, bool bidirectional)
    {
        var files = new LaserFiles { EmbeddingSize = embeddingSize, HiddenSize = hiddenSize, LayerCount = layerCount, Bidirectional = bidirectional };
        var (_, codes) = files.Write(_folder);
        string Path(string name) => _folder.File(name);
        File.WriteAllText(Path("check.py"), Script);
        // Debian's interpreter, which has Debian's torch; another one may stand before it in the path.
        var sentences = s_sentences.Select(sentence => string.Join(',', sentence));
        string[] arguments = [Path("check.py"), Path("bilstm.pt"), Path("copied.pt"), Path("zipped.pt"), .. sentences];
        if (!File.Exists("/usr/bin/python3") || ExternalTool.Run(output, "/usr/bin/python3", "", arguments) is not { } printed
            || printed.StartsWith("absent", StringComparison.Ordinal))
        {
            output.WriteLine("Skipped: PyTorch is not installed.");
            return;
        }

        float[][] expected = [.. printed.Trim().Split('\n').Select(line => Array.ConvertAll(line.Split(' '), number => float.Parse(number, CultureInfo.InvariantCulture)))];
        foreach (string file in (string[])["bilstm.pt", "copied.pt", "zipped.pt"])
        {
            var encoder = LaserEncoder.Load(Path(file), codes);
            var vectors = new PackedLaserEncoder(encoder.Architecture, encoder.Weights).Embed(s_sentences, 2, default);
            for (int i = 0; i < expected.Length; i++)
                Assert.Equal(expected[i], vectors[i], (left, right) => Math.Abs(left - right) < Tolerance);
        }
    }
}
