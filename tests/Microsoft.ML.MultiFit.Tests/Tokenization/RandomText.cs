using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Microsoft.ML.MultiFit.Tests;

/// <summary>Generates lines of text as unlike ordinary text as they may be, with all of Unicode but the line feed, which ends a line.</summary>
internal static class RandomText
{
    // Letters and digits of many scripts, and forms that rules of normalisation replace.
    private static readonly (int First, int Last)[] s_letters =
    [
        ('a', 'z'), ('A', 'Z'), ('0', '9'), ('!', '/'), (0xA1, 0xFF), (0x100, 0x24F), (0x370, 0x3FF), (0x400, 0x4FF), (0x531, 0x556), (0x5D0, 0x5EA),
        (0x620, 0x64A), (0x660, 0x669), (0x905, 0x939), (0xE01, 0xE3A), (0x10A0, 0x10FF), (0x1100, 0x11FF), (0x1200, 0x135A), (0x13A0, 0x13F5),
        (0x1E00, 0x1FFF), (0x2070, 0x209C), (0x2100, 0x218B), (0x2460, 0x24FF), (0x3041, 0x30FF), (0x3131, 0x318E), (0x3200, 0x33FF), (0x4E00, 0x9FFF),
        (0xAC00, 0xD7A3), (0xF900, 0xFAD9), (0xFB00, 0xFDFF), (0xFE50, 0xFEFF), (0xFF01, 0xFFEE), (0x10330, 0x1034A), (0x1D400, 0x1D7FF),
        (0x20000, 0x2A6DF), (0x2F800, 0x2FA1D),
    ];

    private static readonly (int First, int Last)[] s_marks =
    [
        (0x300, 0x36F), (0x483, 0x489), (0x591, 0x5BD), (0x64B, 0x65F), (0x93A, 0x94D), (0x1AB0, 0x1ACE), (0x20D0, 0x20F0), (0x3099, 0x309A),
        (0xFE00, 0xFE0F), (0xE0100, 0xE01EF),
    ];

    private static readonly (int First, int Last)[] s_spaces =
    [
        (' ', ' '), (' ', ' '), (0x9, 0x9), (0xB, 0xD), (0x85, 0x85), (0xA0, 0xA0), (0x1680, 0x1680), (0x2000, 0x200F), (0x2028, 0x202F),
        (0x205F, 0x2064), (0x2581, 0x2581), (0x3000, 0x3000), (0xFEFF, 0xFEFF),
    ];

    private static readonly (int First, int Last)[] s_controls =
        [(0x0, 0x9), (0xB, 0x1F), (0x7F, 0x9F), (0xAD, 0xAD), (0x2066, 0x206F), (0xFFF9, 0xFFFD), (0xE0001, 0xE007F)];

    private static readonly (int First, int Last)[] s_emoji =
        [(0x1F300, 0x1FAFF), (0x1F1E6, 0x1F1FF), (0x1F3FB, 0x1F3FF), (0x200D, 0x200D), (0x2600, 0x27BF), (0xFE0F, 0xFE0F)];

    // Surrogates stand alone unless two happen to make a pair.
    private static readonly (int First, int Last)[] s_any =
        [(0x0, 0x9), (0xB, 0xFFFF), (0x10000, 0x10FFFF), (0xD800, 0xDFFF), (0xE000, 0xF8FF), (0xF0000, 0x10FFFF)];

    private static readonly string[] s_symbols = ["<s>", "</s>", "<unk>", "<pad>", "<0x41>", "<sep>", "<c1>", " <sep> ", "xxunk", " \u2047 ", "\u2581\u2581"];

    /// <summary>Lines for a vocabulary, many of its own pieces among them.</summary>
    public static Gen<string> Lines(SentencePieceModel model)
    {
        var pieces = Gen.Elements(model.Pieces.Select(piece => piece.Piece).ToArray());
        var letter = Gen.OneOf(s_letters.Select(script => Characters([script], 1)));
        // Equal pieces can often be cut in several equally probable ways.
        var repeated = from part in Gen.OneOf(pieces, letter)
                       from times in Gen.Choose(2, 7)
                       select string.Concat(Enumerable.Repeat(part, times));
        var parts = Gen.Frequency(
            (10, pieces.Select(piece => piece.Replace('\u2581', ' '))),
            (3, pieces),
            (3, repeated),
            (8, Gen.OneOf(s_letters.Select(script => Characters([script], 6)))),
            (2, Characters(s_marks, 3)),
            (4, Characters(s_spaces, 3)),
            (1, Characters(s_controls, 2)),
            (2, Characters(s_emoji, 4)),
            (2, Characters(s_any, 2)),
            (1, Gen.Elements(s_symbols)));
        return from count in Gen.Frequency((9, Gen.Choose(0, 24)), (1, Gen.Choose(100, 200)))
               from some in Gen.ArrayOf(parts, count)
               select string.Concat(some);
    }

    private static Gen<string> Characters((int First, int Last)[] ranges, int most)
    {
        var one = Gen.Elements(ranges).SelectMany(range => Gen.Choose(range.First, range.Last)).Select(Write);
        return from count in Gen.Choose(1, most)
               from some in Gen.ArrayOf(one, count)
               select string.Concat(some);
    }

    private static string Write(int codePoint) => Rune.IsValid(codePoint) ? char.ConvertFromUtf32(codePoint) : ((char)codePoint).ToString();
}
