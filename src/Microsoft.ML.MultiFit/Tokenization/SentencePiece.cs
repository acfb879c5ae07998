using System.Globalization;

namespace Microsoft.ML.MultiFit;

/// <summary>One entry of a vocabulary; its id is its position.</summary>
/// <param name="Piece">The text, with U+2581 for a space.</param>
/// <param name="Score">Log probability; 0 for symbols that are not learned.</param>
/// <param name="Type">What it is.</param>
public readonly record struct SentencePiece(string Piece, float Score, SentencePieceType Type)
{
    /// <summary>The byte that a piece like <c>&lt;0x0A&gt;</c> stands for; −1 if its text is no such name.</summary>
    internal int ByteValue =>
        byte.TryParse(Piece.AsSpan(Piece.Length == 6 ? 3 : Piece.Length, Piece.Length == 6 ? 2 : 0), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte value)
        && Piece == $"<0x{value:X2}>" ? value : -1;
}
