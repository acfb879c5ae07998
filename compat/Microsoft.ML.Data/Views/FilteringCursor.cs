namespace Microsoft.ML.Data;

/// <summary>Passes over the rows that a predicate refuses and numbers the others anew.</summary>
internal sealed class FilteringCursor(DataViewRowCursor source, DataViewRow row, Func<bool> accepts) : ForwardingCursor(source, row)
{
    private long _position = -1;

    public override long Position => _position;

    public override bool MoveNext()
    {
        while (Source.MoveNext())
        {
            if (!accepts())
                continue;
            _position++;
            return true;
        }

        _position = -1;
        return false;
    }
}
