using System.Globalization;
using Xunit.Abstractions;

namespace Microsoft.ML.MultiFit.Tests;

/// <summary>PyTorch itself as the oracle, where it is installed: it must read what the tests write, and compute what the imported model computes.</summary>
public sealed class TorchCrossCheckTests(ITestOutputHelper output) : IDisposable
{
    // Reads the file, saves it again in the old format, and runs the language model step by step as section "QRNN cell" of the method has it.
    private const string Script = """
        import collections, math, sys
        try:
            import torch
        except ImportError:
            print("absent")
            sys.exit()
        source, copy, zipped, ids = sys.argv[1], sys.argv[2], sys.argv[3], [int(i) for i in sys.argv[4].split(",")]
        state = torch.load(source)
        torch.save(collections.OrderedDict(state), copy, _use_new_zipfile_serialization=False)
        torch.save({"model": state, "opt": {"state": {3: {"step": 1, "exp_avg": torch.ones(2)}}}}, zipped)
        state = {name: tensor.double() for name, tensor in state.items()}
        embedding, bias = state["0.encoder.weight"], state["1.decoder.bias"]
        outputs = [embedding[i] for i in ids]
        layer = 0
        while "0.rnns.%d.linear.weight_raw" % layer in state:
            weight, b = state["0.rnns.%d.linear.weight_raw" % layer], state["0.rnns.%d.linear.module.bias" % layer]
            width, previous, c, inputs, outputs = weight.shape[0] // 3, torch.zeros_like(outputs[0]), 0.0, outputs, []
            for x in inputs:
                s = torch.cat([x, previous]) if weight.shape[1] == 2 * len(x) else x
                z, f, o = (weight @ s + b).split(width)
                c = torch.sigmoid(f) * torch.tanh(z) + (1 - torch.sigmoid(f)) * c
                outputs.append(torch.sigmoid(o) * c)
                previous = x
            layer += 1
        while "0.rnns.%d.weight_hh_l0_raw" % layer in state:
            part = "0.rnns.%d.module." % layer
            w, u = state[part + "weight_ih_l0"], state["0.rnns.%d.weight_hh_l0_raw" % layer]
            b, h, c, inputs, outputs = state[part + "bias_ih_l0"] + state[part + "bias_hh_l0"], torch.zeros(u.shape[1]).double(), 0.0, outputs, []
            for x in inputs:
                i, f, g, o = (w @ x + u @ h + b).split(u.shape[1])
                c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
                h = torch.sigmoid(o) * torch.tanh(c)
                outputs.append(h)
            layer += 1
        stacked = torch.stack(outputs)
        losses = [-torch.log_softmax(embedding @ h + bias, 0)[target].item() for h, target in zip(outputs, ids[1:])]
        print(math.exp(sum(losses) / len(losses)))
        print(" ".join(repr(v.item()) for v in torch.cat([stacked[-1], stacked.max(0)[0], stacked.mean(0)])))
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(EncoderKind.Qrnn, 2)]
    [InlineData(EncoderKind.Qrnn, 1)]
    [InlineData(EncoderKind.Lstm, 1)]
    public void An_imported_model_computes_what_torch_computes(EncoderKind encoder, int window)
    {
        var model = RandomModels.LanguageModel(RandomModels.Architecture with { Encoder = encoder, FirstLayerWindow = window }, seed: 8);
        var vocabulary = FastaiModels.PaperVocabulary(model.Architecture.VocabularySize);
        vocabulary.Save(_folder.File("spm.model"));
        File.WriteAllBytes(_folder.File("itos.pkl"), TorchFileWriter.List(vocabulary.Pieces.Select(piece => piece.Piece)));
        File.WriteAllBytes(_folder.File("written.pth"), TorchFileWriter.Write(FastaiModels.LanguageModel(model)));
        var document = RandomModels.Document(30, model.Architecture.VocabularySize, seed: 4);
        File.WriteAllText(_folder.File("check.py"), Script);
        // Debian's interpreter, which has Debian's torch; another one may stand before it in the path.
        if (!File.Exists("/usr/bin/python3") || ExternalTool.Run(
            output, "/usr/bin/python3", "", _folder.File("check.py"), _folder.File("written.pth"), _folder.File("copied.pth"), _folder.File("zipped.pth"), string.Join(',', document)) is not { } printed
            || printed.StartsWith("absent", StringComparison.Ordinal))
        {
            output.WriteLine("Skipped: PyTorch is not installed.");
            return;
        }

        string[] lines = printed.Trim().Split('\n');
        double[] pooled = [.. lines[1].Split(' ').Select(number => double.Parse(number, CultureInfo.InvariantCulture))];
        double perplexity = double.Parse(lines[0], CultureInfo.InvariantCulture);
        foreach (string file in (string[])["written.pth", "copied.pth", "zipped.pth"])
        {
            var imported = FastaiImporter.Import(FastaiFiles.Of(_folder.File(file))).LanguageModel;
            foreach (var name in model.Weights.Names)
                Assert.Equal(model.Weights[name].Values, imported.Weights[name].Values, (left, right) => Math.Abs(left - right) < 1e-6f);
            var scorer = new LanguageModelScorer(imported);
            Assert.Equal(pooled, scorer.Pool([document])[0].Select(value => (double)value), (left, right) => Math.Abs(left - right) < 1e-5);
            Assert.Equal(perplexity, scorer.Perplexity([document])[0], 1e-4 * perplexity);
        }
    }
}
