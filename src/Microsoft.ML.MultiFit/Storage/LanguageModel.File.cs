namespace Microsoft.ML.MultiFit;

public sealed partial class LanguageModel
{
    /// <summary>Reads a <c>*.multifit</c> file.</summary>
    public static LanguageModel Load(string path) => throw new NotImplementedException(path);

    /// <summary>Reads a language model from a seekable stream; <paramref name="name"/> is what error messages call it.</summary>
    public static LanguageModel Load(Stream stream, string name = "language model") => throw new NotImplementedException(name);

    /// <summary>Writes a <c>*.multifit</c> file; it appears whole or not at all.</summary>
    public void Save(string path) => throw new NotImplementedException(path);

    /// <summary>Writes the same bytes to a stream.</summary>
    public void Save(Stream stream) => throw new NotImplementedException();
}
