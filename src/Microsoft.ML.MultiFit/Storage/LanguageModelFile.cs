namespace Microsoft.ML.MultiFit;

/// <summary>A language model as named entries of somebody else's archive (stub); the delegates are as in <see cref="ClassifierFile"/>.</summary>
internal static class LanguageModelFile
{
    /// <summary>Writes the entries.</summary>
    public static void Write(LanguageModel model, Action<string, Action<Stream>> writeEntry) => throw new NotImplementedException($"{model} {writeEntry}");

    /// <summary>Reads the entries.</summary>
    public static LanguageModel Read(Action<string, Action<Stream>> readEntry) => throw new NotImplementedException($"{readEntry}");
}
