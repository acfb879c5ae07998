using Microsoft.ML.Tokenizers;

namespace Microsoft.ML.MultiFit;

/// <summary>One way to cut a text into pieces.</summary>
/// <param name="Tokens">Id, piece and range in the original text of each token, as <see cref="UnigramTokenizer.EncodeToTokensWithOriginalOffsets"/> gives them.</param>
/// <param name="Score">Log probability under the unigram model: the sum of the pieces' scores.</param>
public sealed record ScoredSegmentation(IReadOnlyList<EncodedToken> Tokens, float Score)
{
    /// <summary>The ids of the tokens.</summary>
    public IReadOnlyList<int> Ids => [.. Tokens.Select(token => token.Id)];
}
