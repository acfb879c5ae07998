using TorchSharp;
using TorchSharp.Modules;

namespace Microsoft.ML.MultiFit;

/// <summary>Hidden states → scores of every piece, with the embedding matrix as its weight (weight tying) and a bias of its own.</summary>
internal sealed class TiedDecoder : torch.nn.Module
{
    /// <summary>A decoder with a bias of zero.</summary>
    public TiedDecoder(int vocabularySize) : base(nameof(TiedDecoder))
    {
        Bias = ZeroParameter.Of(vocabularySize);
        register_parameter("bias", Bias);
    }

    /// <summary>The bias <c>[vocabulary]</c>.</summary>
    public Parameter Bias { get; }

    /// <summary>Scores before softmax.</summary>
    /// <param name="hidden"><c>[…, embedding]</c>.</param>
    /// <param name="embedding">The embedding matrix <c>[vocabulary, embedding]</c>.</param>
    /// <returns><c>[…, vocabulary]</c>.</returns>
    public torch.Tensor forward(torch.Tensor hidden, torch.Tensor embedding) => torch.nn.functional.linear(hidden, embedding, Bias);

    /// <summary>Mean cross entropy of the pieces to predict, without ever holding the scores of a whole batch.</summary>
    /// <param name="hidden"><c>[rows, embedding]</c>.</param>
    /// <param name="embedding">The embedding matrix.</param>
    /// <param name="targets">The right piece of every row; −1 for none.</param>
    /// <param name="smoothing">ε of label smoothing.</param>
    /// <returns>The loss, a scalar tensor, and how many rows' highest score was the right piece's.</returns>
    public (torch.Tensor Loss, int RightCount) Loss(torch.Tensor hidden, torch.Tensor embedding, int[] targets, double smoothing)
    {
        var prediction = new DecoderLoss.Prediction(targets, smoothing, torch.is_grad_enabled());
        return (DecoderLoss.Of(hidden, embedding, Bias, prediction), prediction.RightCount);
    }

    /// <inheritdoc/>
    protected override void RegisterComponents()
    {
        // Only what the constructor registers belongs to the state, under the names of the file format; fields are not searched for more.
    }
}
