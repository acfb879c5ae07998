namespace Microsoft.ML.MultiFit;

/// <summary>What a document of a corpus is for.</summary>
public enum CorpusPart
{
    /// <summary>Learned from.</summary>
    Train,

    /// <summary>Measured on while choosing.</summary>
    Validation,

    /// <summary>Measured on at the end.</summary>
    Test,
}
