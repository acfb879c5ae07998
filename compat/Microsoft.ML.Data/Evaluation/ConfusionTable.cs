using System.Text;

namespace Microsoft.ML.Data;

/// <summary>A confusion matrix as text, in columns. Classes with a name too long for a column are numbered.</summary>
internal static class ConfusionTable
{
    private const string Predicted = "PREDICTED";

    public static string Format(ConfusionMatrix matrix, string[] names)
    {
        var width = matrix.NumberOfClasses == 2 ? 8 : 5;
        var longest = names.Max(name => name.Length);
        var isNumbered = longest > width;
        var digits = (names.Length - 1).ToString().Length;
        var margin = Math.Max(Predicted.Length, isNumbered ? digits + 2 + longest : longest);
        var rule = "||".PadRight(2 + names.Length * (width + 3), '=');

        var text = new StringBuilder().AppendLine().AppendLine("Confusion table");
        text.Append(' ', margin + 1).AppendLine(rule);
        var heads = isNumbered ? names.Select((_, index) => index.ToString()) : names;
        Line(Predicted.PadRight(margin), heads.Select(head => ' ' + head.PadLeft(width)), " Recall");
        text.Append("TRUTH".PadRight(margin)).Append(' ').AppendLine(rule);
        for (var index = 0; index < names.Length; index++)
        {
            var label = isNumbered ? index.ToString().PadLeft(digits) + ". " + names[index].PadLeft(margin - digits - 2) : names[index].PadLeft(margin);
            Line(label, matrix.Counts[index].Select(count => ' ' + count.ToString("N0").PadLeft(width)), $" {matrix.PerClassRecall[index]:F4}");
        }

        text.Append(' ', margin + 1).AppendLine(rule);
        Line("Precision".PadRight(margin), matrix.PerClassPrecision.Select(share => share.ToString("F4").PadLeft(width + 1)), "");
        return text.ToString();

        void Line(string label, IEnumerable<string> cells, string end) =>
            text.Append(label).Append(" ||").AppendJoin(" |", cells).Append(" |").AppendLine(end);
    }
}
