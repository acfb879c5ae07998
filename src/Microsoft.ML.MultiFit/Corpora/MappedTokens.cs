using System.IO.MemoryMappedFiles;

namespace Microsoft.ML.MultiFit;

/// <summary>Piece ids in a mapped file: the system brings the pages that are read into memory, and drops them when it needs the room.</summary>
internal sealed unsafe class MappedTokens : ITokenStore
{
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly long _tokenCount;
    private byte* _memory;
    private readonly int* _ids;
    private readonly long* _starts;

    /// <param name="file">A checked file; closed with this.</param>
    /// <param name="idsOffset">Where the ids begin, in bytes.</param>
    /// <param name="tokenCount">How many there are.</param>
    /// <param name="startsOffset">Where the documents' places begin, in bytes.</param>
    /// <param name="documentCount">How many documents there are.</param>
    public MappedTokens(FileStream file, long idsOffset, long tokenCount, long startsOffset, int documentCount)
    {
        _file = MemoryMappedFile.CreateFromFile(file, mapName: null, capacity: 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
        _view = _file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _memory);
        var memory = _memory + _view.PointerOffset;
        _ids = (int*)(memory + idsOffset);
        _starts = (long*)(memory + startsOffset);
        _tokenCount = tokenCount;
        DocumentCount = documentCount;
    }

    public int DocumentCount { get; }

    public long Start(int document)
    {
        ObjectDisposedException.ThrowIf(_memory is null, this);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)document, (uint)DocumentCount, nameof(document));
        return _starts[document];
    }

    public ReadOnlySpan<int> Ids(long start, int length)
    {
        ObjectDisposedException.ThrowIf(_memory is null, this);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((ulong)start, (ulong)(_tokenCount - length), nameof(start));
        return new ReadOnlySpan<int>(_ids + start, length);
    }

    public void Dispose()
    {
        if (_memory is null)
            return;
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _memory = null;
        _view.Dispose();
        _file.Dispose();
    }
}
