namespace Microsoft.ML.MultiFit.Tests;

public class ClassifierFileTests
{
    private static readonly TextClassifier Classifier = RandomModels.Classifier(
        RandomModels.LanguageModel(RandomModels.Architecture, seed: 1), classCount: 4, hiddenSize: 5, maxLength: 77, seed: 2);

    [Fact]
    public void Reads_what_it_wrote()
    {
        var read = ClassifierFile.Read(Reader(Entries()));
        LanguageModelFileTests.AssertEqual(Classifier.LanguageModel, read.LanguageModel);
        Assert.Equal((4, 5, 77), (read.ClassCount, read.HeadHiddenSize, read.MaxLength));
        foreach (var name in Classifier.Head.Names)
            Assert.Equal(Classifier.Head[name].Values, read.Head[name].Values);
    }

    [Fact]
    public void Every_missing_entry_is_named()
    {
        foreach (var name in Entries().Keys)
        {
            var entries = Entries();
            entries.Remove(name);
            Assert.Contains($"'{name}'", Assert.Throws<InvalidDataException>(() => ClassifierFile.Read(Reader(entries))).Message);
        }
    }

    [Fact]
    public void Cut_or_changed_entries_are_named()
    {
        foreach (var (name, content) in Entries())
        {
            var cut = Entries();
            cut[name] = content[..(content.Length / 2)];
            Assert.Contains($"'{name}'", Assert.Throws<InvalidDataException>(() => ClassifierFile.Read(Reader(cut))).Message);
        }

        var changed = Entries();
        changed[ClassifierFile.HeadName][^1] ^= 1;
        Assert.Contains("was changed", Assert.Throws<InvalidDataException>(() => ClassifierFile.Read(Reader(changed))).Message);
    }

    private static Dictionary<string, byte[]> Entries()
    {
        var entries = new Dictionary<string, byte[]>();
        ClassifierFile.Write(Classifier, (name, write) =>
        {
            using var stream = new MemoryStream();
            write(stream);
            entries.Add(name, stream.ToArray());
        });
        return entries;
    }

    private static EntryReader Reader(Dictionary<string, byte[]> entries) => (name, read) =>
    {
        if (!entries.TryGetValue(name, out var content))
            throw new InvalidDataException("missing");
        read(new MemoryStream(content));
    };
}
