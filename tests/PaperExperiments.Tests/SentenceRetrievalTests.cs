namespace PaperExperiments.Tests;

public class SentenceRetrievalTests
{
    [Fact]
    public void Scaling_takes_a_hub_its_advantage()
    {
        // The first translation is the nearest neighbour of both sentences, the second sentence that of both translations: cosines .8 and .28, .96 and .936.
        float[][] source = [[1, 0], [0.6f, 0.8f]];
        float[][] target = [[0.8f, 0.6f], [0.28f, 0.96f]];
        Assert.Equal([0.5, 0.5, 1, 1], SentenceRetrieval.Accuracy(source, target));
        Assert.Equal([0, 0, 0, 0], SentenceRetrieval.Accuracy([[1, 0], [0, 1]], [[0, 1], [1, 0]]));
    }
}
