namespace PaperExperiments.Tests;

public class ExperimentOptionsTests
{
    [Fact]
    public void Options_have_values_or_their_defaults()
    {
        var options = new ExperimentOptions(["--step", "0.25", "--pairs", "b,a"]);
        Assert.Equal((0.25, 3), (options.Share("step", 0.05), options.Count("seeds", 3)));
        Assert.Equal(["b", "a"], options.Some("pairs", ["a", "b", "c"]));
        Assert.Equal(["a", "b"], options.Some("tasks", ["a", "b"]));
        Assert.Equal(("0.25", "best"), (options.One("step", ["0.5", "0.25"]), options.One("epoch", ["best", "last"])));
        options.RequireKnown();
    }

    [Theory]
    [InlineData("an option is --name value, but there is 'step'", "step", "1")]
    [InlineData("an option is --name value, but there is '--step'", "--step")]
    [InlineData("--step is given twice", "--step", "1", "--step", "1")]
    [InlineData("--step must be a number above 0, at most 1, but is '1.5'", "--step", "1.5")]
    [InlineData("--step must be a number above 0, at most 1, but is '0'", "--step", "0")]
    [InlineData("--seeds must be a whole number from 1 on, but is '0'", "--seeds", "0")]
    [InlineData("--pairs: there is no 'x'; there are a, b", "--pairs", "a,x")]
    [InlineData("--epoch: there is no 'first'; there are best, last", "--epoch", "first")]
    [InlineData("there is no option --speed here; there are: --step, --seeds, --pairs, --epoch", "--speed", "9")]
    public void Wrong_ones_are_refused(string message, params string[] arguments)
    {
        var error = Assert.Throws<ArgumentException>(() =>
        {
            var options = new ExperimentOptions(arguments);
            options.Share("step", 0.05);
            options.Count("seeds", 3);
            options.Some("pairs", ["a", "b"]);
            options.One("epoch", ["best", "last"]);
            options.RequireKnown();
        });
        Assert.Equal(message, error.Message);
    }

    [Theory]
    [InlineData("noise", "--speed", "9")]
    [InlineData("noises", "--step", "0.5")]
    public void The_program_says_so_before_any_work(string name, params string[] options)
    {
        using var folder = new TemporaryFolder();
        var exitCode = typeof(LabelNoise).Assembly.EntryPoint!.Invoke(null, [(string[])[name, folder.File("data"), folder.File("output"), .. options]]);
        Assert.Equal(2, exitCode);
        Assert.Empty(folder.FileNames);
    }
}
