using System.CommandLine;

namespace MultiFit.Cli;

/// <summary>The options that say how a teacher's labels are used.</summary>
internal sealed class BootstrapSettings
{
    private readonly Option<bool> _distill = new("--distill") { Description = "Learn the teacher's probabilities instead of its classes." };

    private readonly Option<bool> _balance = new("--balance") { Description = "Scale the teacher's probabilities until all classes are equally frequent in the text." };

    private readonly Option<double?> _minimumConfidence = new Option<double?>("--min-confidence")
    {
        Description = "Leave out documents of which the teacher is less sure, from 0 to 1. [default: 0]",
        HelpName = "P",
    }.Number("a number from 0 to 1", confidence => confidence is >= 0 and <= 1);

    private readonly Option<int?> _perClass = new Option<int?>("--per-class")
    {
        Description = "Of each class, learn from the N documents alone that the teacher is surest of. [default: all]",
        HelpName = "N",
    }.AtLeast(2);

    private readonly Option<int?> _rounds = new Option<int?>("--rounds")
    {
        Description = "Students to train one after another; each but the last labels the text for the next. [default: 1]",
        HelpName = "N",
    }.AtLeast(1);

    private readonly Option<double?> _validationShare = new Option<double?>("--validation-share")
    {
        Description = "Share of the teacher's labels to choose the best epoch by; with 0 the last epoch is kept. [default: 0.1]",
        HelpName = "P",
    }.Number("a number of at least 0 and below 1", share => share is >= 0 and < 1);

    public void AddTo(Command verb)
    {
        verb.Add(_distill);
        verb.Add(_balance);
        verb.Add(_minimumConfidence);
        verb.Add(_perClass);
        verb.Add(_rounds);
        verb.Add(_validationShare);
    }

    public BootstrapOptions Of(ParseResult parsed)
    {
        var defaults = new BootstrapOptions();
        return defaults with
        {
            Labels = parsed.GetValue(_distill) ? PseudoLabelKind.Soft : PseudoLabelKind.Hard,
            BalanceClasses = parsed.GetValue(_balance),
            MinimumConfidence = parsed.GetValue(_minimumConfidence) ?? defaults.MinimumConfidence,
            DocumentsPerClass = parsed.GetValue(_perClass),
            Rounds = parsed.GetValue(_rounds) ?? defaults.Rounds,
            ValidationShare = parsed.GetValue(_validationShare) ?? defaults.ValidationShare,
        };
    }
}
