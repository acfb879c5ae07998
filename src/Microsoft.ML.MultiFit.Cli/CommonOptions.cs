using System.CommandLine;
using System.Globalization;
using System.Numerics;

namespace MultiFit.Cli;

/// <summary>Options that mean the same in every verb that has them.</summary>
internal static class CommonOptions
{
    /// <summary>The notes of verbs that read text.</summary>
    public const string TextNotes =
        """
        Text is UTF-8, plain or packed (gzip, bzip2, xz); '-' is standard input. A file holds a paragraph a line and a blank line
        between documents; in a file without blank lines each line is a document. Of a tab-separated file whose first line names
        its columns, the text column alone is read. Of a MediaWiki dump (pages-articles.xml) the articles are read as readable
        text; 'multifit corpus' writes the same text to a file, with options for what is kept.
        """;

    /// <summary>The notes of verbs that read labelled documents.</summary>
    public const string LabeledNotes =
        """
        A labelled file is tab-separated UTF-8, plain or packed, without quoting; its first line names the columns, by default 'label'
        and 'text'; '-' is standard input.
        """;

    /// <summary>Refuses anything but whole numbers from a least one on.</summary>
    public static Option<int?> AtLeast(this Option<int?> option, int least) => option.Number($"a whole number of at least {least}", number => number >= least);

