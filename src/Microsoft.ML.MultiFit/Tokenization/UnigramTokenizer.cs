using System.Buffers;
using System.Text;
using Microsoft.ML.Tokenizers;

namespace Microsoft.ML.MultiFit;

/// <summary>
/// Cuts text into the pieces of a SentencePiece model, with the ids that Google's SentencePiece gives. Of a unigram model they are the most probable
/// sequence (Kudo 2018); models of the other kinds, byte pair encoding, words and characters, are taken too. Time and memory grow linearly with the text, time
/// of byte pair encoding as n log n. Safe to share between threads.
/// </summary>
/// <remarks>
/// Neighbouring pieces of unknown text become one. Not so in a vocabulary whose unknown piece is itself a word (begins with U+2581), as
/// <see cref="WordVocabularyTrainer"/> learns it: there each unknown word has an id of its own, as in ULMFiT.
/// </remarks>
public sealed class UnigramTokenizer : Tokenizer
{
    private readonly ISegmenter _segmenter;
    private readonly TextNormalizer _normalizer;
    private readonly bool _mergesUnknown;

    /// <summary>Creates the tokenizer of a vocabulary.</summary>
    public UnigramTokenizer(SentencePieceModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        Model = model;
        _normalizer = new TextNormalizer(model);
        _segmenter = model.TrainerSpec.ModelType switch
        {
            SentencePieceModelType.Bpe => new BytePairSegmenter(model),
            SentencePieceModelType.Word => new WordSegmenter(model),
            SentencePieceModelType.Char => new CharacterSegmenter(model),
            _ => new UnigramSegmenter(model),
        };
        bool unknownIsWord = model.TrainerSpec.ModelType == SentencePieceModelType.Word
            && model.Pieces[model.UnknownId].Piece.StartsWith(TextNormalizer.SpaceSymbol, StringComparison.Ordinal);
        _mergesUnknown = model.ByteIds is null && !unknownIsWord;
    }

    /// <summary>The vocabulary.</summary>
    public SentencePieceModel Model { get; }

    /// <inheritdoc/>
    public override Normalizer Normalizer => _normalizer;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">An id is not one of the vocabulary's.</exception>
    public override string Decode(IEnumerable<int> ids)
    {
        ArgumentNullException.ThrowIfNull(ids);
        var decoder = new PieceDecoder(Model);
        foreach (int id in ids)
        {
            if (!decoder.Add(id))
                throw new ArgumentException($"The vocabulary of {Model.Pieces.Count} pieces has no id {id}.", nameof(ids));
        }

        decoder.Flush();
        return Model.Denormalizer is { } denormalizer ? denormalizer.Normalize(decoder.ToString()) : decoder.ToString();
    }

    /// <inheritdoc/>
    public override OperationStatus Decode(IEnumerable<int> ids, Span<char> destination, out int idsConsumed, out int charsWritten)
    {
        ArgumentNullException.ThrowIfNull(ids);
        if (Model.Denormalizer is not null)
            return DecodeWhole(ids, Model.Denormalizer, destination, out idsConsumed, out charsWritten);
        var decoder = new PieceDecoder(Model);
        var status = OperationStatus.Done;
        int read = 0;
        (idsConsumed, charsWritten) = (0, 0);
        foreach (int id in ids)
        {
            if (!decoder.Add(id))
            {
                status = OperationStatus.InvalidData;
                break;
            }

            read++;
            if (decoder.Length > destination.Length)
                break;
            // Bytes that are not yet a whole character wait for the next ids.
            if (!decoder.HasOpenBytes)
                (idsConsumed, charsWritten) = (read, decoder.Length);
        }

        decoder.Flush();
        if (decoder.Length <= destination.Length)
            (idsConsumed, charsWritten) = (read, decoder.Length);
        else
            status = OperationStatus.DestinationTooSmall;
        decoder.ToString().AsSpan(0, charsWritten).CopyTo(destination);
        return status;
    }

