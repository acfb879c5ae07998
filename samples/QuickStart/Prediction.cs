namespace QuickStart;

/// <summary>What the trained model adds to a document.</summary>
internal sealed class Prediction
{
    public string PredictedLabel { get; set; } = "";

    public float Probability { get; set; }
}
