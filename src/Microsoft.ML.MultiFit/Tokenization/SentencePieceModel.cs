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

/// <summary>One entry of a vocabulary; its id is its position.</summary>
/// <param name="Piece">The text, with U+2581 for a space.</param>
/// <param name="Score">Log probability; 0 for symbols that are not learned.</param>
/// <param name="Type">What it is.</param>
public readonly record struct SentencePiece(string Piece, float Score, SentencePieceType Type);

/// <summary>A SentencePiece <c>.model</c> file.</summary>
public sealed class SentencePieceModel
{
    /// <summary>The vocabulary; a piece's id is its index.</summary>
    public IReadOnlyList<SentencePiece> Pieces => throw new NotImplementedException();

    /// <summary>Reads a model file.</summary>
    /// <exception cref="InvalidDataException">The file is damaged or not a SentencePiece model.</exception>
    public static SentencePieceModel Load(string path) => throw new NotImplementedException();

    /// <summary>Reads a model from a stream, to its end. <paramref name="name"/> is what error messages call it.</summary>
    public static SentencePieceModel Load(Stream stream, string name = "SentencePiece model") => throw new NotImplementedException();

    /// <summary>Writes the model file; it appears whole or not at all.</summary>
    public void Save(string path) => throw new NotImplementedException();

    /// <summary>Writes the model.</summary>
    public void Save(Stream stream) => throw new NotImplementedException();
}
