namespace Microsoft.ML.MultiFit;

/// <summary>The order in which a language model reads a document.</summary>
public enum TextDirection
{
    /// <summary>First piece first.</summary>
    Forward,

    /// <summary>
    /// Last piece first: all pieces of a document, <c>xxbos</c> included, are turned round, so that <c>xxbos</c> is read last and predicted as the end
    /// (fastai 1). The order of documents stays. ULMFiT's ensemble needs such a model beside a forward one.
    /// </summary>
    Backward,
}
