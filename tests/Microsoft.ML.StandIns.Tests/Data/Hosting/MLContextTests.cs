using System.Reflection;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.StandIns.Tests.Data.Hosting;

public class MLContextTests
{
    private const BindingFlags Any = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    private static Type CoreType(string name) => typeof(IHost).Assembly.GetType(name, throwOnError: true);

    private static T Internal<T>(object environment, string property) =>
        (T)CoreType("Microsoft.ML.Runtime.IHostEnvironmentInternal").GetProperty(property).GetValue(environment);

    private static bool IsCanceled(IHost host) => (bool)CoreType("Microsoft.ML.Runtime.ICancelable").GetProperty("IsCanceled").GetValue(host);

    [Fact]
    public void Messages_reach_the_log_with_source_and_kind()
    {
        var ml = new MLContext(1);
        var log = new List<LoggingEventArgs>();
        ml.Log += (sender, message) =>
        {
            Assert.Same(ml, sender);
            log.Add(message);
        };
        var host = ((IHostEnvironment)ml).Register("MultiFitTrainer");
        using (var channel = host.Start("Fit"))
        {
            channel.Info(MessageSensitivity.None, "epoch {0} loss {1}", 1, 2.5);
            channel.Info(MessageSensitivity.UserData, "plain {0}");
            channel.Warning(MessageSensitivity.None, "careful");
        }

        Assert.All(log, message => Assert.Equal("MultiFitTrainer; Fit", message.Source));
        Assert.Equal(
            [ChannelMessageKind.Trace, ChannelMessageKind.Info, ChannelMessageKind.Info, ChannelMessageKind.Warning, ChannelMessageKind.Trace, ChannelMessageKind.Trace],
            log.Select(message => message.Kind));
        Assert.Equal(["Channel started", "epoch 1 loss 2.5", "plain {0}", "careful"], log.Take(4).Select(message => message.RawMessage));
        Assert.Equal("[Source=MultiFitTrainer; Fit, Kind=Info] epoch 1 loss 2.5", log[1].Message);
        Assert.Matches(@"^Channel finished. Elapsed \d\d:\d\d:\d\d(\.\d+)?\.$", log[4].RawMessage);
        Assert.Equal("Channel disposed", log[5].RawMessage);
    }

    [Fact]
    public void A_host_in_a_host_shows_its_own_name()
    {
        var ml = new MLContext();
        var sources = new HashSet<string>();
        ml.Log += (_, message) => sources.Add(message.Source);
        using (((IHostEnvironment)ml).Register("Outer").Register("Inner").Start("Work"))
        {
        }

        using (((IHostEnvironment)ml).Start("Direct"))
        {
        }

        Assert.Equal(["Direct", "Inner; Work"], sources.Order());
    }

    [Fact]
    public void Seeds_make_hosts_reproducible()
    {
        static int[] Draw(Random random) => [random.Next(), random.Next(), random.Next()];
        IHostEnvironment one = new MLContext(5), two = new MLContext(5), other = new MLContext();
        Assert.Equal(Draw(one.Register("a").Rand), Draw(two.Register("a").Rand));
        Assert.NotEqual(Draw(one.Register("a", 7).Rand), Draw(two.Register("a", 8).Rand));
        Assert.Equal(Draw(one.Register("a", 7).Rand), Draw(other.Register("b", 7).Rand));
        Assert.NotEqual(Draw(one.Register("a").Rand), Draw(one.Register("a").Rand));
    }

    [Fact]
    public void A_host_needs_a_name() =>
        Assert.Equal("name", Assert.Throws<ArgumentOutOfRangeException>(() => ((IHostEnvironment)new MLContext()).Register("")).ParamName);

    [Fact]
    public void The_environment_tells_its_options_to_the_inside()
    {
        var ml = new MLContext(5) { GpuDeviceId = 3, FallbackToCpu = true, TempFilePath = "/elsewhere" };
        var host = ((IHostEnvironment)ml).Register("a");
        foreach (var environment in new object[] { ml, host })
        {
            Assert.Equal(5, Internal<int?>(environment, "Seed"));
            Assert.Equal(3, Internal<int?>(environment, "GpuDeviceId"));
            Assert.True(Internal<bool>(environment, "FallbackToCpu"));
            Assert.Equal("/elsewhere", Internal<string>(environment, "TempFilePath"));
        }
    }

    [Fact]
    public void Options_are_set_read_and_removed()
    {
        var ml = new MLContext();
        ml.SetOption("k", 5);
        Assert.Equal(5, ml.GetOptionOrDefault<int>("k"));
        Assert.False(ml.TryAddOption("k", 6));
        Assert.True(ml.TryGetOption<int>("k", out var value));
        Assert.Equal(5, value);
        Assert.Null(ml.GetOptionOrDefault<string>("other"));
        Assert.Throws<InvalidCastException>(() => ml.GetOptionOrDefault<string>("k"));
        var onHost = new object[] { "k", null };
        var read = CoreType("Microsoft.ML.Runtime.IHostEnvironmentInternal").GetMethod("TryGetOption").MakeGenericMethod(typeof(int));
        Assert.False((bool)read.Invoke(((IHostEnvironment)ml).Register("a"), onHost));
        Assert.True(ml.RemoveOption("k"));
        Assert.False(ml.RemoveOption("k"));
    }

    [Fact]
    public void Cancelling_marks_every_host()
    {
        var ml = new MLContext();
        var outer = ((IHostEnvironment)ml).Register("a");
        var inner = outer.Register("b");
        Assert.False(IsCanceled(inner));
        typeof(MLContext).GetMethod("CancelExecution", Any).Invoke(ml, null);
        Assert.True(IsCanceled(outer));
        Assert.True(IsCanceled(inner));
        Assert.True(IsCanceled(((IHostEnvironment)ml).Register("c")));
    }

    [Fact]
    public void Catalogs_give_their_environment_to_extensions()
    {
        var ml = new MLContext(5);
        foreach (var catalog in new object[] { ml.Data, ml.Model, ml.Transforms, ml.Transforms.Text, ml.Transforms.Conversion, ml.MulticlassClassification, ml.MulticlassClassification.Trainers })
        {
            var contract = Assert.Single(catalog.GetType().GetInterfaces(), type => type.FullName == "Microsoft.ML.Data.IInternalCatalog");
            var environment = Assert.IsAssignableFrom<IHostEnvironment>(contract.GetProperty("Environment").GetValue(catalog));
            Assert.Same(ml.ComponentCatalog, environment.ComponentCatalog);
            Assert.Equal(5, Internal<int?>(environment, "Seed"));
        }
    }

    [Fact]
    public void Progress_takes_metrics_then_units()
    {
        using var progress = ((IHostEnvironment)new MLContext()).Register("a").StartProgressChannel("Training");
        progress.SetHeader(new ProgressHeader(["Loss", "Accuracy"], ["batches"]), entry => entry.SetProgress(0, 1, 2));
        progress.Checkpoint(0.5, 0.9, 1);
        Assert.Throws<InvalidOperationException>(() => progress.Checkpoint(1, 2, 3, 4, 5, 6));
    }
}
