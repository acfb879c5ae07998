using System.Buffers;
using Microsoft.ML.Tokenizers;

namespace Microsoft.ML.MultiFit;

/// <summary>Unigram tokenizer (stub).</summary>
public sealed class UnigramTokenizer : Tokenizer
{
    /// <summary>Creates the tokenizer.</summary>
    public UnigramTokenizer(SentencePieceModel model) => Model = model;

    /// <summary>The vocabulary.</summary>
    public SentencePieceModel Model { get; }

    /// <inheritdoc/>
    public override OperationStatus Decode(IEnumerable<int> ids, Span<char> destination, out int idsConsumed, out int charsWritten) => throw new NotImplementedException();

    /// <inheritdoc/>
    protected override EncodeResults<EncodedToken> EncodeToTokens(string? text, ReadOnlySpan<char> textSpan, EncodeSettings settings) => throw new NotImplementedException();
}
