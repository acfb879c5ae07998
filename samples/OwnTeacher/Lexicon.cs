namespace OwnTeacher;

/// <summary>A teacher that somebody wrote in ten minutes: French words, or how they begin, that speak for a topic.</summary>
internal static class Lexicon
{
    private static readonly Dictionary<string, string[]> s_beginnings = new()
    {
        ["admin"] = ["administra", "sauvegard", "démon", "noyau", "disque", "partition", "périphérique", "surveill", "journaux"],
        ["development"] = ["développ", "compilat", "débog", "bibliothèque", "programmation", "programmeur", "source"],
        ["games"] = ["jeu", "jouer", "joueur", "puzzle", "ennemi", "arcade", "plateau", "échecs"],
        ["graphics"] = ["image", "photo", "dessin", "couleur", "pixel", "graphisme", "icône"],
        ["multimedia"] = ["audio", "vidéo", "musi", "son", "sons", "lecteur", "film", "midi", "enregistre"],
        ["network"] = ["réseau", "courriel", "navigateur", "serveur", "protocole", "internet", "web", "client"],
        ["science"] = ["biolog", "chimi", "séquen", "astronom", "mathémat", "physique", "molécul", "génom", "statisti"],
        ["text"] = ["éditeur", "texte", "document", "latex", "orthograph", "dictionnaire", "police", "traduct"],
    };

    /// <summary>The topic for which most words speak; empty if none does, or several do alike.</summary>
    public static string TopicOf(string text)
    {
        var words = new string([.. text.ToLowerInvariant().Select(letter => char.IsLetter(letter) ? letter : ' ')]).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var votes = s_beginnings
            .Select(topic => (topic.Key, Count: words.Count(word => topic.Value.Any(beginning => word.StartsWith(beginning, StringComparison.Ordinal)))))
            .OrderByDescending(topic => topic.Count)
            .ToList();
        return votes[0].Count > votes[1].Count ? votes[0].Key : "";
    }
}