    /// <summary>Refuses anything but numbers of its type that are right.</summary>
    /// <param name="option">The option.</param>
    /// <param name="expected">What messages say it must be.</param>
    /// <param name="isRight">Which numbers are right; null for all that are finite.</param>
    public static Option<T?> Number<T>(this Option<T?> option, string expected, Func<T, bool>? isRight = null)
        where T : struct, INumber<T>
    {
        option.CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (T.TryParse(text, CultureInfo.InvariantCulture, out var number) && T.IsFinite(number) && isRight?.Invoke(number) is not false)
                return number;
            result.AddError($"{option.Name} must be {expected}, but is '{text}'.");
            return null;
        };
        return option;
    }

    public static Option<int?> Threads() => new Option<int?>("--threads")
    {
        Description = "Threads to compute with. [default: one per core]",
        HelpName = "N",
    }.AtLeast(1);

    public static Option<string> Device()
    {
        var option = new Option<string>("--device")
        {
            Description = "What trains: the processor, or an NVIDIA GPU if the tensor library is built for it; 'cuda:1' is the second GPU.",
            HelpName = "cpu|cuda",
            DefaultValueFactory = _ => new TrainingOptions().Device,
        };
        option.Validators.Add(result =>
        {
            try
            {
                _ = new LanguageModelTrainer(new LanguageModelOptions { Training = new TrainingOptions { Device = result.GetValueOrDefault<string>() ?? "" } });
            }
            catch (ArgumentException exception)
            {
                result.AddError($"{option.Name}: {ExitCode.FirstLine(exception)}");
            }
        });
        return option;
    }

    public static Option<bool> Quiet() => new("--quiet", "-q") { Description = "No progress on standard error." };

    public static Option<int> Seed() => new("--seed")
    {
        Description = "Same seed, data, threads and machine: same result.",
        HelpName = "N",
        DefaultValueFactory = _ => 0,
    };

    public static Option<string> Preset() => new Option<string>("--preset")
    {
        Description = "Sizes and rates: Small trains on two cores in minutes, Paper is the published method, Ulmfit is the one before it.",
        HelpName = "Small|Paper|Ulmfit",
        DefaultValueFactory = _ => "Small",
    }.OneOf("Small", "Paper", "Ulmfit");

    /// <summary>The preset of that name, in any case.</summary>
    public static MultiFitPreset PresetOf(string name) =>
        name.Equals("Paper", StringComparison.OrdinalIgnoreCase) ? MultiFitPreset.Paper :
        name.Equals("Ulmfit", StringComparison.OrdinalIgnoreCase) ? MultiFitPreset.Ulmfit : MultiFitPreset.Small;

    /// <summary>The preset of that name for a language: its text rules and, of Paper, the vocabulary's share of characters.</summary>
    public static MultiFitPreset PresetOf(string name, string language)
    {
        var preset = PresetOf(name);
        return ReferenceEquals(preset, MultiFitPreset.Paper) ? MultiFitPreset.PaperFor(language) : preset with { TextRules = preset.TextRules with { Language = language } };
    }

    public static Option<string?> Encoder() => new Option<string?>("--encoder")
    {
        Description = "The kind of layers: qrnn as in MultiFiT, lstm as in ULMFiT, which takes longer. [default: the preset's]",
        HelpName = "qrnn|lstm",
    }.OneOf("qrnn", "lstm");

    /// <summary>The kind of layers of that name, in any case; null for no name.</summary>
    public static EncoderKind? EncoderOf(string? name) =>
        name is null ? null : name.Equals("lstm", StringComparison.OrdinalIgnoreCase) ? EncoderKind.Lstm : EncoderKind.Qrnn;

    public static Option<string> Language()
    {
        var option = new Option<string>("--language")
        {
            Description = "The text's language, an ISO 639 code such as de or pt-BR; it decides how words, apostrophes and abbreviations are split.",
            HelpName = "CODE",
            DefaultValueFactory = _ => new TextRules().Language,
        };
        option.Validators.Add(result =>
        {
            try
            {
                new TextRules { Language = result.GetValueOrDefault<string>() ?? "" }.Apply("");
            }
            catch (ArgumentException exception)
            {
                result.AddError($"{option.Name}: {ExitCode.FirstLine(exception)}");
            }
        });
        return option;
    }

    public static Option<int?> Epochs() => new Option<int?>("--epochs")
    {
        Description = "Passes over the data. [default: the preset's]",
        HelpName = "N",
    }.AtLeast(1);

    public static Option<int?> BatchSize() => new Option<int?>("--batch-size")
    {
        Description = "Documents or text streams trained on side by side. [default: the preset's]",
        HelpName = "N",
    }.AtLeast(1);

    public static Option<double?> LearningRate() => new Option<double?>("--learning-rate")
    {
        Description = "Highest learning rate of the cycle. [default: the preset's]",
        HelpName = "RATE",
    }.Number("a positive number", rate => rate > 0);

    public static Option<double?> CheckpointMinutes() => new Option<double?>("--checkpoint-minutes")
    {
        Description = "Time between two checkpoints, which are also made when an epoch ends; 0 for none. [default: 10]",
        HelpName = "MINUTES",
    }.Number("a number from 0 to 10000", minutes => minutes is >= 0 and <= 10_000);

    public static Option<bool> Resume() => new("--resume")
    {
        Description = "Go on from the checkpoint beside the output, if there is one. All else must be as it was; the result is the same as without the interruption.",
    };

    public static Option<string[]> Texts(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "FILE",
        Required = true,
        AllowMultipleArgumentsPerToken = true,
        Arity = ArgumentArity.OneOrMore,
    };

    public static Option<int?> MaximumDocuments() => new Option<int?>("--max-documents")
    {
        Description = "Read no more than the first N documents.",
        HelpName = "N",
    }.AtLeast(1);

    public static Option<string> Boundary() => new("--boundary")
    {
        Description = "What ends a document of plain text: a 'blank' line, every 'line', or a line with some other text. [default: blank if there is one in the first 100,000 lines, else line]",
        HelpName = "blank|line|TEXT",
        DefaultValueFactory = _ => "",
    };

    /// <summary>The boundary of that name; a marker line for other names.</summary>
    public static DocumentBoundary BoundaryOf(string name) => name switch
    {
        "" => DocumentBoundary.Detected,
        "blank" => DocumentBoundary.BlankLine,
        "line" => DocumentBoundary.EveryLine,
        _ => DocumentBoundary.Marker(name),
    };

    public static Option<string> Labeled(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "FILE.tsv",
    };

    public static Option<string> LabelColumn() => new("--label-column")
    {
        Description = "Name of the column with the labels.",
        HelpName = "NAME",
        DefaultValueFactory = _ => LabeledFile.DefaultLabelColumn,
    };

    public static Option<string> TextColumn() => new("--text-column")
    {
        Description = "Name of the column with the texts in a tab-separated file.",
        HelpName = "NAME",
        DefaultValueFactory = _ => LabeledFile.DefaultTextColumn,
    };

    public static Option<string> Model(string helpName, string description) => new("--model") { Description = description, HelpName = helpName, Required = true };

    public static Option<string> BackwardModel() => new("--backward-model")
    {
        Description = "A backward language model (pretrain --backward) to train a second classifier from; both have half a say.",
        HelpName = "LM2.multifit",
    };

    public static Option<string> Output(string helpName, string description) => new("--output") { Description = description, HelpName = helpName, Required = true };

    private static Option<T> OneOf<T>(this Option<T> option, params string[] values)
    {
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is { } value && !values.Contains(value, StringComparer.OrdinalIgnoreCase))
                result.AddError($"{option.Name} must be {string.Join(" or ", values)}.");
        });
        return option;
    }
}
