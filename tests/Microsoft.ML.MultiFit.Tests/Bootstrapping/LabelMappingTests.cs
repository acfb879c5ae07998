namespace Microsoft.ML.MultiFit.Tests;

public class LabelMappingTests
{
    [Fact]
    public void Labels_are_found_by_value()
    {
        var mapping = LabelMapping.To(["a", "b", "c"]);
        mapping.RequireSame(["c", "a", "b"], "x", "y");
        Assert.Equal([2, 0, 1, -1, -1], new[] { "c", "a", "b", "A", "" }.Select(mapping.ClassOf));
    }

    [Fact]
    public void What_either_side_lacks_is_named()
    {
        var mapping = LabelMapping.To(["a", "b", "c"]);
        Assert.Contains("The labels of x are not those of y: only x has 'd'; only y has 'a', 'c'.", Message(["b", "d"]));
        Assert.Contains("only y has 'c'.", Message(["a", "b"]));
        Assert.Contains("only x has 'd'.", Message(["a", "b", "c", "d"]));
        Assert.EndsWith("'9', ….", Message(["a", "b", "c", .. Enumerable.Range(0, 20).Select(i => $"{i}")]));
        Assert.Contains("Two classes are called 'a'", Assert.Throws<ArgumentException>(() => LabelMapping.To(["a", "a"])).Message);

        string Message(string[] labels) => Assert.Throws<ArgumentException>(() => mapping.RequireSame(labels, "x", "y")).Message;
    }
}
