namespace Microsoft.ML.MultiFit.Tests;

public class LanguageModelVocabularyTests
{
    private static readonly LanguageModel s_model = RandomModels.LanguageModel(RandomModels.Architecture, seed: 4);

    [Fact]
    public void Known_pieces_keep_their_rows_and_new_ones_get_the_mean()
    {
        var old = s_model.Vocabulary.Pieces;
        SentencePiece[] pieces = [old[9], old[0], new("▁neu", -1, SentencePieceType.Normal), .. old.Skip(20).Reverse(), new("▁noch", -2, SentencePieceType.Normal)];
        var vocabulary = new SentencePieceModel(pieces, s_model.Vocabulary.TrainerSpec with { VocabularySize = pieces.Length }, s_model.Vocabulary.NormalizerSpec);
        var remapped = s_model.WithVocabulary(vocabulary);
        Assert.Same(vocabulary, remapped.Vocabulary);
        Assert.Equal(s_model.Architecture with { VocabularySize = pieces.Length }, remapped.Architecture);
        for (int id = 0; id < pieces.Length; id++)
        {
            int source = Enumerable.Range(0, old.Count).FirstOrDefault(other => old[other].Piece == pieces[id].Piece, -1);
            Assert.Equal(Row(s_model, source), Row(remapped, id));
        }

        foreach (var name in s_model.Weights.Names.Where(name => name.StartsWith("encoder.layers", StringComparison.Ordinal)))
            Assert.Same(s_model.Weights[name], remapped.Weights[name]);
        Assert.Equal(s_model.TextRules, remapped.TextRules);
        Assert.Equal("fr", s_model.WithVocabulary(vocabulary, new TextRules { Language = "fr" }).TextRules.Language);
    }

    [Fact]
    public void Symbols_are_the_same_with_and_without_a_space()
    {
        var remapped = s_model.WithVocabulary(FastaiModels.PaperVocabulary(60));
        // xxbos has id 2 in both, xxfld 4 here and 3 there; ▁aa is in neither.
        Assert.Equal(Row(s_model, 2), Row(remapped, 2));
        Assert.Equal(Row(s_model, 4), Row(remapped, 3));
        Assert.Equal(Row(s_model, -1), Row(remapped, remapped.Vocabulary.IdOf("▁aa")));
    }

    [Fact]
    public void A_decoder_of_its_own_goes_along()
    {
        var model = RandomModels.LanguageModel(RandomModels.Architecture with { TiedDecoder = false, DecoderBias = false }, seed: 4);
        var remapped = model.WithVocabulary(FastaiModels.PaperVocabulary(60));
        Assert.Equal(model.Weights[WeightNames.DecoderWeight].Values[24..36], remapped.Weights[WeightNames.DecoderWeight].Values[24..36]);
        Assert.False(remapped.Architecture.TiedDecoder || remapped.Architecture.DecoderBias);
    }

    [Fact]
    public void The_same_vocabulary_changes_nothing()
    {
        var remapped = s_model.WithVocabulary(s_model.Vocabulary);
        foreach (var name in s_model.Weights.Names)
            Assert.Equal(s_model.Weights[name].Values, remapped.Weights[name].Values);
    }

    /// <summary>Embedding row and decoder bias of an id; of −1 the means, summed in the plainest way.</summary>
    private static float[] Row(LanguageModel model, int id)
    {
        int width = model.Architecture.EmbeddingSize;
        var embedding = model.Weights[WeightNames.Embedding].Values.Chunk(width).ToArray();
        var bias = model.Weights[WeightNames.DecoderBias].Values;
        return id >= 0
            ? [.. embedding[id], bias[id]]
            : [.. Enumerable.Range(0, width).Select(column => (float)(embedding.Sum(row => (double)row[column]) / embedding.Length)), (float)(bias.Sum(value => (double)value) / bias.Length)];
    }
}
