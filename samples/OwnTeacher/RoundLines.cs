using Microsoft.ML.MultiFit;

namespace OwnTeacher;

/// <summary>Prints what each round learns from.</summary>
internal sealed class RoundLines : IProgress<BootstrapRound>
{
    public void Report(BootstrapRound value) => Console.WriteLine($"    {value.Describe()}");
}
