using TorchSharp.Interop;

namespace TorchSharp.StandIn.Tests;

[Collection(TorchCollection.Name)]
public class RuntimeTests
{
    [Fact]
    public void A_missing_shim_names_the_script_and_the_packages()
    {
        var message = MissingLibrary.Message("/app/libMultiFitTorch.so", shimExists: false, reason: null);
        Assert.Contains("/app/libMultiFitTorch.so", message);
        Assert.Contains("eng/build-torch-shim.sh", message);
        Assert.Contains("libtorch-dev", message);
        Assert.Contains("libopenblas0-openmp", message);
    }

    [Fact]
    public void A_missing_libtorch_names_what_the_loader_said()
    {
        var message = MissingLibrary.Message("/app/libMultiFitTorch.so", shimExists: true, "libtorch_cpu.so.1.13: cannot open shared object file\nmore");
        Assert.Contains("libtorch_cpu.so.1.13", message);
        Assert.Contains("libtorch-dev", message);
        Assert.DoesNotContain("more", message);
    }

    [TorchFact]
    public void Threads_are_as_many_as_asked()
    {
        torch.set_num_threads(2);
        Assert.Equal(2, torch.get_num_threads());
        torch.set_num_threads(1);
        Assert.Equal(1, torch.get_num_threads());
    }

    [TorchFact]
    public void The_environment_is_described()
    {
        Assert.Matches(@"^\d+\.\d+", torch.__version__);
        Assert.True(torch.cuda.device_count() >= 0);
        Assert.Equal(torch.cuda.is_available(), torch.cuda.device_count() > 0);
        Assert.Equal("cpu", torch.CPU.ToString());
        Assert.Equal("cuda:1", new torch.Device("cuda:1").ToString());
        if (!torch.cuda.is_available())
            Assert.ThrowsAny<Exception>(() => torch.device("cuda"));
    }
}
