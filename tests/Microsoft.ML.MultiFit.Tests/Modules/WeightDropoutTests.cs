using TorchSharp;

namespace Microsoft.ML.MultiFit.Tests;

/// <summary>The oracle is the mask itself, drawn from the same seed.</summary>
[Collection(nameof(TorchCollection))]
public class WeightDropoutTests
{
    [Theory]
    [InlineData(3, 5)]
    [InlineData(211, 317)]    // more than two blocks, the last of them short
    public void Values_and_gradients_are_products_with_one_mask(int rows, int columns)
    {
        using var scope = torch.NewDisposeScope();
        float[] numbers = [.. Enumerable.Range(1, rows * columns).Select(i => (float)i)];
        var weight = torch.tensor(numbers, [rows, columns]).requires_grad_();
        var factors = torch.tensor(Array.ConvertAll(numbers, number => 1 / number), [rows, columns]);
        var masks = new DropoutMasks(7) { Drawn = 4 };
        var dropped = WeightDropout.Of(weight, 0.3, masks);
        dropped.mul(factors).sum().backward();
        var mask = TensorMemory.Floats(new DropoutMasks(7) { Drawn = 4 }.Draw(0.3, rows, columns)!).ToArray();
        Assert.Equal(numbers.Zip(mask, (number, factor) => number * factor), TensorMemory.Floats(dropped).ToArray());
        Assert.Equal(numbers.Zip(mask, (number, factor) => 1 / number * factor), TensorMemory.Floats(weight.grad!).ToArray());
        Assert.Equal(5ul, masks.Drawn);
    }

    [Fact]
    public void Without_a_rate_it_is_the_matrix_itself()
    {
        using var scope = torch.NewDisposeScope();
        var weight = torch.zeros(2, 3);
        var masks = new DropoutMasks(1);
        Assert.Same(weight, WeightDropout.Of(weight, 0, masks));
        Assert.Equal(0ul, masks.Drawn);
    }

    [Fact]
    public void A_matrix_that_does_not_learn_is_dropped_from_alike()
    {
        using var scope = torch.NewDisposeScope();
        var weight = torch.ones(40, 50);
        var mask = new DropoutMasks(3).Draw(0.5, 40, 50)!;
        Assert.Equal(TensorMemory.Floats(mask).ToArray(), TensorMemory.Floats(WeightDropout.Of(weight, 0.5, new DropoutMasks(3))).ToArray());
    }
}
