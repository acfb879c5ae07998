using System.Formats.Tar;
using System.IO.Compression;

namespace Microsoft.ML.MultiFit;

/// <summary>
/// The files in a <c>.tgz</c> archive, read in place. Nothing is unpacked, and an entry's path is only compared, so it cannot reach anything;
/// links are passed over.
/// </summary>
internal static class TarArchive
{
    private const int MaxEntries = 10_000;

    /// <summary>Its regular files, in order.</summary>
    /// <exception cref="InvalidDataException">It is no such archive, or damaged.</exception>
    public static List<NamedContent> FilesIn(string path)
    {
        var files = new List<NamedContent>();
        using var archive = new Cursor(path);
        for (int index = 0; archive.Next() is { } entry; index++)
        {
            if (index == MaxEntries)
                throw new InvalidDataException($"'{path}' has more than {MaxEntries} entries.");
            int position = index;
            if (entry.EntryType is TarEntryType.RegularFile or TarEntryType.V7RegularFile)
                files.Add(new NamedContent($"{path}/{entry.Name}", () => Open(path, position)));
        }

        return files;
    }

    private static OwningStream Open(string path, int index)
    {
        var archive = new Cursor(path);
        for (int i = 0; i < index; i++)
            archive.Next();
        return new OwningStream(archive.Next()?.DataStream ?? Stream.Null, archive);
    }

    private sealed class Cursor : IDisposable
    {
        private readonly string _path;
        private readonly GZipStream _content;
        private readonly TarReader _reader;

        public Cursor(string path)
        {
            _path = path;
            _content = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
            _reader = new TarReader(_content);
        }

        public TarEntry? Next()
        {
            try
            {
                return _reader.GetNextEntry();
            }
            catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException or FormatException or ArgumentException or NotSupportedException or OverflowException)
            {
                throw new InvalidDataException($"'{_path}' is not a readable .tgz archive: {exception.Message}", exception);
            }
        }

        public void Dispose()
        {
            _reader.Dispose();
            _content.Dispose();
        }
    }

    /// <summary>An entry's content; closing it closes the archive.</summary>
    private sealed class OwningStream(Stream inner, IDisposable owner) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(Span<byte> buffer) => inner.Read(buffer);

        public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, count);

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                owner.Dispose();
            base.Dispose(disposing);
        }
    }
}
