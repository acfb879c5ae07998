using System.Buffers;

namespace Microsoft.ML.MultiFit;

/// <summary>
/// Puts places of a text in the order of what begins there, each up to a length of its own. Four characters at a time make a key that is sorted as
/// a number; only places with equal keys are looked at further. Enough for pieces, whose length is bounded, and faster than a whole suffix array.
/// </summary>
internal sealed class SuffixOrder(ushort[] text, ushort[] lengths)
{
    private const int CharactersPerKey = 4;

    /// <summary>The characters of a place that count.</summary>
    public ReadOnlySpan<ushort> this[int place] => text.AsSpan(place, lengths[place]);

    /// <summary>Places with a length, in groups by their first character, and where the group of each character begins.</summary>
    public (int[] Places, int[] Starts) Groups(int characterCount)
    {
        var starts = new int[characterCount + 1];
        for (int place = 0; place < text.Length; place++)
        {
            if (lengths[place] > 0)
                starts[text[place] + 1]++;
        }

        for (int character = 0; character < characterCount; character++)
            starts[character + 1] += starts[character];
        var places = new int[starts[characterCount]];
        int[] next = [.. starts];
        for (int place = 0; place < text.Length; place++)
        {
            if (lengths[place] > 0)
                places[next[text[place]]++] = place;
        }

        return (places, starts);
    }

    /// <summary>Sorts the places of a group.</summary>
    public void Sort(Span<int> places)
    {
        ulong[] keys = ArrayPool<ulong>.Shared.Rent(places.Length);
        // They share their first character.
        Sort(places, keys.AsSpan(0, places.Length), 1);
        ArrayPool<ulong>.Shared.Return(keys);
    }

    private void Sort(Span<int> places, Span<ulong> keys, int depth)
    {
        for (int i = 0; i < places.Length; i++)
            keys[i] = Key(places[i], depth);
        keys.Sort(places);
        for (int i = 0; i < places.Length;)
        {
            ulong key = keys[i];
            int end = i + 1;
            while (end < places.Length && keys[end] == key)
                end++;
            // A key that ends with zeros has no more characters.
            if (end - i > 1 && (ushort)key != 0)
                Sort(places[i..end], keys[i..end], depth + CharactersPerKey);
            i = end;
        }
    }

    private ulong Key(int place, int depth)
    {
        ulong key = 0;
        int length = lengths[place];
        for (int i = depth; i < depth + CharactersPerKey; i++)
            key = (key << 16) | (i < length ? text[place + i] + 1u : 0);
        return key;
    }
}
