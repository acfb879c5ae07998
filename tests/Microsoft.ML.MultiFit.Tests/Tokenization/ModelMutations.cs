using System.Buffers.Binary;
using System.Text;

namespace Microsoft.ML.MultiFit.Tests;

/// <summary>Damages model files in the ways that chance and malice do.</summary>
internal static class ModelMutations
{
    /// <summary>A model with every part that a file can have, small enough to damage each of them often.</summary>
    public static byte[] SmallModel()
    {
        var pieces = new List<SentencePiece>
        {
            new("<unk>", 0, SentencePieceType.Unknown), new("<s>", 0, SentencePieceType.Control), new("<sep>", 0, SentencePieceType.UserDefined), new("x", -9, SentencePieceType.Unused),
        };
        pieces.AddRange(Enumerable.Range(0, 256).Select(value => new SentencePiece($"<0x{value:X2}>", 0, SentencePieceType.Byte)));
        pieces.AddRange("▁ a b c ab ▁ab abc fi é 😀 中".Split(' ').Select((piece, i) => new SentencePiece(piece, -1 - i, SentencePieceType.Normal)));
        var rules = new NormalizationRules([new("ﬁ", "fi"), new("a\u0301", "á"), new("a\u0301\u0302", "ab"), new("\u0001", ""), new("\u3000", " "), new("bb", "b"), new("bbc", "c")]);
        using var stream = new MemoryStream();
        new SentencePieceModel(
            pieces,
            new() { ByteFallback = true, UserDefinedSymbols = ["<sep>"], ControlSymbols = ["<s>"] },
            new SentencePieceNormalizerSpec(rules),
            SentencePieceNormalizerSpec.Of(new NormalizationRules([new("ab", "AB"), new("a", "aa")])),
            [new("ab c", "▁ab ▁ c")]).Save(stream);
        return stream.ToArray();
    }

    /// <summary>A damaged copy; the same for the same random numbers.</summary>
    public static byte[] Damage(byte[] original, Random random)
    {
        byte[] bytes = [.. original];
        for (int change = random.Next(3); change >= 0; change--)
        {
            if (bytes.Length == 0)
                break;
            bytes = random.Next(8) switch
            {
                0 => bytes[..random.Next(bytes.Length)],
                1 => FlipBits(bytes, random),
                2 => ForgeNumber(bytes, random, [0xFF, 0xFF, 0xFF, 0xFF, 0x07]),
                3 => ForgeNumber(bytes, random, [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01]),
                4 => ForgeNumber(bytes, random, [(byte)random.Next(128)]),
                5 => Splice(bytes, random),
                6 => ForgeTrie(bytes, random),
                _ => ForgeSymbols(bytes, random),
            };
        }

        return bytes;
    }

    private static byte[] FlipBits(byte[] bytes, Random random)
    {
        for (int flips = random.Next(8); flips >= 0; flips--)
            bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
        return bytes;
    }

    /// <summary>Lengths, ids and kinds are numbers of this form, giant or negative.</summary>
    private static byte[] ForgeNumber(byte[] bytes, Random random, byte[] number)
    {
        int place = random.Next(bytes.Length);
        return [.. bytes[..place], .. number, .. bytes[(place + 1)..]];
    }

    private static byte[] Splice(byte[] bytes, Random random)
    {
        var (from, to) = (random.Next(bytes.Length), random.Next(bytes.Length));
        int length = random.Next(Math.Min(400, bytes.Length - from));
        return [.. bytes[..to], .. bytes[from..(from + length)], .. bytes[to..]];
    }

    /// <summary>Points a unit of a trie at another, so that paths join or go in circles.</summary>
    private static byte[] ForgeTrie(byte[] bytes, Random random)
    {
        // A map is the field 2 of a normaliser, behind its name.
        int name = bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes("user_defined"));
        if (name < 0)
            name = Math.Max(0, bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes("nfkc")));
        int room = Math.Max(1, Math.Min(4096, (bytes.Length - name - 24) / 4));
        for (int forged = random.Next(20); forged >= 0 && name + 24 + (4 * room) <= bytes.Length; forged--)
        {
            var unit = bytes.AsSpan(name + 20 + (4 * random.Next(room)) + random.Next(4), 4);
            uint label = BinaryPrimitives.ReadUInt32LittleEndian(unit) & 0xFF;
            BinaryPrimitives.WriteUInt32LittleEndian(unit, label | ((uint)random.Next(1024) << 10) | (random.Next(2) == 0 ? 0x100u : 0));
        }

        return bytes;
    }

    /// <summary>Ids below zero and beyond the vocabulary, a kind that is none, in a spec appended to the file in place of the old one.</summary>
    private static byte[] ForgeSymbols(byte[] bytes, Random random)
    {
        var spec = new ProtobufWriter();
        spec.WriteInt32(random.Next(40, 44), random.Next(2) == 0 ? -random.Next() : random.Next());
        spec.WriteInt32(random.Next(2) == 0 ? 3 : 200, random.Next(-5, 500));
        spec.WriteBool(35, random.Next(2) == 0);
        var model = new ProtobufWriter();
        var reader = new ProtobufReader(bytes, "original");
        try
        {
            while (reader.Next())
            {
                bool isSpec = reader.Field == 2;
                var field = reader.Skip();
                if (!isSpec)
                    model.WriteRaw(field);
            }
        }
        catch (InvalidDataException)
        {
            // Damaged before: what was read is kept.
        }

        model.WriteBytes(2, spec.Written);
        return model.Written.ToArray();
    }
}
