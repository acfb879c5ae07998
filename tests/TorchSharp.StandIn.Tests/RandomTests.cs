using static TorchSharp.torch;

namespace TorchSharp.StandIn.Tests;

[Collection(TorchCollection.Name)]
public class RandomTests
{
    [TorchFact]
    public void The_same_seed_gives_the_same_numbers()
    {
        manual_seed(7);
        var first = Draw();
        manual_seed(7);
        Assert.Equal(first, Draw());
        manual_seed(8);
        Assert.NotEqual(first, Draw());
    }

    [TorchFact]
    public void A_restored_state_continues_where_it_was()
    {
        manual_seed(1);
        Draw();
        using var state = get_rng_state();
        var next = Draw();
        set_rng_state(state);
        Assert.Equal(next, Draw());
    }

    [TorchFact]
    public void A_generator_is_independent_of_the_default_one()
    {
        using var a = new Generator(3);
        using var b = new Generator(3);
        var first = rand(5, generator: a).Values();
        Draw();
        Assert.Equal(first, rand(5, generator: b).Values());
        using var state = a.get_state();
        var next = randn(5, generator: a).Values();
        a.set_state(state);
        Assert.Equal(next, randn(5, generator: a).Values());
        Assert.Equal(3, b.initial_seed());
    }

    [TorchFact]
    public void Numbers_come_from_the_named_distributions()
    {
        manual_seed(5);
        var uniform = empty(20_000).uniform_(2, 4).Values();
        Assert.All(uniform, v => Assert.InRange(v, 2, 4));
        Assert.InRange(uniform.Average(), 2.97, 3.03);
        var normal = empty(20_000).normal_(1, 2).Values();
        Assert.InRange(normal.Average(), 0.94, 1.06);
        Assert.InRange(normal.Select(v => (v - 1) * (v - 1)).Average(), 3.8, 4.2);
        Assert.InRange(empty(20_000).bernoulli_(0.3).Values().Average(), 0.28, 0.32);
        Assert.Equal([0, 1, 2], randint(3, [200]).Values().Distinct().Order());
        Assert.Equal(Enumerable.Range(0, 10).Select(i => (float)i), randperm(10).Values().Order());
    }

    private static float[] Draw() => [.. randn(5).Values(), .. rand(5).Values(), .. empty(5).bernoulli_(0.5).Values()];
}
