using System.Globalization;
using Xunit.Abstractions;

namespace Microsoft.ML.MultiFit.Tests;

/// <summary>
/// What Google's command line tools do not print, places in the original text, scores and entropies, as its Python binding gives them (Debian:
/// <c>python3-sentencepiece</c>), where that is installed.
/// </summary>
public sealed class SentencePieceBindingCrossCheckTests(ITestOutputHelper output) : IDisposable
{
    // Of each line the tokens with their places in UTF-16, then the entropy, then the scores of the best segmentations.
    private const string Script = """
        import sys
        lines = sys.stdin.buffer.read().decode("utf-8").split("\n")[:-1]
        try:
            import sentencepiece
        except ImportError:
            print("absent")
            sys.exit()
        processor = sentencepiece.SentencePieceProcessor(model_file=sys.argv[1])
        for line in lines:
            places = [0]
            for character in line:
                places.append(places[-1] + (2 if ord(character) > 0xFFFF else 1))
            pieces = processor.encode(line, out_type="immutable_proto").pieces
            print(" ".join("%d:%d..%d" % (piece.id, places[piece.begin], places[piece.end]) for piece in pieces))
            print(processor.calculate_entropy(line, 0.5))
            print(" ".join(str(best.score) for best in processor.nbest_encode(line, nbest_size=5, out_type="immutable_proto").nbests))
        """;

    private static readonly string[] s_lines =
    [
        "  ab \t \u3000 ba  ", "ﬁ ½ e\u0301 ｶﾞ ａｂ", "😀a👨\u200d👩\u200d👧b", "İıI ß ü u\u0308", "", " \u200b ", "▁a▁", "語語 x y ﷺ", "a\u00ADb\u0001",
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false, true, true, false)]
    [InlineData(false, false, false, false)]
    [InlineData(true, true, true, false)]
    [InlineData(false, true, true, true)]
    public void Places_scores_and_entropies_are_googles(bool spaceAsSuffix, bool addPrefix, bool removeSpaces, bool byteFallback)
    {
        var random = new Random(21);
        var vocabulary = RandomVocabularies.Create(SentencePieceModelType.Unigram, random);
        var bytes = Enumerable.Range(0, 256).Select(value => new SentencePiece($"<0x{value:X2}>", 0, SentencePieceType.Byte));
        var model = new SentencePieceModel(
            byteFallback ? [.. vocabulary.Pieces, .. bytes] : vocabulary.Pieces,
            vocabulary.TrainerSpec with { TreatWhitespaceAsSuffix = spaceAsSuffix, ByteFallback = byteFallback },
            new SentencePieceNormalizerSpec(NormalizationRules.NmtNfkcCaseFolded) { AddDummyPrefix = addPrefix, RemoveExtraWhitespaces = removeSpaces });
        model.Save(_folder.File("m.model"));
        File.WriteAllText(_folder.File("print.py"), Script);
        string[] lines = [.. s_lines, .. RandomVocabularies.Lines(40, 10, random)];
        string input = string.Concat(lines.Select(line => line + "\n"));
        // Debian's interpreter, which has Debian's binding; another one may stand before it in the path.
        if (!File.Exists("/usr/bin/python3") || ExternalTool.Run(output, "/usr/bin/python3", input, _folder.File("print.py"), _folder.File("m.model")) is not { } printed
            || printed.StartsWith("absent", StringComparison.Ordinal))
        {
            output.WriteLine("Skipped: SentencePiece's Python binding is not installed.");
            return;
        }

        var tokenizer = new UnigramTokenizer(model);
        string[] expected = printed.Split('\n');
        Assert.Equal((3 * lines.Length) + 1, expected.Length);
        for (int i = 0; i < lines.Length; i++)
        {
            Assert.Equal(expected[3 * i], string.Join(' ', tokenizer.EncodeToTokensWithOriginalOffsets(lines[i]).Select(token => $"{token.Id}:{token.Offset}")));
            Assert.Equal(Number(expected[(3 * i) + 1]), tokenizer.CalculateEntropy(lines[i], 0.5f), 1e-5);
            var scores = tokenizer.EncodeToNBest(lines[i], 5).Select(segmentation => (double)segmentation.Score);
            Assert.Equal(expected[(3 * i) + 2].Split(' ').Select(Number), scores, (one, other) => Math.Abs(one - other) <= 1e-6 * Math.Abs(one));
        }
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
