using System.CommandLine;

namespace MultiFit.Cli.Verbs;

/// <summary><c>multifit tokenizer</c>: the verbs about vocabularies.</summary>
internal static class TokenizerVerb
{
    public const string Name = "tokenizer";

    private const string Description = "Learns a vocabulary of word pieces, cuts text with one and puts it together again, or tells what is in one.";

    public static Command Create(Terminal terminal) => new(Name, Description)
    {
        TokenizerTrainVerb.Create(terminal),
        TokenizerEncodeVerb.Create(terminal),
        TokenizerDecodeVerb.Create(terminal),
        TokenizerInfoVerb.Create(terminal),
    };
}
