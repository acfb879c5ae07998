using System.CommandLine;

namespace MultiFit.Cli.Verbs;

/// <summary><c>multifit train</c>: language model + labelled file → saved classifier.</summary>
internal static class TrainVerb
{
    public static Command Create(Terminal terminal)
    {
        var verb = new Verb("train", "Trains a classifier and saves it as an ML.NET model.", CommonOptions.LabeledNotes, "multifit train --model reviews.multifit --train train.tsv --output reviews.zip");
        verb.Runs((_, _) => throw new NotImplementedException($"{terminal}"));
        return verb;
    }
}
