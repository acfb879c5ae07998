namespace Microsoft.ML.Data;

/// <summary>Files, or what can be read like files.</summary>
public interface IMultiStreamSource
{
    int Count { get; }

    string GetPathOrNull(int index);

    Stream Open(int index);

    TextReader OpenTextReader(int index);
}
