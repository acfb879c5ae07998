using Xunit.Abstractions;

namespace Microsoft.ML.MultiFit.Tests;

/// <summary>
/// The programs that LASER's scripts call as oracles, where the environment says where they are: <c>MOSES_SCRIPTS</c> is the folder <c>scripts/tokenizer</c> of
/// Moses 4.0, <c>FASTBPE</c> the program <c>fast</c> of fastBPE.
/// </summary>
public sealed class LaserToolsCrossCheckTests(ITestOutputHelper output) : IDisposable
{
    private const int LineCount = 3_000;

    private static readonly string[] s_languages = ["de", "es", "fr", "ha", "ig", "it", "ja", "ru", "sw", "yo", "zh"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Words_are_those_of_moses_but_for_abbreviations()
    {
        if (Tool("MOSES_SCRIPTS") is not { } scripts || SharedFiles.Find("data/parallel/en-de.tsv.gz", output) is null)
            return;
        foreach (string language in s_languages.Prepend("en"))
        {
            string[] lines = Lines(language);
            string printable = Perl("remove-non-printing-char.perl", string.Concat(lines.Select(line => line + "\n")));
            string normalized = Perl("normalize-punctuation.perl", printable, "-l", language);
            var expectedNormalized = printable.TrimEnd('\n').Split('\n').Select(line => PunctuationNormalizer.Normalize(line, language));
            Assert.Equal(normalized.TrimEnd('\n').Split('\n'), expectedNormalized);

            var text = new LaserText(new LaserOptions { Language = language });
            string[] words = [.. lines.Select(line => string.Join(' ', text.Words(line)))];
            string tokenized = Perl("tokenizer.perl", Perl("deescape-special-chars.perl", normalized), "-q", "-no-escape", "-l", language);
            string[] expected = [.. tokenized.TrimEnd('\n').Split('\n').Select(line => string.Join(' ', line.ToLowerInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries)))];
            int different = words.Zip(expected).Count(pair => pair.First != pair.Second);
            output.WriteLine($"{language}: {different} of {lines.Length} lines differ");
            Assert.Equal(expected.Select(WithoutSpaceBeforePeriods), words.Select(WithoutSpaceBeforePeriods));
            Assert.InRange(different, 0, LineCount / 100);
        }

        string Perl(string script, string input, params string[] arguments) =>
            ExternalTool.Run(output, "perl", input, [Path.Combine(scripts, script), .. arguments])!;
    }

    [Fact]
    public void Units_are_those_of_fast_bpe()
    {
        if (Tool("FASTBPE") is not { } program || SharedFiles.Find("data/parallel/en-de.tsv.gz", output) is null)
            return;
        string[] lines = [.. s_languages.SelectMany(language =>
        {
            var text = new LaserText(new LaserOptions { Language = language });
            return Lines(language).Select(line => string.Join(' ', text.Words(line)));
        })];
        File.WriteAllText(_folder.File("text"), string.Concat(lines.Select(line => line + "\n")));
        File.WriteAllText(_folder.File("codes"), ExternalTool.Run(output, program, "", "learnbpe", "3000", _folder.File("text")));
        ExternalTool.Run(output, program, "", "applybpe", _folder.File("all"), _folder.File("text"), _folder.File("codes"));
        // Without the rarest units some words have to be split back.
        string[] units = ExternalTool.Run(output, program, "", "getvocab", _folder.File("all"))!.TrimEnd('\n').Split('\n');
        File.WriteAllLines(_folder.File("units"), units.Take(units.Length * 3 / 4));
        ExternalTool.Run(output, program, "", "applybpe", _folder.File("expected"), _folder.File("text"), _folder.File("codes"), _folder.File("units"));

        var bpe = FastBpe.Read(NamedContent.OfFile(_folder.File("codes")), NamedContent.OfFile(_folder.File("units")));
        var expected = File.ReadAllText(_folder.File("expected")).TrimEnd('\n').Split('\n').Select(line => line.TrimEnd());
        Assert.Equal(expected, lines.Select(line => Encode(bpe, line)));
        output.WriteLine($"{lines.Length} lines are equal");
    }

    private static string Encode(FastBpe bpe, string line)
    {
        var units = new List<string>();
        foreach (string word in line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            bpe.Encode(word, units);
        return string.Join(' ', units);
    }

    private static string WithoutSpaceBeforePeriods(string line) => line.Replace(" .", ".", StringComparison.Ordinal);

    private string? Tool(string variable)
    {
        string? path = Environment.GetEnvironmentVariable(variable);
        if (path is null)
            output.WriteLine($"Skipped: {variable} does not say where it is.");
        return path;
    }

    private string[] Lines(string language)
    {
        string file = SharedFiles.Find($"data/parallel/en-{(language == "en" ? "de" : language)}.tsv.gz", output)!;
        return [.. SharedFiles.ReadGzipLines(file).Skip(1).Take(LineCount).Select(line => line.Split('\t')[language == "en" ? 1 : 2])];
    }
}