    /// <summary>What rules make of a text can change with the next id, so it is written whole or not at all.</summary>
    private OperationStatus DecodeWhole(IEnumerable<int> ids, TextNormalizer denormalizer, Span<char> destination, out int idsConsumed, out int charsWritten)
    {
        var decoder = new PieceDecoder(Model);
        var known = ids.TakeWhile(decoder.Add).Count();
        decoder.Flush();
        string text = denormalizer.Normalize(decoder.ToString());
        bool fits = text.TryCopyTo(destination);
        (idsConsumed, charsWritten) = fits ? (known, text.Length) : (0, 0);
        return !fits ? OperationStatus.DestinationTooSmall : known < ids.Count() ? OperationStatus.InvalidData : OperationStatus.Done;
    }

    /// <inheritdoc/>
    protected override EncodeResults<int> EncodeToIds(string? text, ReadOnlySpan<char> textSpan, EncodeSettings settings)
    {
        using var normalized = Prepare(text, textSpan, settings);
        using var path = _segmenter.Segment(normalized.Span);
        var ids = new List<int>(path.Count);
        int end = 0;
        foreach (var (start, length, id) in path.Merged(_mergesUnknown))
        {
            var surface = normalized.Span.Slice(start, length);
            if (!IsSpelledInBytes(id))
                ids.Add(Known(id));
            else if (surface.Length <= settings.MaxTokenCount - ids.Count)
                AddByteIds(ids, surface);
            else
                break;
            end = start + length;
            if (ids.Count >= settings.MaxTokenCount)
                break;
        }

        return new EncodeResults<int>
        {
            Tokens = settings.MaxTokenCount > 0 ? ids : [],
            NormalizedText = Encoding.UTF8.GetString(normalized.Span),
            CharsConsumed = settings.MaxTokenCount > 0 ? Encoding.UTF8.GetCharCount(normalized.Span[..end]) : 0,
        };
    }

    /// <inheritdoc/>
    protected override EncodeResults<EncodedToken> EncodeToTokens(string? text, ReadOnlySpan<char> textSpan, EncodeSettings settings)
    {
        using var normalized = Prepare(text, textSpan, settings);
        using var path = _segmenter.Segment(normalized.Span);
        var tokens = new List<EncodedToken>(path.Count);
        int charsConsumed = 0;
        foreach (var (start, length, id) in path.Merged(_mergesUnknown))
        {
            if (tokens.Count >= settings.MaxTokenCount)
                break;
            var surface = normalized.Span.Slice(start, length);
            var offset = new Range(charsConsumed, charsConsumed + Encoding.UTF8.GetCharCount(surface));
            if (!IsSpelledInBytes(id))
            {
                string value = id == Model.UnknownId ? Encoding.UTF8.GetString(surface) : Model.Pieces[id].Piece;
                tokens.Add(new EncodedToken(Known(id), value, offset));
            }
            else
            {
                foreach (byte value in surface)
                    tokens.Add(new EncodedToken(Model.ByteIds![value], Model.Pieces[Model.ByteIds[value]].Piece, offset));
            }

            charsConsumed = offset.End.Value;
        }

        return new EncodeResults<EncodedToken>
        {
            Tokens = tokens,
            NormalizedText = Encoding.UTF8.GetString(normalized.Span),
            CharsConsumed = charsConsumed,
        };
    }

    /// <inheritdoc/>
    protected override int CountTokens(string? text, ReadOnlySpan<char> textSpan, EncodeSettings settings)
    {
        using var normalized = Prepare(text, textSpan, settings);
        using var path = _segmenter.Segment(normalized.Span);
        int count = 0;
        foreach (var (_, length, id) in path.Merged(_mergesUnknown))
            count += IsSpelledInBytes(id) ? length : 1;
        return Math.Min(count, settings.MaxTokenCount);
    }

    private PooledList<byte> Prepare(string? text, ReadOnlySpan<char> textSpan, EncodeSettings settings)
    {
        var chars = text is null ? textSpan : text.AsSpan();
        return settings.ConsiderNormalization ? _normalizer.NormalizeToUtf8(chars) : TextNormalizer.ToUtf8(chars);
    }

    private int Known(int id) => id == Model.UnknownId ? Model.UnknownTextId : id;

    private bool IsSpelledInBytes(int id) => Model.ByteIds is not null && id == Model.UnknownId;

    private void AddByteIds(List<int> ids, ReadOnlySpan<byte> surface)
    {
        foreach (byte value in surface)
            ids.Add(Model.ByteIds![value]);
    }
}
