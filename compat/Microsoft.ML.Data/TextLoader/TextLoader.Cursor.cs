using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

public sealed partial class TextLoader
{
    private sealed class Cursor : BufferedCursor
    {
        private readonly IChannel _channel;
        private readonly IEnumerator<TextRecord> _records;
        private readonly FieldSplitter _splitter;
        private readonly long _maxRows;
        private readonly List<Action<FieldSplitter>> _readers = [];
        private TextRecord _record;
        private long _badValues;
        private long _formatErrors;

        public Cursor(TextLoader loader, IMultiStreamSource source, IEnumerable<DataViewSchema.Column> columnsNeeded)
            : base(loader._schema)
        {
            _channel = loader._host.Start("Cursor");
            _splitter = new FieldSplitter(loader._options);
            _maxRows = loader._options.MaxRows ?? long.MaxValue;
            _records = TextRecord.ReadAll(source, loader._options).GetEnumerator();
            foreach (var index in columnsNeeded.Select(column => column.Index).Distinct())
            {
                var (read, getter) = loader._columns[index].Reader(CurrentSlot, ReportBadValue);
                _readers.Add(read);
                Getters[index] = getter;
            }
        }

        public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) => id = new DataViewRowId((ulong)CurrentSlot(), 0);

        protected override bool TryMove(long position)
        {
            if (position >= _maxRows || !_records.MoveNext())
                return false;
            Slot = position;
            _record = _records.Current;
            try
            {
                if (!_splitter.Split(_record.Text))
                    ReportBadQuoting();
                foreach (var read in _readers)
                    read(_splitter);
            }
            catch (InvalidOperationException error)
            {
                throw new FormatException($"Parsing failed with an exception: {error.Message}", error);
            }

            return true;
        }

        protected override void Dispose(bool disposing)
        {
            if (_badValues + _formatErrors > 0)
                _channel.Info(MessageSensitivity.None, "Processed {0} rows with {1} bad values and {2} format errors", Slot + 1, _badValues, _formatErrors);
            _records.Dispose();
            _channel.Dispose();
            base.Dispose(disposing);
        }

        /// <summary>A bad real or key becomes a missing value; anything else that cannot be read ends the reading.</summary>
        private void ReportBadValue(string column, ReadOnlyMemory<char> field, bool hasMissing)
        {
            if (!hasMissing)
                throw new InvalidOperationException($"Could not parse value {field} in line {_record.Line}, column {column}");
            if (++_badValues <= 10)
                _channel.Info(MessageSensitivity.Schema, "  Bad value at line {0} in column {1}", _record.Line, column);
        }

        private void ReportBadQuoting()
        {
            if (++_formatErrors <= 10)
                _channel.Warning(MessageSensitivity.None, "Format error at {0}({1}): Illegal quoting", _record.Path, _record.Line);
        }
    }
}
