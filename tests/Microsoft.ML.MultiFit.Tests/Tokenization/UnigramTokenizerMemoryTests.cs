namespace Microsoft.ML.MultiFit.Tests;

public class UnigramTokenizerMemoryTests
{
    private static readonly string[] s_texts =
        ["", "abba ab", "  ab\tcd   ", "aüb ½ ﬁ 中文 😀😀 ab", string.Concat(Enumerable.Repeat("abba ab 中ü ", 3_000))];

    [Fact]
    public void Counting_takes_no_memory_of_its_own()
    {
        foreach (var tokenizer in (UnigramTokenizer[])[new(SmallVocabulary.Create()), new(SmallVocabulary.WithBytes())])
        {
            foreach (string text in s_texts)
                Assert.Equal(0, Least(() => tokenizer.CountTokens(text.AsSpan())));
        }
    }

    [Fact]
    public void Ids_take_no_memory_but_their_own()
    {
        foreach (var tokenizer in (UnigramTokenizer[])[new(SmallVocabulary.Create()), new(SmallVocabulary.WithBytes())])
        {
            foreach (string text in s_texts)
            {
                int count = tokenizer.CountTokens(text);
                long result = count == 0 ? 0 : Least(() => GC.KeepAlive(new int[count]));
                Assert.Equal(result, Least(() => tokenizer.EncodeToIds(text.AsSpan())));
            }
        }
    }

    /// <summary>Bytes that a call allocates. A collection may empty the pools of memory between two calls, so the least of several is taken.</summary>
    private static long Least(Action call)
    {
        call();
        return Enumerable.Range(0, 20).Min(_ =>
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            call();
            return GC.GetAllocatedBytesForCurrentThread() - before;
        });
    }
}
