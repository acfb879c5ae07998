using TorchSharp;

namespace Microsoft.ML.MultiFit.Tests;

[Collection(nameof(TorchCollection))]
public class DropoutMasksTests
{
    [Theory]
    [InlineData(0.006)]
    [InlineData(0.25)]
    [InlineData(0.9)]
    public void Drops_the_asked_share_and_scales_the_rest(double probability)
    {
        using var scope = torch.NewDisposeScope();
        const int Count = 300_007;
        var mask = new DropoutMasks(1).Draw(probability, Count)!;
        var values = TensorMemory.Floats(mask).ToArray();
        float kept = (float)(1 / (1 - probability));
        Assert.All(values, value => Assert.True(value == 0 || value == kept));

        // Five standard deviations of the binomial.
        double share = values.Count(value => value == 0) / (double)Count;
        double deviation = Math.Sqrt(probability * (1 - probability) / Count);
        Assert.InRange(share, probability - (5 * deviation), probability + (5 * deviation));

        // Neighbours are independent.
        double both = values.Zip(values.Skip(1), (a, b) => a == 0 && b == 0 ? 1 : 0).Average();
        double square = probability * probability;
        Assert.InRange(both, square - (5 * Math.Sqrt(square / Count)) - 1e-9, square + (5 * Math.Sqrt(square / Count)) + 1e-9);
    }

    [Fact]
    public void The_librarys_generator_draws_the_asked_share_and_the_same_again()
    {
        using var scope = torch.NewDisposeScope();
        const int Count = 100_000;
        var masks = Enumerable.Range(0, 3).Select(_ => torch.empty(Count)).ToArray();
        DropoutMasks.FillByLibrary(masks[0], 0.25, 1 / 0.75, stream: ulong.MaxValue);
        DropoutMasks.FillByLibrary(masks[1], 0.25, 1 / 0.75, stream: 5);
        DropoutMasks.FillByLibrary(masks[2], 0.25, 1 / 0.75, stream: ulong.MaxValue);
        var values = TensorMemory.Floats(masks[0]).ToArray();
        Assert.All(values, value => Assert.True(value == 0 || value == (float)(1 / 0.75)));
        Assert.InRange(values.Count(value => value == 0) / (double)Count, 0.25 - (5 * Math.Sqrt(0.1875 / Count)), 0.25 + (5 * Math.Sqrt(0.1875 / Count)));
        Assert.NotEqual(values, TensorMemory.Floats(masks[1]).ToArray());
        Assert.Equal(values, TensorMemory.Floats(masks[2]).ToArray());
    }

    [Fact]
    public void Depends_on_seed_and_draw_but_not_on_threads()
    {
        using var scope = torch.NewDisposeScope();
        float[][] Draws(int seed, int threads)
        {
            using var set = new TorchThreads(threads);
            var masks = new DropoutMasks(seed);
            return [.. Enumerable.Range(0, 2).Select(_ => TensorMemory.Floats(masks.Draw(0.5, 100, 1000)!).ToArray())];
        }

        var first = Draws(3, 1);
        Assert.Equal(first, Draws(3, 2));
        Assert.NotEqual(first[0], first[1]);
        Assert.NotEqual(first[0], Draws(4, 1)[0]);
    }

    [Fact]
    public void Nothing_is_drawn_for_a_rate_of_zero() => Assert.Null(new DropoutMasks(0).Draw(0, 3));

    [Fact]
    public void An_unscaled_mask_drops_the_same_and_keeps_the_rest_as_it_is()
    {
        using var scope = torch.NewDisposeScope();
        var scaled = TensorMemory.Floats(new DropoutMasks(1).Draw(0.25, 1000)!).ToArray();
        var unscaled = TensorMemory.Floats(new DropoutMasks(1).DrawUnscaled(0.25, 1000)!).ToArray();
        Assert.Equal(scaled.Select(value => value == 0 ? 0f : 1f), unscaled);
    }
}
