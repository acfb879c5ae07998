namespace Microsoft.ML.MultiFit;

/// <summary>What a piece of a vocabulary is. Numbers as in the SentencePiece model file.</summary>
public enum SentencePieceType
{
    /// <summary>Learned from text.</summary>
    Normal = 1,

    /// <summary>Stands for text that no piece covers.</summary>
    Unknown = 2,

    /// <summary>Never produced from text.</summary>
    Control = 3,

    /// <summary>Given by the user, found in text as it is.</summary>
    UserDefined = 4,

    /// <summary>Kept for its id only.</summary>
    Unused = 5,

    /// <summary>One byte, for byte fallback.</summary>
    Byte = 6,
}
