using System.Globalization;

namespace Microsoft.ML.MultiFit.Tests;

public class LogisticRegressionTrainingTests
{
    private const int FeatureCount = 3;

    [Fact]
    public void The_objective_and_its_gradient_are_those_of_the_formula()
    {
        var rows = Rows(600, classCount: 3, seed: 1);
        var random = new Random(2);
        double[] parameters = [.. Enumerable.Range(0, 3 * (FeatureCount + 1)).Select(_ => random.NextDouble() - 0.5)];
        var objective = new CrossEntropyObjective(rows, FeatureCount, 3, 0.3, threadCount: 3);
        var gradient = new double[parameters.Length];
        Assert.Equal(Formula(rows, parameters, 3, 0.3), objective.Evaluate(parameters, gradient), 10);
        for (int i = 0; i < parameters.Length; i++)
        {
            const double Step = 1e-5;
            double Shifted(double by) => Formula(rows, [.. parameters.Select((value, at) => at == i ? value + by : value)], 3, 0.3);
            Assert.Equal((Shifted(Step) - Shifted(-Step)) / (2 * Step), gradient[i], 7);
        }

        var other = new double[parameters.Length];
        new CrossEntropyObjective(rows, FeatureCount, 3, 0.3, threadCount: 1).Evaluate(parameters, other);
        Assert.Equal(gradient, other);
    }

    [Fact]
    public void Ends_where_newtons_method_ends()
    {
        var rows = Rows(80, classCount: 2, seed: 3);
        var model = new LogisticRegressionTraining(new() { L2Regularization = 0.02, Tolerance = 1e-9 }, 2).Fit(rows, _ => { }, default);
        var expected = Newton(rows, 0.02);
        foreach (var row in rows)
        {
            // Two classes: the difference of the weights decides. It carries twice the penalty of one vector that is split in halves.
            double logit = expected[^1] + Enumerable.Range(0, FeatureCount).Sum(i => expected[i] * row.Features[i]);
            var probabilities = model.Probabilities(row.Features);
            Assert.Equal(1 / (1 + Math.Exp(-logit)), probabilities[1], 5);
            Assert.Equal(1, probabilities.Sum(), 5);
        }
    }

    [Fact]
    public void Cross_validation_prefers_little_penalty_for_clear_rows_and_much_for_noise()
    {
        var random = new Random(4);
        var clear = Rows(300, classCount: 2, seed: 5, noise: 0);
        var noise = clear.Select(row => row with { Label = random.Next(2) }).ToList();
        Assert.InRange(Chosen(clear), 0, 1e-4);
        Assert.InRange(Chosen(noise), 1e-2, 1);
    }

    [Fact]
    public void Does_not_depend_on_threads()
    {
        var rows = Rows(700, classCount: 3, seed: 6);
        var one = new LogisticRegressionTraining(new() { ThreadCount = 1 }, 3).Fit(rows, _ => { }, default);
        var four = new LogisticRegressionTraining(new() { ThreadCount = 4 }, 3).Fit(rows, _ => { }, default);
        Assert.Equal(one.Layers[0].Weights.Values, four.Layers[0].Weights.Values);
    }

    [Fact]
    public void A_class_without_rows_gets_probability_0_and_weights_count_as_repetitions()
    {
        var rows = Rows(60, classCount: 2, seed: 7);
        var options = new LogisticRegressionOptions { L2Regularization = 0.01, Tolerance = 1e-9 };
        var model = new LogisticRegressionTraining(options, 4).Fit(rows, _ => { }, default);
        Assert.Equal([0f, 0f], model.Probabilities(rows[0].Features)[2..]);
        Assert.Equal(1, model.Probabilities(rows[0].Features).Sum(), 5);

        var weighted = rows.Select((row, i) => row with { Weight = 1 + (i % 3) }).ToList();
        var repeated = weighted.SelectMany(row => Enumerable.Repeat(row with { Weight = 1 }, (int)row.Weight)).ToList();
        var left = new LogisticRegressionTraining(options, 2).Fit(weighted, _ => { }, default);
        var right = new LogisticRegressionTraining(options, 2).Fit(repeated, _ => { }, default);
        Assert.Equal(left.Layers[0].Weights.Values, right.Layers[0].Weights.Values, (a, b) => Math.Abs(a - b) < 1e-4);
    }

