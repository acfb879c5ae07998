namespace PaperExperiments.Tests;

/// <summary>The few words of a language. The same place in each list is the same word in all languages.</summary>
internal sealed record SmallLanguage(string[] Good, string[] Bad, string[] Things, string Is, string And)
{
    public static readonly SmallLanguage German = new(
        ["wunderbar", "schön", "gut", "herrlich"],
        ["furchtbar", "hässlich", "schlecht", "grässlich"],
        ["Das Buch", "Der Film", "Die Musik", "Das Essen", "Der Garten", "Die Reise"],
        "ist",
        "und");

    public static readonly SmallLanguage English = new(
        ["wonderful", "nice", "good", "splendid"],
        ["terrible", "ugly", "bad", "horrid"],
        ["The book", "The film", "The music", "The meal", "The garden", "The voyage"],
        "is",
        "and");

    /// <summary>Hausa as far as the tests know it.</summary>
    public static readonly SmallLanguage Hausa = new(
        ["ban mamaki", "kyau", "nagari", "kyakkyawa"],
        ["muni", "mummuna", "mugu", "marar kyau"],
        ["Littafin", "Fim din", "Kidan", "Abincin", "Lambun", "Tafiyar"],
        "yana da",
        "kuma");

    /// <summary>Sentences that praise, blame and do neither, in turn. With the same seed those of two languages are translations of each other.</summary>
    public IEnumerable<string> Sentences(int count, int kinds, int seed)
    {
        var random = new Random(seed);
        for (int place = 0; place < count; place++)
        {
            yield return (place % kinds) switch
            {
                0 => $"{Any(Things)} {Is} {Any(Good)} {And} {Any(Good)}.",
                1 => $"{Any(Things)} {Is} {Any(Bad)} {And} {Any(Bad)}.",
                _ => $"{Any(Things)} {And} {Any(Things)}.",
            };
        }

        string Any(string[] words) => words[random.Next(words.Length)];
    }
}
