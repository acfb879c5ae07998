namespace Microsoft.ML.MultiFit;

public sealed partial class LanguageModel
{
    /// <summary>
    /// The model with another vocabulary, to fine-tune where the own one does not fit: a piece that both have keeps its embedding row and decoder bias, a
    /// new one gets the mean of all rows and biases (fastai's <c>convert_weights</c>). Symbols count as the same with and without U+2581.
    /// </summary>
    /// <param name="vocabulary">The new vocabulary, of any size.</param>
    /// <param name="textRules">The rules that go with it; null keeps the present ones.</param>
    public LanguageModel WithVocabulary(SentencePieceModel vocabulary, TextRules? textRules = null)
    {
        ArgumentNullException.ThrowIfNull(vocabulary);
        int[] oldIds = [.. vocabulary.Pieces.Select(piece => IdOfSame(piece.Piece))];
        var architecture = Architecture with { VocabularySize = oldIds.Length };
        var weights = WeightNames.OfLanguageModel(architecture).Select(weight => KeyValuePair.Create(
            weight.Name, WeightNames.HasRowPerPiece(weight.Name) ? Rows(Weights[weight.Name], oldIds) : Weights[weight.Name]));
        return new LanguageModel(architecture, textRules ?? TextRules, vocabulary, new WeightSet(weights), Provenance);
    }

    private int IdOfSame(string piece)
    {
        if (Vocabulary.IdOf(piece) is >= 0 and var id)
            return id;
        string word = piece.TrimStart(TextNormalizer.SpaceSymbol[0]);
        if (!UnigramTrainerOptions.TextRuleSymbols.Contains(TextNormalizer.SpaceSymbol + word))
            return -1;
        return Math.Max(Vocabulary.IdOf(word), Vocabulary.IdOf(TextNormalizer.SpaceSymbol + word));
    }

    /// <summary>The rows of these ids, the mean of all rows for −1.</summary>
    private static WeightTensor Rows(WeightTensor old, int[] ids)
    {
        int count = old.Shape[0];
        int width = old.Values.Length / count;
        var mean = new float[width];
        for (int column = 0; column < width; column++)
        {
            double sum = 0;
            for (int row = 0; row < count; row++)
                sum += old.Values[(row * width) + column];
            mean[column] = (float)(sum / count);
        }

        var values = new float[checked(ids.Length * width)];
        for (int row = 0; row < ids.Length; row++)
        {
            var source = ids[row] < 0 ? mean : old.Values.AsSpan(ids[row] * width, width);
            source.CopyTo(values.AsSpan(row * width));
        }

        return new WeightTensor([ids.Length, .. old.Shape[1..]], values);
    }
}
