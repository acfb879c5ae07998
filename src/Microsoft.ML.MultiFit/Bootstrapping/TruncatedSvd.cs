using System.Numerics.Tensors;

namespace Microsoft.ML.MultiFit;

/// <summary>
/// The directions in which the rows of a sparse matrix differ most: an orthonormal basis of the space of its first right singular vectors, by subspace
/// iteration from a random start (Halko, Martinsson and Tropp 2011, algorithm 4.4). The basis may be turned within that space: lengths and angles
/// of what is projected on it are those of the truncated singular value decomposition.
/// </summary>
internal static class TruncatedSvd
{
    // What is left of a vector after the others are taken out, when there was nothing else in it.
    private const float Dependent = 1e-6f;

    /// <summary>Finds the basis.</summary>
    /// <param name="matrix"><c>[rows, columns]</c>.</param>
    /// <param name="dimension">Vectors to find, at least 1 and at most as many as there are columns.</param>
    /// <param name="iterationCount">Passes; the more, the nearer to the singular vectors.</param>
    /// <param name="seed">Seed of the start.</param>
    /// <param name="threadCount">Threads; the result does not depend on it.</param>
    /// <param name="cancellationToken">Looked at once per pass.</param>
    /// <returns><c>[columns, dimension]</c>; a column is zeros where the matrix has no further direction.</returns>
    public static float[] RightVectors(SparseMatrix matrix, int dimension, int iterationCount, int seed, int threadCount, CancellationToken cancellationToken)
    {
        var transposed = matrix.Transpose();
        var basis = RandomNormals(checked(matrix.ColumnCount * dimension), seed);
        for (int iteration = 0; iteration < iterationCount; iteration++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var image = matrix.Multiply(basis, dimension, threadCount);
            basis = transposed.Multiply(image, dimension, threadCount);
            Orthonormalize(basis, dimension, threadCount);
        }

        return basis;
    }

    /// <summary>Makes the columns orthonormal by modified Gram–Schmidt, done twice; those that depend on the ones before become zeros.</summary>
    /// <param name="matrix"><c>[rows, width]</c>.</param>
    /// <param name="width">Width.</param>
    /// <param name="threadCount">Threads; the result does not depend on it.</param>
    internal static void Orthonormalize(float[] matrix, int width, int threadCount)
    {
        int height = matrix.Length / width;
        var vectors = Transpose(matrix, height, width);
        for (int pass = 0; pass < 2; pass++)
        {
            var lengths = Enumerable.Range(0, width).Select(i => TensorPrimitives.Norm<float>(Vector(i))).ToArray();
            for (int i = 0; i < width; i++)
            {
                float length = TensorPrimitives.Norm<float>(Vector(i));
                if (length <= Dependent * lengths[i])
                {
                    Vector(i).Clear();
                    continue;
                }

                TensorPrimitives.Divide(Vector(i), length, Vector(i));
                ParallelBlocks.For(width - i - 1, threadCount, offset =>
                {
                    var other = Vector(i + 1 + offset);
                    TensorPrimitives.MultiplyAdd(Vector(i), -TensorPrimitives.Dot<float>(Vector(i), other), other, other);
                });
            }
        }

        Transpose(vectors, width, height).CopyTo(matrix, 0);

        Span<float> Vector(int i) => vectors.AsSpan(i * height, height);
    }

    private static float[] Transpose(float[] matrix, int height, int width)
    {
        var transposed = new float[matrix.Length];
        for (int row = 0; row < height; row++)
        {
            for (int column = 0; column < width; column++)
                transposed[(column * height) + row] = matrix[(row * width) + column];
        }

        return transposed;
    }

    /// <summary>Normally distributed numbers, by Box and Muller.</summary>
    private static float[] RandomNormals(int count, int seed)
    {
        var random = new Random(seed);
        var numbers = new float[count];
        for (int i = 0; i < count; i++)
            numbers[i] = (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
        return numbers;
    }
}
