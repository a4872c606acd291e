using Sluice.Transport;

namespace Sluice.Proxy.Identity.Http;

/// <summary>How an endpoint is asked for a key, and how it answers.</summary>
internal interface IKeyFormat
{
    /// <summary>Makes the question, without proof of who asks.</summary>
    HttpRequestMessage Ask(Uri endpoint, SshPublicKey key);

    /// <summary>Puts the proof of who asks into the question.</summary>
    void Sign(HttpRequestMessage request, ReadOnlySpan<byte> secret, DateTimeOffset now);

    /// <summary>Reads the answer's content; false gives, as the end of a sentence, what is wrong with it.</summary>
    bool TryRead(ReadOnlyMemory<byte> content, out List<KeyRow> rows, out string fault);
}
