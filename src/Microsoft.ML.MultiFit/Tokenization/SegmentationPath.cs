using System.Buffers;

namespace Microsoft.ML.MultiFit;

/// <summary>The pieces of a text from first to last, in rented memory; <see cref="Dispose"/> gives it back.</summary>
internal readonly struct SegmentationPath : IDisposable
{
    private readonly int[] _ends;
    private readonly int[] _ids;
    private readonly int _unknownId;

    /// <param name="starts">Where the best piece that ends at each byte begins; taken over.</param>
    /// <param name="ids">The id of that piece; taken over.</param>
    /// <param name="length">Bytes of the text.</param>
    /// <param name="unknownId">Id of the unknown piece.</param>
    public SegmentationPath(int[] starts, int[] ids, int length, int unknownId)
    {
        _ends = starts;
        _ids = ids;
        _unknownId = unknownId;
        for (int end = length; end > 0; end = starts[end])
            Count++;
        // The path is walked from its end, and what is written lies behind what is still to be read: in place from the back, then moved to the front.
        int write = length;
        for (int end = length; end > 0; write--)
        {
            int start = starts[end];
            (_ends[write], _ids[write]) = (end, ids[end]);
            end = start;
        }

        _ends.AsSpan(write + 1, Count).CopyTo(_ends);
        _ids.AsSpan(write + 1, Count).CopyTo(_ids);
    }

    /// <summary>Pieces before unknown ones are merged.</summary>
    public int Count { get; }

    /// <summary>Start and length in bytes and id of each piece.</summary>
    /// <param name="mergeUnknown">Whether neighbouring unknown characters become one unknown piece.</param>
    public IEnumerable<(int Start, int Length, int Id)> Merged(bool mergeUnknown)
    {
        int start = 0;
        for (int i = 0; i < Count; i++)
        {
            if (mergeUnknown && _ids[i] == _unknownId && i + 1 < Count && _ids[i + 1] == _unknownId)
                continue;
            yield return (start, _ends[i] - start, _ids[i]);
            start = _ends[i];
        }
    }

    public void Dispose()
    {
        ArrayPool<int>.Shared.Return(_ends);
        ArrayPool<int>.Shared.Return(_ids);
    }
}
