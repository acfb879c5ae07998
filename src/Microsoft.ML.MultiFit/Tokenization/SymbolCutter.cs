namespace Microsoft.ML.MultiFit;

/// <summary>Cuts a normalised text into what byte pair encoding and character models begin with: user-defined symbols, longest first, and characters.</summary>
internal sealed class SymbolCutter(SentencePieceModel model)
{
    private readonly DoubleArray _userDefined = Build(model, type => type == SentencePieceType.UserDefined);

    /// <summary>The pieces that text can become, by their UTF-8.</summary>
    public static DoubleArray TextPieces(SentencePieceModel model) =>
        Build(model, type => type is SentencePieceType.Normal or SentencePieceType.UserDefined or SentencePieceType.Unused);

    /// <summary>Bytes of the symbol that <paramref name="text"/>, which is not empty, begins with.</summary>
    public int Next(ReadOnlySpan<byte> text, out bool isUserDefined)
    {
        int length = _userDefined.LongestPrefix(text, out _);
        isUserDefined = length > 0;
        return isUserDefined ? length : Math.Min(TextNormalizer.Utf8Length(text[0]), text.Length);
    }

    private static DoubleArray Build(SentencePieceModel model, Predicate<SentencePieceType> isWanted) =>
        DoubleArrayBuilder.Build(model.Pieces.Select((piece, id) => (piece, id)).Where(entry => isWanted(entry.piece.Type)).Select(entry => (entry.piece.Piece, entry.id)));
}
