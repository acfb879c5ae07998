using System.Text;

namespace Microsoft.ML.MultiFit;

/// <summary>Characters that mean nothing: those of <c>nowiki</c> are written as private characters until all markup is gone.</summary>
internal static class MaskedText
{
    private const char First = '\uE000';
    private const char Last = '\uE07F';

    // A number sign stays where it may belong to an entity, which nowiki does not hide.
    private const string Special = "[]{}|'=*#:-_<>!";

    /// <summary>The text without characters that would be taken for masked ones.</summary>
    public static string WithoutPrivate(string text) =>
        text.AsSpan().ContainsAnyInRange(First, Last) ? string.Concat(text.Where(c => c is < First or > Last)) : text;

    /// <summary>Appends text whose markup means nothing.</summary>
    public static void Append(StringBuilder target, ReadOnlySpan<char> text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            bool isSpecial = Special.Contains(text[i]) && !(text[i] == '#' && i > 0 && text[i - 1] == '&');
            target.Append(isSpecial ? (char)(First + text[i]) : text[i]);
        }
    }

    /// <summary>What a character stands for.</summary>
    public static char Unmask(char c) => c is >= First and <= Last ? (char)(c - First) : c;
}
