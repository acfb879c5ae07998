namespace Microsoft.ML.MultiFit.Tests;

public class TruncatedSvdTests
{
    [Fact]
    public void Holds_as_much_of_the_matrix_as_the_singular_vectors_do()
    {
        var (sparse, dense) = SparseMatrixTests.Random(60, 20, seed: 4);
        const int Dimension = 6;
        var basis = TruncatedSvd.RightVectors(sparse, Dimension, iterationCount: 500, seed: 1, threadCount: 2, default);
        AssertOrthonormal(basis, 20, Dimension);
        double held = sparse.Multiply(basis, Dimension, 1).Sum(value => (double)value * value);
        double expected = EigenvaluesOfGram(dense, 20).OrderDescending().Take(Dimension).Sum();
        Assert.Equal(1, held / expected, 4);
    }

    [Fact]
    public void Does_not_depend_on_threads_but_on_the_seed()
    {
        var (sparse, _) = SparseMatrixTests.Random(60, 20, seed: 5);
        var basis = TruncatedSvd.RightVectors(sparse, 5, 2, seed: 1, threadCount: 1, default);
        Assert.Equal(basis, TruncatedSvd.RightVectors(sparse, 5, 2, seed: 1, threadCount: 4, default));
        Assert.NotEqual(basis, TruncatedSvd.RightVectors(sparse, 5, 2, seed: 2, threadCount: 1, default));
    }

    [Fact]
    public void A_matrix_without_enough_directions_is_held_whole()
    {
        // Rank 2 in 5 columns, two of which are empty.
        var sparse = SparseMatrix.Create([[(0, 1f), (1, 2f)], [(0, 2f), (1, 4f)], [(3, 1f)]], 5);
        var basis = TruncatedSvd.RightVectors(sparse, 4, 4, seed: 1, threadCount: 1, default);
        Assert.All(basis, value => Assert.True(float.IsFinite(value)));
        Assert.Equal(1 + 4 + 4 + 16 + 1, sparse.Multiply(basis, 4, 1).Sum(value => (double)value * value), 3);
    }

    private static void AssertOrthonormal(float[] basis, int height, int width)
    {
        for (int i = 0; i < width; i++)
        {
            for (int j = 0; j <= i; j++)
                Assert.Equal(i == j ? 1 : 0, Enumerable.Range(0, height).Sum(row => (double)basis[(row * width) + i] * basis[(row * width) + j]), 5);
        }
    }

    /// <summary>The squares of the singular values, by Jacobi's rotations of the matrix of inner products of the columns.</summary>
    private static double[] EigenvaluesOfGram(float[][] rows, int width)
    {
        var gram = new double[width, width];
        for (int i = 0; i < width; i++)
        {
            for (int j = 0; j < width; j++)
                gram[i, j] = rows.Sum(row => (double)row[i] * row[j]);
        }

        for (int sweep = 0; sweep < 30; sweep++)
        {
            for (int i = 0; i < width; i++)
            {
                for (int j = i + 1; j < width; j++)
                    Rotate(gram, i, j, 0.5 * Math.Atan2(2 * gram[i, j], gram[i, i] - gram[j, j]));
            }
        }

        return [.. Enumerable.Range(0, width).Select(i => gram[i, i])];
    }

    private static void Rotate(double[,] matrix, int i, int j, double angle)
    {
        var (cosine, sine) = (Math.Cos(angle), Math.Sin(angle));
        for (int k = 0; k < matrix.GetLength(0); k++)
            (matrix[k, i], matrix[k, j]) = ((cosine * matrix[k, i]) + (sine * matrix[k, j]), (cosine * matrix[k, j]) - (sine * matrix[k, i]));
        for (int k = 0; k < matrix.GetLength(0); k++)
            (matrix[i, k], matrix[j, k]) = ((cosine * matrix[i, k]) + (sine * matrix[j, k]), (cosine * matrix[j, k]) - (sine * matrix[i, k]));
    }
}
