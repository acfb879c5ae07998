using System.CommandLine;
using System.Globalization;
using Microsoft.ML.Tokenizers;

namespace MultiFit.Cli.Verbs;

/// <summary><c>multifit tokenizer encode</c>: lines of text → lines of pieces.</summary>
internal static class TokenizerEncodeVerb
{
    private const int DefaultNBestSize = 10;
    private const double DefaultAlpha = 0.5;

    public static Command Create(Terminal terminal)
    {
        var model = CommonOptions.Model("M.model", "The vocabulary, a SentencePiece model.");
        var format = new Option<string>("--output-format")
        {
            Description = "Numbers of the pieces, or the pieces themselves; of the best segmentation, of the n best ones (a line each), or of one that is drawn.",
            HelpName = "id|piece|nbest_id|nbest_piece|sample_id|sample_piece",
            DefaultValueFactory = _ => "piece",
        };
        format.AcceptOnlyFromAmong("id", "piece", "nbest_id", "nbest_piece", "sample_id", "sample_piece");
        var steps = SequenceSteps.Option(
            "Steps that follow, in the order given: bos and eos add the pieces around a sentence, reverse turns it round, unk writes the unknown piece for "
                + "unknown text.");
        var count = new Option<int?>("--nbest-size")
        {
            Description = $"How many segmentations nbest writes, at most; of how many best ones sample draws, -1 for all there are. [default: {DefaultNBestSize}]",
            HelpName = "N",
        }.Number("a whole number");
        var alpha = new Option<double?>("--alpha")
        {
            Description = "For sample, how much the model's scores count: 0 draws all alike, 1 as the model has it; with byte pair encoding, the chance that a "
                + FormattableString.Invariant($"merge is left out. [default: {DefaultAlpha}]"),
            HelpName = "NUMBER",
        }.Number("a number");
        var seed = CommonOptions.Seed();
        seed.Description = "For sample: same seed and lines, same segmentations.";
        seed.Aliases.Add("--random-seed");
        var threads = CommonOptions.Threads();
        var verb = new Verb(
            "encode",
            "Cuts each line of standard input into pieces, written as a line each. The text is taken as it is: no text rules are applied.",
            null,
            "echo 'Ein kurzer Satz.' | multifit tokenizer encode --model de.model --output-format piece",
            "multifit tokenizer encode --model de.model --output-format id --extra-options bos:eos < de.txt > de.ids",
            "multifit tokenizer encode --model de.model --output-format sample_piece --nbest-size -1 --alpha 0.1 --seed 1 < de.txt")
        {
            model, format, steps, count, alpha, seed, threads,
        };
        var names = new OptionNames([(nameof(SegmentationSamplingOptions.NBestSize), count), (nameof(SegmentationSamplingOptions.Alpha), alpha)]);
        verb.Runs((parsed, cancellationToken) =>
        {
            var vocabulary = SentencePieceModel.Load(parsed.GetRequiredValue(model));
            var tokenizer = new UnigramTokenizer(vocabulary);
            var follow = SequenceSteps.Of(parsed.GetRequiredValue(steps), vocabulary);
            string kind = parsed.GetRequiredValue(format);
            bool asPieces = kind.EndsWith("piece", StringComparison.Ordinal), isSample = kind.StartsWith("sample", StringComparison.Ordinal);
            int size = parsed.GetValue(count) ?? DefaultNBestSize;
            var segment = names.Check(() => isSample ? Sample() : kind.StartsWith("nbest", StringComparison.Ordinal) ? NBest() : Best);
            // Draws follow one another.
            LineMapping.Run(terminal, isSample ? 1 : parsed.GetValue(threads), line => string.Join('\n', segment(line).Select(Write)), cancellationToken);

            IEnumerable<IReadOnlyList<EncodedToken>> Best(string line) => [tokenizer.EncodeToTokens(line, out _)];

            Func<string, IEnumerable<IReadOnlyList<EncodedToken>>> Sample()
            {
                var options = new SegmentationSamplingOptions { NBestSize = size, Alpha = (float)(parsed.GetValue(alpha) ?? DefaultAlpha), Seed = parsed.GetValue(seed) };
                var sampler = new SegmentationSampler(tokenizer, options);
                return line => [sampler.EncodeToTokens(line)];
            }

            Func<string, IEnumerable<IReadOnlyList<EncodedToken>>> NBest()
            {
                if (vocabulary.TrainerSpec.ModelType != SentencePieceModelType.Unigram)
                    throw new ArgumentException($"{format.Name} {kind}: the model is of the kind {vocabulary.TrainerSpec.ModelType}; only Unigram has n best segmentations.");
                if (size is < 1 or > UnigramTokenizer.MaxNBestCount)
                    throw new ArgumentException($"{count.Name} must be from 1 to {UnigramTokenizer.MaxNBestCount}, but is {size}.");
                return line => tokenizer.EncodeToNBest(line, size).Select(segmentation => segmentation.Tokens);
            }

            string Write(IReadOnlyList<EncodedToken> tokens)
            {
                var pieces = tokens.Select(token => (Piece: token.Value, token.Id)).ToList();
                follow(pieces);
                return string.Join(' ', pieces.Select(piece => asPieces ? piece.Piece : piece.Id.ToString(CultureInfo.InvariantCulture)));
            }
        });
        return verb;
    }
}
