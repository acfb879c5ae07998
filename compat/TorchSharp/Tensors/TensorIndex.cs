namespace TorchSharp;

public static partial class torch
{
    /// <summary>What stands between the brackets of an indexed tensor, for one dimension.</summary>
    public struct TensorIndex
    {
        internal enum Form
        {
            None,
            Ellipsis,
            Single,
            Slice,
            Tensor,
        }

        internal Form Kind { get; private init; }

        internal long? Start { get; private init; }

        internal long? Stop { get; private init; }

        internal long? Step { get; private init; }

        internal Tensor? Indices { get; private init; }

        /// <summary>The whole dimension.</summary>
        public static TensorIndex Colon = Slice();

        /// <summary>As many whole dimensions as are not named otherwise.</summary>
        public static TensorIndex Ellipsis = new() { Kind = Form.Ellipsis };

        /// <summary>A new dimension of size 1.</summary>
        public static TensorIndex None = new() { Kind = Form.None };

        /// <summary>The same as <see cref="None"/>.</summary>
        public static TensorIndex Null = None;

        public static TensorIndex Single(long? index) => index is { } i ? new() { Kind = Form.Single, Start = i } : None;

        public static TensorIndex Slice(long? start = null, long? stop = null, long? step = null) =>
            new() { Kind = Form.Slice, Start = start, Stop = stop, Step = step };

        public static TensorIndex Slice((int?, int?) range) => Slice(range.Item1, range.Item2);

        public static TensorIndex Slice(Range range) => Slice(Place(range.Start), range.End is { IsFromEnd: true, Value: 0 } ? null : Place(range.End));

        public static TensorIndex Tensor(Tensor tensor) => new() { Kind = Form.Tensor, Indices = tensor };

        public static implicit operator TensorIndex(long value) => Single(value);

        public static implicit operator TensorIndex(Index index) => Single(Place(index));

        public static implicit operator TensorIndex(Range range) => Slice(range);

        public static implicit operator TensorIndex((int?, int?) range) => Slice(range);

        // Only its existence matters: it makes the index the better choice where a number could be either.
        public static implicit operator Tensor(TensorIndex value) => throw new InvalidOperationException("Should not be called.");

        private static long Place(Index index) => index.IsFromEnd ? -index.Value : index.Value;
    }
}
