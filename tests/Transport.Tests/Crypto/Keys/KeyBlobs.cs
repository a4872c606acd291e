using Sluice.Transport.Wire;

namespace Sluice.Transport.Tests.Crypto.Keys;

/// <summary>Builds key and signature blobs from their fields, which are byte strings unless the test says otherwise.</summary>
internal static class KeyBlobs
{
    public static byte[] Strings(params byte[][] fields)
    {
        var blob = new byte[fields.Sum(field => field.Length + 4)];
        var writer = new WireWriter(blob);
        foreach (var field in fields) writer.WriteString(field);
        return blob;
    }

    /// <summary>A name, then numbers as mpints.</summary>
    public static byte[] Mpints(byte[] name, params byte[][] numbers) => [.. name.Length == 0 ? [] : Strings(name), .. numbers.SelectMany(Mpint)];

    public static byte[] Mpint(byte[] number)
    {
        var writer = new WireWriter(new byte[number.Length + 5]);
        writer.WriteMpint(number);
        return writer.Written.ToArray();
    }

    public static SshPublicKey Parse(byte[] blob) =>
        SshPublicKey.TryParse(blob, out var key, out var fault) ? key : throw new InvalidOperationException(fault);

    public static string FaultOf(byte[] blob)
    {
        Xunit.Assert.False(SshPublicKey.TryParse(blob, out var key, out var fault));
        Xunit.Assert.Null(key);
        Xunit.Assert.EndsWith(".", fault, StringComparison.Ordinal);
        return fault;
    }
}
