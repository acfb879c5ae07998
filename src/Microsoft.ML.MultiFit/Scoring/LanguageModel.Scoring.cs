namespace Microsoft.ML.MultiFit;

public sealed partial class LanguageModel
{
    private PackedEncoder? _packedEncoder;
    private object? _packedEncoderLock;
    private bool _isEncoderPacked;

    /// <summary>The encoder ready for scoring; packed at the first use and shared by everything that scores with this model.</summary>
    internal PackedEncoder PackedEncoder =>
        LazyInitializer.EnsureInitialized(ref _packedEncoder, ref _isEncoderPacked, ref _packedEncoderLock, () => new PackedEncoder(this))!;
}
