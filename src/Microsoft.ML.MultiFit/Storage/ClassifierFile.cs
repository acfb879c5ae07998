namespace Microsoft.ML.MultiFit;

/// <summary>A classifier as named entries of somebody else's archive (stub).</summary>
internal static class ClassifierFile
{
    /// <summary>Writes the entries.</summary>
    /// <param name="model">The classifier.</param>
    /// <param name="writeEntry">Opens an entry of that name, hands its stream to the function, closes it.</param>
    public static void Write(TextClassifier model, Action<string, Action<Stream>> writeEntry) => throw new NotImplementedException($"{model} {writeEntry}");

    /// <summary>Reads the entries.</summary>
    /// <param name="readEntry">Opens the entry of that name, hands its stream to the function, closes it; throws if there is none.</param>
    public static TextClassifier Read(Action<string, Action<Stream>> readEntry) => throw new NotImplementedException($"{readEntry}");
}
