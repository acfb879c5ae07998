using TorchSharp;
using TorchSharp.Modules;

namespace Microsoft.ML.MultiFit;

/// <summary>One layer of an encoder.</summary>
internal interface IRecurrentLayer
{
    /// <summary>The matrix that weight dropout drops elements of.</summary>
    Parameter DroppedWeight { get; }

    /// <summary>Runs a chunk of steps and moves the state on.</summary>
    /// <param name="input"><c>[batch, time, input]</c>, contiguous, zero at padding.</param>
    /// <param name="state">The layer's state, changed in place.</param>
    /// <param name="mask"><c>[batch, time]</c>, contiguous: 1 at tokens, 0 at padding, which comes before a row's first token; null for no padding.</param>
    /// <param name="droppedWeight"><see cref="DroppedWeight"/>, or what is left of it.</param>
    /// <param name="zoneout">1, or 0 where a QRNN's cell keeps its value, <c>[batch, time, output]</c>; null for none, and in an LSTM.</param>
    /// <returns><c>[batch, time, output]</c>, contiguous; zero at leading padding.</returns>
    torch.Tensor forward(torch.Tensor input, LayerState state, torch.Tensor? mask, torch.Tensor droppedWeight, torch.Tensor? zoneout);

    /// <summary>The layer's parameters.</summary>
    IEnumerable<Parameter> parameters(bool recurse = true);
}
