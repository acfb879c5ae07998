namespace Microsoft.ML.MultiFit.Tests;

public class SparseMatrixTests
{
    [Fact]
    public void Products_are_those_of_plain_loops()
    {
        var (sparse, dense) = Random(150, 40, seed: 1);
        const int Width = 7;
        var right = RandomValues(40 * Width, seed: 2);
        var product = sparse.Multiply(right, Width, threadCount: 3);
        Assert.Equal(product, sparse.Multiply(right, Width, threadCount: 1));
        for (int row = 0; row < 150; row++)
        {
            for (int column = 0; column < Width; column++)
            {
                double expected = Enumerable.Range(0, 40).Sum(i => (double)dense[row][i] * right[(i * Width) + column]);
                Assert.Equal(expected, product[(row * Width) + column], 4);
            }
        }
    }

    [Fact]
    public void Rows_and_columns_change_places()
    {
        var (sparse, dense) = Random(30, 20, seed: 3);
        var transposed = sparse.Transpose();
        Assert.Equal((20, 30), (transposed.RowCount, transposed.ColumnCount));
        for (int row = 0; row < 20; row++)
        {
            var expected = Enumerable.Range(0, 30).Where(i => dense[i][row] != 0).ToArray();
            Assert.Equal(expected, transposed.ColumnsOf(row).ToArray());
            Assert.Equal(expected.Select(i => dense[i][row]), transposed.ValuesOf(row).ToArray());
        }
    }

    /// <summary>A matrix of which every third value is not 0, and the same as an array of rows.</summary>
    internal static (SparseMatrix Sparse, float[][] Dense) Random(int rows, int columns, int seed)
    {
        var values = RandomValues(rows * columns, seed);
        float[][] dense = [.. Enumerable.Range(0, rows).Select(row =>
            Enumerable.Range(0, columns).Select(column => (row + column) % 3 == 0 ? values[(row * columns) + column] : 0).ToArray())];
        var sparse = SparseMatrix.Create(
            [.. dense.Select(row => row.Select((value, column) => (column, value)).Where(entry => entry.value != 0).Reverse().ToList())], columns);
        return (sparse, dense);
    }

    private static float[] RandomValues(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (2 * random.NextSingle()) - 1)];
    }
}
