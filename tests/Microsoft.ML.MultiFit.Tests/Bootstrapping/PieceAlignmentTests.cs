namespace Microsoft.ML.MultiFit.Tests;

public class PieceAlignmentTests
{
    private const int PieceCount = 12;

    [Fact]
    public void Equals_expectation_maximisation_written_out()
    {
        var (source, target) = RandomPairs(300, seed: 1);
        var losses = new List<double>();
        var table = PieceAlignment.Learn(new AlignedPieces(source, target, PieceCount), 4, threadCount: 3, losses.Add, default);
        var expected = SlowExpectationMaximization(source, target, 4, out var expectedLosses);
        for (int row = 0; row <= PieceCount; row++)
        {
            Assert.Equal(Enumerable.Range(0, PieceCount).Where(column => expected.ContainsKey((row, column))), table.ColumnsOf(row).ToArray());
            for (int i = 0; i < table.ColumnsOf(row).Length; i++)
                Assert.Equal(expected[(row, table.ColumnsOf(row)[i])], table.ValuesOf(row)[i], 5);
        }

        Assert.Equal(expectedLosses, losses, (left, right) => Math.Abs(left - right) < 1e-5);
        Assert.Equal(losses.OrderDescending(), losses);
    }

    [Fact]
    public void Does_not_depend_on_threads()
    {
        var (source, target) = RandomPairs(700, seed: 2);
        var pairs = new AlignedPieces(source, target, PieceCount);
        var one = PieceAlignment.Learn(pairs, 3, threadCount: 1, _ => { }, default);
        var four = PieceAlignment.Learn(pairs, 3, threadCount: 4, _ => { }, default);
        Assert.Equal(one.Values, four.Values);
    }

    [Fact]
    public void Finds_the_translations_of_the_textbook()
    {
        // das Haus, das Buch, ein Buch: 0 das, 1 Haus, 2 Buch, 3 ein; 4 the, 5 house, 6 book, 7 a.
        var pairs = new AlignedPieces([[4, 5], [4, 6], [7, 6]], [[0, 1], [0, 2], [3, 2]], 8);
        var table = PieceAlignment.Learn(pairs, 20, threadCount: 1, _ => { }, default);
        int[] likeliest = [.. Enumerable.Range(0, 4).Select(id => table.ColumnsOf(id)[table.ValuesOf(id).ToArray().Index().MaxBy(entry => entry.Item).Index])];
        Assert.Equal([4, 5, 6, 7], likeliest);
        Assert.Equal(0, table.ColumnsOf(4).Length);
    }

    private static (int[][] Source, int[][] Target) RandomPairs(int count, int seed)
    {
        var random = new Random(seed);
        return (Side(), Side());

        int[][] Side() => [.. Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, random.Next(1, 6)).Select(_ => random.Next(PieceCount)).ToArray())];
    }

    /// <summary>Dyer et al. 2013, equations 1 to 4 with λ = 4 and p₀ = 0.08; row <see cref="PieceCount"/> is the empty word.</summary>
    private static Dictionary<(int Target, int Source), double> SlowExpectationMaximization(int[][] source, int[][] target, int rounds, out List<double> losses)
    {
        var table = new Dictionary<(int, int), double>();
        for (int pair = 0; pair < source.Length; pair++)
        {
            foreach (int e in source[pair])
            {
                foreach (int f in target[pair].Append(PieceCount))
                    table[(f, e)] = 1.0 / PieceCount;
            }
        }

        losses = [];
        for (int round = 0; round < rounds; round++)
        {
            var counts = table.Keys.ToDictionary(key => key, _ => 0.0);
            var logarithms = new List<double>();
            for (int pair = 0; pair < source.Length; pair++)
            {
                var (es, fs) = (source[pair], target[pair]);
                for (int j = 0; j < es.Length; j++)
                {
                    var near = fs.Select((_, i) => Math.Exp(-4 * Math.Abs(((i + 0.5) / fs.Length) - ((j + 0.5) / es.Length)))).ToArray();
                    var joint = fs.Select((f, i) => 0.92 * near[i] / near.Sum() * table[(f, es[j])]).Append(0.08 * table[(PieceCount, es[j])]).ToArray();
                    logarithms.Add(-Math.Log(joint.Sum()));
                    for (int i = 0; i <= fs.Length; i++)
                        counts[(i < fs.Length ? fs[i] : PieceCount, es[j])] += joint[i] / joint.Sum();
                }
            }

            losses.Add(logarithms.Average());
            var sums = counts.GroupBy(entry => entry.Key.Item1).ToDictionary(row => row.Key, row => row.Sum(entry => entry.Value));
            table = counts.ToDictionary(entry => entry.Key, entry => entry.Value / sums[entry.Key.Item1]);
        }

        return table;
    }
}
