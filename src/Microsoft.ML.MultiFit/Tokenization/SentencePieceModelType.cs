namespace Microsoft.ML.MultiFit;

/// <summary>The kind of a SentencePiece model. Numbers as in the model file.</summary>
public enum SentencePieceModelType
{
    /// <summary>Unigram language model: the kind this library learns and uses by default.</summary>
    Unigram = 1,

    /// <summary>Byte pair encoding.</summary>
    Bpe = 2,

    /// <summary>Words between spaces, which this library learns too.</summary>
    Word = 3,

    /// <summary>Single characters.</summary>
    Char = 4,
}
