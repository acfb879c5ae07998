namespace Microsoft.ML.MultiFit.Tests;

public class ModelArchitectureTests
{
    [Fact]
    public void Last_layer_has_the_embeddings_width()
    {
        var paper = new ModelArchitecture();
        Assert.Equal([400, 1550, 1550, 1550], Enumerable.Range(0, 4).Select(paper.InputSize));
        Assert.Equal([1550, 1550, 1550, 400], Enumerable.Range(0, 4).Select(paper.OutputSize));
        Assert.Equal([2, 1, 1, 1], Enumerable.Range(0, 4).Select(paper.Window));
    }

    [Fact]
    public void Windows_are_those_of_the_list_or_of_the_first_layer()
    {
        var listed = new ModelArchitecture { LayerCount = 3, Windows = [1, 2, 2] };
        Assert.Equal([1, 2, 2], Enumerable.Range(0, 3).Select(listed.Window));
        Assert.Equal([1, 2, 2], listed.Windows);
        Assert.Equal(listed, new ModelArchitecture { LayerCount = 3, Windows = new List<int> { 1, 2, 2 } });
        Assert.NotEqual(listed, listed with { Windows = [1, 2, 1] });
        Assert.Equal([1, 1, 1], Enumerable.Range(0, 3).Select((listed with { Encoder = EncoderKind.Lstm }).Window));
    }

    [Fact]
    public void Everything_wrong_is_named_at_once()
    {
        var wrong = new ModelArchitecture { Encoder = (EncoderKind)7, Pooling = (QrnnPooling)7, Direction = (TextDirection)7, Windows = [2, 1] };
        Assert.Equal(["Encoder", "Pooling", "Direction", "Windows"], wrong.Problems().Select(problem => problem.Split(' ')[0]));
        Assert.Single((new ModelArchitecture { LayerCount = 1, Windows = [3] }).Problems());
        Assert.Empty(new ModelArchitecture { Windows = [1, 1, 2, 2] }.Problems());
    }

    [Theory]
    [InlineData(EncoderKind.Qrnn, 26_025_150)]
    [InlineData(EncoderKind.Lstm, 59_685_200)]
    public void The_papers_sizes_give_the_known_number_of_parameters(EncoderKind encoder, int expected)
    {
        // The authors' code counts 26,025,150, and 59,705,400 with the LSTM's second bias.
        var shapes = WeightNames.OfLanguageModel(new ModelArchitecture { Encoder = encoder }).Select(weight => weight.Shape);
        Assert.Equal(expected, shapes.Sum(shape => shape.Aggregate(1, (a, b) => a * b)));
    }
}
