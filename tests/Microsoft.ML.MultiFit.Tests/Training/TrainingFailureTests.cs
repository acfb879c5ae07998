using System.Runtime.InteropServices;

namespace Microsoft.ML.MultiFit.Tests;

public class TrainingFailureTests
{
    [Theory]
    [InlineData("CUDA out of memory. Tried to allocate 2.00 GiB (GPU 0; 7.79 GiB total capacity)\nException raised from malloc at x.cpp:1", true)]
    [InlineData("[enforce fail at alloc_cpu.cpp:66] . DefaultCPUAllocator: can't allocate memory: you tried to allocate 17179869184 bytes.", true)]
    [InlineData("mat1 and mat2 shapes cannot be multiplied (2x3 and 4x5)", false)]
    public void The_librarys_words_for_no_memory_are_known(string message, bool expected) =>
        Assert.Equal(expected, TrainingFailure.IsOutOfMemory(new ExternalException(message)));

    [Fact]
    public void No_memory_is_told_in_one_line_with_sizes_and_advice()
    {
        var cause = new ExternalException("CUDA out of memory. Tried to allocate 2.00 GiB\nException raised from malloc at x.cpp:1");
        var error = TrainingFailure.OutOfMemory(cause, "50 rows of 70 tokens", 26_012_345, "stage 'pretrain', epoch 1, step 1 of 9");
        Assert.Equal(
            "Out of memory (stage 'pretrain', epoch 1, step 1 of 9) with 50 rows of 70 tokens and 26.0 million weights: lower BatchSize, BpttLength or, for a "
            + "classifier, MaxLength, or take a smaller architecture. (CUDA out of memory. Tried to allocate 2.00 GiB)",
            error.Message);
        Assert.Same(cause, error.InnerException);
    }

    [Fact]
    public void No_memory_for_the_network_is_told_in_one_line_too_and_other_failures_are_not_touched()
    {
        var cause = new ExternalException("CUDA out of memory. Tried to allocate 2.00 GiB\nException raised from malloc at x.cpp:1");
        var error = Assert.Throws<TrainingException>(() => TrainingFailure.Place<int>("network", 26_012_345, "cuda", () => throw cause));
        Assert.Equal(
            "Out of memory: device 'cuda' has no room for the network of 26.0 million weights. Take a smaller architecture, another Device, or end what else uses "
            + "its memory. (CUDA out of memory. Tried to allocate 2.00 GiB)",
            error.Message);
        Assert.Same(cause, error.InnerException);
        Assert.Throws<ExternalException>(() => TrainingFailure.Place<int>("network", 1, "cpu", () => throw new ExternalException("shapes cannot be multiplied")));
        Assert.Equal(7, TrainingFailure.Place("network", 1, "cpu", () => 7));
    }
}
