namespace Microsoft.ML.MultiFit;

/// <summary>One entry of a vocabulary; its id is its position.</summary>
/// <param name="Piece">The text, with U+2581 for a space.</param>
/// <param name="Score">Log probability; 0 for symbols that are not learned.</param>
/// <param name="Type">What it is.</param>
public readonly record struct SentencePiece(string Piece, float Score, SentencePieceType Type);
