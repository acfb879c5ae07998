namespace Microsoft.ML.Data;

/// <summary>What predicts with a chain sees only its parts for scoring.</summary>
internal interface IScoringChain
{
    ITransformer ForScoring();
}
