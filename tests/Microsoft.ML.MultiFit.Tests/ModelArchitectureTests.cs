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
}
