namespace OwnTeacher;

/// <summary>What teacher and student say of a description; empty where the teacher does not know.</summary>
internal sealed class Prediction
{
    public string PredictedLabel { get; set; } = "";
}
