namespace Microsoft.ML.MultiFit;

/// <summary>Features and their class.</summary>
/// <param name="Features">As many numbers as every other row has.</param>
/// <param name="Label">Its class, from 0.</param>
/// <param name="Weight">Its weight in the loss, above 0. Default 1.</param>
public readonly record struct LabeledVector(float[] Features, int Label, float Weight = 1);
