namespace Microsoft.ML.MultiFit;

/// <summary>
/// A queue that gives out the hypothesis with the highest bound first. Of equal bounds it gives out the one that GCC's priority queue would: SentencePiece
/// uses that, and it decides in which order segmentations of equal score come.
/// </summary>
internal sealed class HypothesisHeap
{
    // A binary heap: no element has a higher bound than the one at half its index.
    private readonly List<Hypothesis> _elements = [];

    public int Count => _elements.Count;

    public void Push(Hypothesis added)
    {
        _elements.Add(added);
        Raise(_elements.Count - 1, added);
    }

    public Hypothesis Pop()
    {
        var top = _elements[0];
        var last = _elements[^1];
        _elements.RemoveAt(_elements.Count - 1);
        if (_elements.Count == 0)
            return top;
        // The hole at the top sinks to the bottom, whatever is to fill it; that then rises to its place.
        int hole = 0;
        for (int child; (child = (2 * hole) + 1) < _elements.Count; hole = child)
        {
            if (child + 1 < _elements.Count && _elements[child + 1].Bound >= _elements[child].Bound)
                child++;
            _elements[hole] = _elements[child];
        }

        Raise(hole, last);
        return top;
    }

    private void Raise(int hole, Hypothesis added)
    {
        for (int parent; hole > 0 && _elements[parent = (hole - 1) / 2].Bound < added.Bound; hole = parent)
            _elements[hole] = _elements[parent];
        _elements[hole] = added;
    }
}
