namespace Microsoft.ML.Data;

/// <summary>The cursor of views that read rows from buffers.</summary>
internal abstract class BufferedCursor(DataViewSchema schema) : DataViewRowCursor
{
    private long _position = -1;

    public override DataViewSchema Schema => schema;

    public override long Position => _position;

    public override long Batch => 0;

    /// <summary>The getters of active columns, by column index.</summary>
    protected Delegate[] Getters { get; } = new Delegate[schema.Count];

    /// <summary>Where the current row lies.</summary>
    protected long Slot { get; set; } = -1;

    public override bool MoveNext()
    {
        var moved = TryMove(_position + 1);
        _position = moved ? _position + 1 : -1;
        return moved;
    }

    public override bool IsColumnActive(DataViewSchema.Column column) => Getters[column.Index] is not null;

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => RowGetters.Get<TValue>(Getters, schema, column);

    /// <summary>Sets <see cref="Slot"/> to that of the row at <paramref name="position"/>, or says that there is none.</summary>
    protected abstract bool TryMove(long position);

    protected long CurrentSlot() => _position >= 0 ? Slot : throw new InvalidOperationException("The cursor is not at a row.");
}
