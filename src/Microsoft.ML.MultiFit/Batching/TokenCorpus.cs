namespace Microsoft.ML.MultiFit;

/// <summary>The piece ids of many documents, one after the other in a single array.</summary>
internal sealed class TokenCorpus
{
    /// <summary>Texts are cut in parallel in groups of about this many characters, so that only one group's texts and ids are alive at a time.</summary>
    private const int GroupCharacterCount = 1 << 22;

    private readonly int[] _ids;
    private readonly int[] _starts;

    private TokenCorpus(int[] ids, int[] starts)
    {
        _ids = ids;
        _starts = starts;
    }

    public int DocumentCount => _starts.Length - 1;

    /// <summary>Ids of all documents together.</summary>
    public int TokenCount => _starts[^1];

    /// <summary>The ids of one document.</summary>
    public ReadOnlySpan<int> this[int document] => _ids.AsSpan(_starts[document], Length(document));

    public int Length(int document) => _starts[document + 1] - _starts[document];

    /// <summary>Keeps documents that are ids already.</summary>
    public static TokenCorpus Of(IEnumerable<int[]> documents)
    {
        var builder = new Builder();
        foreach (var document in documents)
            builder.Add(document);
        return builder.Build();
    }

    /// <summary>Cuts texts into ids in parallel, in their order.</summary>
    /// <param name="texts">Read once.</param>
    /// <param name="encode">Text → ids; called from several threads at once.</param>
    /// <param name="threadCount">Threads to use.</param>
    /// <param name="cancellationToken">Looked at before every document.</param>
    /// <exception cref="ArgumentException">The ids of all texts do not fit one array.</exception>
    public static TokenCorpus Encode(IEnumerable<string> texts, Func<string, int[]> encode, int threadCount, CancellationToken cancellationToken)
    {
        var builder = new Builder();
        var group = new List<string>();
        int characters = 0;
        foreach (var text in texts)
        {
            group.Add(text);
            characters += text.Length;
            if (characters >= GroupCharacterCount)
                EncodeGroup();
        }

        EncodeGroup();
        return builder.Build();

        void EncodeGroup()
        {
            var encoded = new int[group.Count][];
            ParallelBlocks.For(group.Count, threadCount, i => encoded[i] = encode(group[i]), cancellationToken);
            foreach (var ids in encoded)
                builder.Add(ids);
            group.Clear();
            characters = 0;
        }
    }

    private sealed class Builder
    {
        private readonly List<int> _starts = [0];
        private int[] _ids = new int[1024];

        public void Add(ReadOnlySpan<int> document)
        {
            int start = _starts[^1];
            if (document.Length > Array.MaxLength - start)
                throw new ArgumentException($"The documents have more than {Array.MaxLength} pieces, which is more than one training run can hold.");
            int end = start + document.Length;
            if (end > _ids.Length)
                Array.Resize(ref _ids, (int)Math.Min(Array.MaxLength, Math.Max(end, _ids.Length * 3L / 2)));
            document.CopyTo(_ids.AsSpan(start));
            _starts.Add(end);
        }

        public TokenCorpus Build()
        {
            Array.Resize(ref _ids, _starts[^1]);
            return new TokenCorpus(_ids, [.. _starts]);
        }
    }
}
