using System.CommandLine;

namespace MultiFit.Cli.Verbs;

/// <summary><c>multifit tokenizer</c>: the verbs about vocabularies.</summary>
internal static class TokenizerVerb
{
    public static Command Create(Terminal terminal) => new("tokenizer", "Learns a vocabulary of word pieces, or cuts text with one.")
    {
        TokenizerTrainVerb.Create(terminal),
        TokenizerEncodeVerb.Create(terminal),
    };
}
