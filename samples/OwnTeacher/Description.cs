namespace OwnTeacher;

/// <summary>What teacher and student read: a text, and no label.</summary>
internal sealed class Description
{
    public string Text { get; set; } = "";
}
