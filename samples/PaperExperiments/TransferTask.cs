using Microsoft.ML.MultiFit;

namespace PaperExperiments;

/// <summary>The documents of a pair, those of the classes that both languages have.</summary>
/// <param name="Pair">The pair.</param>
/// <param name="Classes">The classes, in the order of their places.</param>
/// <param name="Source">The English documents that the teacher learns from.</param>
/// <param name="Target">The task in the target language.</param>
internal sealed record TransferTask(TransferPair Pair, string[] Classes, IReadOnlyList<LabeledDocument> Source, LabeledTexts Target)
{
    /// <summary>What the teacher labels; the labels that are there are for the supervised classifier alone.</summary>
    public IEnumerable<LabeledDocument> Unlabeled => [.. Target.Train, .. Target.Validation];

    /// <summary>Reads both tasks of a pair.</summary>
    public static TransferTask Read(ExperimentData data, TransferPair pair)
    {
        var (source, target) = (data.Task(pair.Source), data.Task(pair.Target));
        string[] classes = [.. target.Classes.Intersect(source.Classes)];
        return new TransferTask(pair, classes, pair.SourceDocuments(source.Only(classes)), target.Only(classes));
    }
}
