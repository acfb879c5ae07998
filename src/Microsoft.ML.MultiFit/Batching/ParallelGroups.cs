namespace Microsoft.ML.MultiFit;

/// <summary>A long sequence worked on in parallel: results come in the order of the items, and only a group of items is in memory at a time.</summary>
internal static class ParallelGroups
{
    /// <summary>Characters of a group's items.</summary>
    private const int GroupCharacterCount = 1 << 22;

    /// <summary>The result for every item.</summary>
    /// <param name="items">Read once, while the results are taken.</param>
    /// <param name="characterCount">Size of an item.</param>
    /// <param name="work">Item → result; called from several threads at once.</param>
    /// <param name="threadCount">Threads to use.</param>
    /// <param name="cancellationToken">Looked at before every item.</param>
    public static IEnumerable<TResult> Select<TItem, TResult>(
        IEnumerable<TItem> items, Func<TItem, int> characterCount, Func<TItem, TResult> work, int threadCount, CancellationToken cancellationToken)
    {
        var group = new List<TItem>();
        int characters = 0;
        foreach (var item in items)
        {
            group.Add(item);
            characters += characterCount(item);
            if (characters < GroupCharacterCount)
                continue;
            foreach (var result in Work(group))
                yield return result;
            group.Clear();
            characters = 0;
        }

        foreach (var result in Work(group))
            yield return result;

        TResult[] Work(List<TItem> group)
        {
            var results = new TResult[group.Count];
            ParallelBlocks.For(group.Count, threadCount, i => results[i] = work(group[i]), cancellationToken);
            return results;
        }
    }
}
