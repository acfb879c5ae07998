using System.Numerics.Tensors;

namespace Microsoft.ML.MultiFit;

/// <summary>A sparse matrix in compressed rows: row r has the columns <c>Columns[Offsets[r]..Offsets[r + 1]]</c>, in rising order, and their values.</summary>
/// <param name="ColumnCount">Width.</param>
/// <param name="Offsets">Where rows begin, and the end of the last one.</param>
/// <param name="Columns">A column per value.</param>
/// <param name="Values">The values.</param>
internal sealed record SparseMatrix(int ColumnCount, long[] Offsets, int[] Columns, float[] Values)
{
    /// <summary>Rows that one thread computes at a time.</summary>
    private const int BlockRows = 64;

    /// <summary>Height.</summary>
    public int RowCount => Offsets.Length - 1;

    /// <summary>Puts rows together.</summary>
    /// <param name="rows">Columns and values of each row, as they come.</param>
    /// <param name="columnCount">Width.</param>
    public static SparseMatrix Create(IReadOnlyList<IReadOnlyList<(int Column, float Value)>> rows, int columnCount)
    {
        var offsets = new long[rows.Count + 1];
        for (int row = 0; row < rows.Count; row++)
            offsets[row + 1] = offsets[row] + rows[row].Count;
        var columns = new int[offsets[^1]];
        var values = new float[offsets[^1]];
        long at = 0;
        foreach (var (column, value) in rows.SelectMany(row => row.OrderBy(entry => entry.Column)))
            (columns[at], values[at++]) = (column, value);
        return new SparseMatrix(columnCount, offsets, columns, values);
    }

    /// <summary>The columns of a row.</summary>
    public ReadOnlySpan<int> ColumnsOf(int row) => Columns.AsSpan((int)Offsets[row], (int)(Offsets[row + 1] - Offsets[row]));

    /// <summary>The values of a row.</summary>
    public Span<float> ValuesOf(int row) => Values.AsSpan((int)Offsets[row], (int)(Offsets[row + 1] - Offsets[row]));

    /// <summary>The same matrix with rows and columns exchanged.</summary>
    public SparseMatrix Transpose()
    {
        var offsets = new long[ColumnCount + 1];
        foreach (int column in Columns)
            offsets[column + 1]++;
        for (int column = 0; column < ColumnCount; column++)
            offsets[column + 1] += offsets[column];
        var next = offsets[..^1];
        var columns = new int[Columns.Length];
        var values = new float[Values.Length];
        for (int row = 0; row < RowCount; row++)
        {
            var rowColumns = ColumnsOf(row);
            var rowValues = ValuesOf(row);
            for (int i = 0; i < rowColumns.Length; i++)
            {
                long at = next[rowColumns[i]]++;
                (columns[at], values[at]) = (row, rowValues[i]);
            }
        }

        return new SparseMatrix(RowCount, offsets, columns, values);
    }

    /// <summary>This matrix times a dense one.</summary>
    /// <param name="dense"><c>[columns, width]</c>.</param>
    /// <param name="width">Width of the dense matrix.</param>
    /// <param name="threadCount">Threads; the result does not depend on it.</param>
    /// <returns><c>[rows, width]</c>.</returns>
    public float[] Multiply(float[] dense, int width, int threadCount)
    {
        var product = new float[checked(RowCount * width)];
        ParallelBlocks.For((RowCount + BlockRows - 1) / BlockRows, threadCount, block =>
        {
            for (int row = block * BlockRows; row < Math.Min(RowCount, (block + 1) * BlockRows); row++)
            {
                var sum = product.AsSpan(row * width, width);
                var columns = ColumnsOf(row);
                var values = ValuesOf(row);
                for (int i = 0; i < columns.Length; i++)
                    TensorPrimitives.MultiplyAdd(dense.AsSpan(columns[i] * width, width), values[i], sum, sum);
            }
        });
        return product;
    }
}