    [Fact]
    public void Says_when_it_stops_too_early()
    {
        var lines = new List<string>();
        new LogisticRegressionTraining(new() { L2Regularization = 1e-4, MaxIterations = 1 }, 2).Fit(Rows(50, 2, seed: 8), lines.Add, default);
        Assert.Contains("stopped after 1 steps", Assert.Single(lines), StringComparison.Ordinal);
    }

    private static double Chosen(List<LabeledVector> rows)
    {
        var lines = new List<string>();
        new LogisticRegressionTraining(new(), 2).Fit(rows, lines.Add, default);
        return double.Parse(lines[0].Split(' ')[2], CultureInfo.InvariantCulture);
    }

    /// <summary>Rows whose class is the part of the first feature's range, shifted by noise.</summary>
    private static List<LabeledVector> Rows(int count, int classCount, int seed, double noise = 0.5)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            float[] features = [.. Enumerable.Range(0, FeatureCount).Select(_ => random.NextSingle())];
            double place = features[0] + (noise * (random.NextDouble() - 0.5));
            return new LabeledVector(features, Math.Clamp((int)(place * classCount), 0, classCount - 1));
        })];
    }

    private static double Formula(List<LabeledVector> rows, double[] parameters, int classCount, double penalty)
    {
        double Logit(LabeledVector row, int label) =>
            parameters[(label * (FeatureCount + 1)) + FeatureCount] + Enumerable.Range(0, FeatureCount).Sum(i => parameters[(label * (FeatureCount + 1)) + i] * row.Features[i]);
        double loss = rows.Average(row => Math.Log(Enumerable.Range(0, classCount).Sum(label => Math.Exp(Logit(row, label)))) - Logit(row, row.Label));
        return loss + (penalty / 2 * parameters.Where((_, i) => i % (FeatureCount + 1) != FeatureCount).Sum(value => value * value));
    }

    /// <summary>Binary logistic regression with penalty λ/4 · |w|², which is λ/2 · (|w/2|² + |w/2|²), by Newton's method; the bias comes last.</summary>
    private static double[] Newton(List<LabeledVector> rows, double penalty)
    {
        int size = FeatureCount + 1;
        var w = new double[size];
        for (int step = 0; step < 30; step++)
        {
            var system = new double[size, size + 1];
            for (int i = 0; i < FeatureCount; i++)
                (system[i, i], system[i, size]) = (penalty / 2, penalty / 2 * w[i]);
            foreach (var row in rows)
            {
                double[] x = [.. row.Features.Select(value => (double)value), 1];
                double p = 1 / (1 + Math.Exp(-x.Zip(w, (a, b) => a * b).Sum()));
                for (int i = 0; i < size; i++)
                {
                    system[i, size] += (p - row.Label) * x[i] / rows.Count;
                    for (int j = 0; j < size; j++)
                        system[i, j] += p * (1 - p) * x[i] * x[j] / rows.Count;
                }
            }

            var change = Solve(system, size);
            for (int i = 0; i < size; i++)
                w[i] -= change[i];
        }

        return w;
    }

    /// <summary>Gauss–Jordan elimination of a positive definite system; the right side is the last column.</summary>
    private static double[] Solve(double[,] system, int size)
    {
        for (int pivot = 0; pivot < size; pivot++)
        {
            for (int row = 0; row < size; row++)
            {
                double factor = system[row, pivot] / system[pivot, pivot];
                for (int column = size; row != pivot && column >= pivot; column--)
                    system[row, column] -= factor * system[pivot, column];
            }
        }

        return [.. Enumerable.Range(0, size).Select(i => system[i, size] / system[i, i])];
    }
}
