namespace Microsoft.ML.MultiFit;

/// <summary>The content of a packed file, with one kind of exception for all that can be wrong with it.</summary>
/// <param name="file">The packed file; closed with this.</param>
/// <param name="format">What messages call it.</param>
/// <param name="unpack">Reads one packed part; where a part ends before the file does, the next one begins.</param>
internal sealed class UnpackedStream(FileStream file, string format, Func<Stream, Stream> unpack) : Stream
{
    private Stream? _part;
    private long _partStart;

    public override bool CanRead => true;

    public override bool CanWrite => false;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count)
    {
        try
        {
            while (true)
            {
                if (_part is null)
                    (_part, _partStart) = (unpack(file), file.Position);
                int read = _part.Read(buffer, offset, count);
                if (read > 0 || count == 0 || file.Position == file.Length)
                    return read;
                if (file.Position == _partStart)
                    throw new InvalidDataException($"nothing can be read at byte {_partStart}");
                _part = null;
            }
        }
        catch (Exception exception) when (exception is EndOfStreamException or not (IOException or ObjectDisposedException or OutOfMemoryException))
        {
            throw new InvalidDataException($"damaged {format} file ({exception.Message})", exception);
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _part?.Dispose();
            file.Dispose();
        }

        base.Dispose(disposing);
    }
}
