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
public sealed partial class UnigramTokenizer : Tokenizer
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
    /// <remarks>
    /// The bytes that spell an unknown character are taken together or not at all. Without a limit (<see cref="int.MaxValue"/>) the text is consumed whole and
    /// its normalised form is not written out: <see cref="EncodeResults{T}.NormalizedText"/> is null, as in ML.NET's own SentencePiece tokenizer.
    /// </remarks>
    protected override EncodeResults<int> EncodeToIds(string? text, ReadOnlySpan<char> textSpan, EncodeSettings settings)
    {
        using var normalized = Prepare(text, textSpan, settings);
        using var path = Segment(normalized.Span);
        var taken = TakeFirst(path.Span, settings.MaxTokenCount, out int tokenCount);
        bool isLimited = settings.MaxTokenCount != int.MaxValue;
        return new EncodeResults<int>
        {
            Tokens = IdsOf(normalized.Span, taken, tokenCount),
            NormalizedText = isLimited ? Encoding.UTF8.GetString(normalized.Span) : null,
            CharsConsumed = isLimited ? Encoding.UTF8.GetCharCount(normalized.Span[..EndOf(taken)]) : Chosen(text, textSpan).Length,
        };
    }

    /// <inheritdoc/>
    /// <remarks>The bytes that spell an unknown character are taken together or not at all; each has the offset of the character.</remarks>
    protected override EncodeResults<EncodedToken> EncodeToTokens(string? text, ReadOnlySpan<char> textSpan, EncodeSettings settings)
    {
        using var normalized = Prepare(text, textSpan, settings);
        using var path = Segment(normalized.Span);
        var taken = TakeFirst(path.Span, settings.MaxTokenCount, out int tokenCount);
        var tokens = new List<EncodedToken>(tokenCount);
        int start = 0, charsConsumed = 0;
        foreach (var (end, id) in taken)
        {
            var surface = normalized.Span[start..end];
            var offset = new Range(charsConsumed, charsConsumed + Encoding.UTF8.GetCharCount(surface));
            AddTokens(tokens, id, surface, offset, offset);
            (start, charsConsumed) = (end, offset.End.Value);
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
        using var path = Segment(normalized.Span);
        TakeFirst(path.Span, settings.MaxTokenCount, out int tokenCount);
        return tokenCount;
    }

    /// <inheritdoc/>
    /// <remarks>The index is one of <paramref name="normalizedText"/>. It never splits an unknown character that is spelled in bytes.</remarks>
    protected override int GetIndexByTokenCount(
        string? text, ReadOnlySpan<char> textSpan, EncodeSettings settings, bool fromEnd, out string? normalizedText, out int tokenCount)
    {
        using var normalized = Prepare(text, textSpan, settings);
        using var path = Segment(normalized.Span);
        normalizedText = Encoding.UTF8.GetString(normalized.Span);
        int place = fromEnd
            ? EndOf(path.Span[..^TakeLast(path.Span, settings.MaxTokenCount, out tokenCount).Length])
            : EndOf(TakeFirst(path.Span, settings.MaxTokenCount, out tokenCount));
        return Encoding.UTF8.GetCharCount(normalized.Span[..place]);
    }

    private static ReadOnlySpan<char> Chosen(string? text, ReadOnlySpan<char> textSpan) => text is null ? textSpan : text.AsSpan();

    private PooledList<byte> Prepare(string? text, ReadOnlySpan<char> textSpan, EncodeSettings settings)
    {
        var chars = Chosen(text, textSpan);
        return settings.ConsiderNormalization ? _normalizer.NormalizeToUtf8(chars) : TextNormalizer.ToUtf8(chars);
    }

    private PooledList<SegmentPiece> Segment(ReadOnlySpan<byte> normalized) => MergeUnknown(_segmenter.Segment(normalized));

    /// <summary>Makes one unknown piece of neighbouring ones, in place, unless each is to be kept.</summary>
    private PooledList<SegmentPiece> MergeUnknown(PooledList<SegmentPiece> path)
    {
        if (!_mergesUnknown)
            return path;
        int count = 0;
        foreach (var piece in path.Span)
        {
            bool joins = piece.Id == Model.UnknownId && count > 0 && path.Span[count - 1].Id == Model.UnknownId;
            path.Span[joins ? count - 1 : count++] = piece;
        }

        path.Truncate(count);
        return path;
    }

    private int[] IdsOf(ReadOnlySpan<byte> normalized, ReadOnlySpan<SegmentPiece> path, int tokenCount)
    {
        int[] ids = tokenCount == 0 ? [] : new int[tokenCount];
        int written = 0, start = 0;
        foreach (var (end, id) in path)
        {
            if (IsSpelledInBytes(id))
            {
                foreach (byte value in normalized[start..end])
                    ids[written++] = Model.ByteIds![value];
            }
            else
            {
                ids[written++] = Known(id);
            }

            start = end;
        }

        return ids;
    }

    /// <summary>Appends the token of a piece, or those of its bytes.</summary>
    private void AddTokens(List<EncodedToken> tokens, int id, ReadOnlySpan<byte> surface, Range offset, Range offsetBeforeLastByte)
    {
        if (!IsSpelledInBytes(id))
        {
            tokens.Add(new EncodedToken(Known(id), id == Model.UnknownId ? Encoding.UTF8.GetString(surface) : Model.Pieces[id].Piece, offset));
            return;
        }

        for (int i = 0; i < surface.Length; i++)
        {
            int byteId = Model.ByteIds![surface[i]];
            tokens.Add(new EncodedToken(byteId, Model.Pieces[byteId].Piece, i < surface.Length - 1 ? offsetBeforeLastByte : offset));
        }
    }

    /// <summary>The most pieces from the start on that are within the limit.</summary>
    private ReadOnlySpan<SegmentPiece> TakeFirst(ReadOnlySpan<SegmentPiece> path, int limit, out int tokenCount)
    {
        tokenCount = 0;
        int taken = 0;
        for (; taken < path.Length && TokenCount(path, taken) is var count && count <= limit - tokenCount; taken++)
            tokenCount += count;
        return path[..taken];
    }

    /// <summary>The most pieces up to the end that are within the limit.</summary>
    private ReadOnlySpan<SegmentPiece> TakeLast(ReadOnlySpan<SegmentPiece> path, int limit, out int tokenCount)
    {
        tokenCount = 0;
        int first = path.Length;
        for (; first > 0 && TokenCount(path, first - 1) is var count && count <= limit - tokenCount; first--)
            tokenCount += count;
        return path[first..];
    }

    private int TokenCount(ReadOnlySpan<SegmentPiece> path, int index) =>
        IsSpelledInBytes(path[index].Id) ? path[index].End - EndOf(path[..index]) : 1;

    private static int EndOf(ReadOnlySpan<SegmentPiece> path) => path.IsEmpty ? 0 : path[^1].End;

    private int Known(int id) => id == Model.UnknownId ? Model.UnknownTextId : id;

    private bool IsSpelledInBytes(int id) => Model.ByteIds is not null && id == Model.UnknownId;
}
