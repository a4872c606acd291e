using System.Runtime.InteropServices;

namespace Sluice.Transport.Connection;

/// <summary>Short, speakable, semi-unique ids: 32 random bits as two words of consonants and vowels, <c>lusab-babad</c>.</summary>
internal static class ConnectionId
{
    private const string Consonants = "bdfghjklmnprstvz";
    private const string Vowels = "aiou";

    public static string Create()
    {
        Span<ushort> words = stackalloc ushort[2];
        Random.Shared.NextBytes(MemoryMarshal.AsBytes(words));
        Span<char> text = stackalloc char[11];
        text[5] = '-';
        for (var i = 0; i < 2; i++)
        {
            var word = words[i];
            var at = i * 6;
            text[at] = Consonants[word >> 12];
            text[at + 1] = Vowels[(word >> 10) & 3];
            text[at + 2] = Consonants[(word >> 6) & 15];
            text[at + 3] = Vowels[(word >> 4) & 3];
            text[at + 4] = Consonants[word & 15];
        }
        return new string(text);
    }
}
