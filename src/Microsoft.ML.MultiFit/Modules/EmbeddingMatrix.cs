using TorchSharp;
using TorchSharp.Modules;

namespace Microsoft.ML.MultiFit;

/// <summary>The embedding matrix, which encoder and decoder share.</summary>
internal sealed class EmbeddingMatrix : torch.nn.Module
{
    /// <summary>A matrix of zeros.</summary>
    public EmbeddingMatrix(ModelArchitecture architecture, torch.Device device) : base(nameof(EmbeddingMatrix))
    {
        Weight = ZeroParameter.Of(device, architecture.VocabularySize, architecture.EmbeddingSize);
        register_parameter("weight", Weight);
    }

    /// <summary><c>[vocabulary, embedding]</c>.</summary>
    public Parameter Weight { get; }

    /// <inheritdoc/>
    protected override void RegisterComponents()
    {
        // Only what the constructor registers belongs to the state, under the names of the file format; fields are not searched for more.
    }
}
