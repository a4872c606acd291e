using System.Security.Cryptography;

namespace Sluice.Proxy.Identity;

/// <summary>A file that decides who may log in, read again when it changed, and kept as it was when it cannot be read.</summary>
/// <param name="path">The file.</param>
/// <param name="parse">Understands the whole content or, with a sentence, nothing of it.</param>
internal sealed class TrustFile<T>(string path, TrustFile<T>.Parser parse)
    where T : class
{
    private byte[] _digest = [];
    private volatile T? _value;

    public delegate bool Parser(string path, ReadOnlySpan<byte> content, out T value, out string fault);

    /// <summary>What was read last; null if nothing ever was.</summary>
    public T? Value => _value;

    /// <summary>Reads the file; false gives a sentence that says what is wrong. One caller at a time.</summary>
    /// <param name="changed">True if <see cref="Value"/> is another one now.</param>
    /// <param name="fault">The sentence; empty if all is well.</param>
    public bool TryRefresh(out bool changed, out string fault)
    {
        changed = false;
        if (!IdentityFile.TryRead(path, out var content, out fault)) return false;
        var digest = SHA256.HashData(content);
        // A revocation list may be long: it is not understood again every half minute.
        if (_value is not null && digest.AsSpan().SequenceEqual(_digest)) return true;
        if (!parse(path, content, out var value, out fault)) return false;
        _value = value;
        _digest = digest;
        changed = true;
        return true;
    }
}
