using System.Text;
using Sluice.Transport.Crypto.Certificates;
using Sluice.Transport.Tests.Crypto.Keys;
using Sluice.Transport.Wire;
using Xunit;

namespace Sluice.Transport.Tests.Crypto.Certificates;

/// <summary>Lists as people write them, and KRLs as the real ssh-keygen makes them.</summary>
public sealed class RevokedKeysTests : IDisposable
{
    private readonly SshKeygen _keygen = new();
    private readonly string _authority;
    private readonly string _key;

    public RevokedKeysTests()
    {
        _authority = _keygen.Generate("", "-t", "ed25519");
        _key = _keygen.Generate("", "-t", "ed25519");
    }

    public void Dispose() => _keygen.Dispose();

    [Theory]
    [InlineData("serial: 5", "4,6,18446744073709551615")]
    [InlineData("serial: 5\nserial: 5-7", "4,8")]
    [InlineData("serial: 1\nserial: 3\nserial: 5\nserial: 7\nserial: 9\nserial: 64\nserial: 70", "2,4,6,8,10,63,65,71")]
    [InlineData("serial: 1-1000000", "1000001")]
    [InlineData("serial: 5-18446744073709551615", "1,4")]
    [InlineData("serial: 18446744073709551600\nserial: 18446744073709551603\nserial: 18446744073709551615\nserial: 5", "18446744073709551601,18446744073709551614,4")]
    public void Certificates_are_revoked_by_serial(string specification, string others)
    {
        var revoked = Krl(specification);
        Assert.True(revoked.Contains(Certificate(5)) || !specification.Contains("serial: 5", StringComparison.Ordinal));
        foreach (var line in specification.Split('\n'))
        {
            foreach (var end in line["serial: ".Length..].Split('-')) Assert.True(revoked.Contains(Certificate(ulong.Parse(end, null))), end);
        }
        foreach (var other in others.Split(',')) Assert.False(revoked.Contains(Certificate(ulong.Parse(other, null))), other);
        // Zero is what an authority writes that does not count.
        Assert.False(revoked.Contains(Certificate(0)));
        Assert.False(revoked.Contains(SshKeygenCertificates.ReadPublic(_key)));
    }

    [Fact]
    public void Serials_of_another_authority_are_not_meant()
    {
        var other = _keygen.Generate("", "-t", "ed25519");
        Assert.False(Krl("serial: 5").Contains(_keygen.Certify(other, _key, "-n", "alice", "-z", "5")));
    }

    [Fact]
    public void Certificates_are_revoked_by_key_id()
    {
        var revoked = Krl("id: the id");
        Assert.True(revoked.Contains(Certificate(0)));
        Assert.False(revoked.Contains(Certificate(0, "the other id")));
    }

    [Theory]
    [InlineData("key: ")]
    [InlineData("sha1: ")]
    [InlineData("sha256: ")]
    public void Keys_are_revoked_with_all_that_they_certify_or_are_certified_by(string kind)
    {
        var other = SshKeygenCertificates.ReadPublic(_keygen.Generate("", "-t", "ed25519"));
        var revoked = Krl(kind + File.ReadAllText(_key + ".pub"));
        Assert.True(revoked.Contains(SshKeygenCertificates.ReadPublic(_key)));
        Assert.True(revoked.Contains(Certificate(9)));
        Assert.False(revoked.Contains(other));
        var byAuthority = Krl(kind + File.ReadAllText(_authority + ".pub"));
        Assert.True(byAuthority.Contains(Certificate(9)));
        Assert.False(byAuthority.Contains(SshKeygenCertificates.ReadPublic(_key)));
    }

    [Fact]
    public void Fingerprints_without_their_key_are_revoked_too()
    {
        var fingerprint = SshKeygenCertificates.ReadPublic(_key).Fingerprint;
        Assert.True(Krl($"hash: {fingerprint}").Contains(SshKeygenCertificates.ReadPublic(_key)));
    }

    [Fact]
    public void A_list_of_keys_revokes_each()
    {
        var weak = _keygen.Generate("", "-t", "rsa", "-b", "1024");
        var text = $"# gone\n\n{File.ReadAllText(_key + ".pub")}\r\n{File.ReadAllText(weak + ".pub")}";
        var revoked = Read(Encoding.UTF8.GetBytes(text));
        Assert.True(revoked.Contains(SshKeygenCertificates.ReadPublic(_key)));
        Assert.True(revoked.Contains(Certificate(1)));
        Assert.False(revoked.Contains(SshKeygenCertificates.ReadPublic(_authority)));
    }

    [Fact]
    public void A_certificate_in_a_list_revokes_its_key()
    {
        Certificate(1);
        var revoked = Read(File.ReadAllBytes(_key + "-cert.pub"));
        Assert.True(revoked.Contains(SshKeygenCertificates.ReadPublic(_key)));
        Assert.False(revoked.Contains(SshKeygenCertificates.ReadPublic(_authority)));
    }

    [Theory]
    [InlineData("ssh-ed25519\n")]
    [InlineData("# fine\nssh-ed25519 !!!!\n")]
    [InlineData("ssh-rsa AAAAC3NzaC1lZDI1NTE5\n")]
    [InlineData("not a key at all\n")]
    public void A_list_with_a_line_that_is_no_key_is_refused_whole(string text)
    {
        Assert.False(RevokedKeys.TryParse(Encoding.UTF8.GetBytes(text), out var revoked, out var fault));
        Assert.Null(revoked);
        Assert.StartsWith("Line ", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_file_revokes_nothing()
    {
        Assert.False(Read([]).Contains(Certificate(1)));
        Assert.False(RevokedKeys.None.Contains(Certificate(1)));
    }

    [Fact]
    public void A_damaged_KRL_is_refused_whole()
    {
        var file = KrlFile("serial: 5-9\nid: the id\nkey: " + File.ReadAllText(_key + ".pub"));
        var magic = "SSHKRL\n\0"u8.Length;
        var whole = 0;
        for (var length = magic; length < file.Length; length++)
        {
            // Cut between two sections it is a shorter list, which nothing in it tells.
            if (RevokedKeys.TryParse(file.AsSpan(0, length), out _, out _)) whole++;
        }
        Assert.Equal(2, whole);
        Refused([.. file, 0]);
        file[magic + 3] = 2;
        Refused(file);
    }

    [Theory]
    [InlineData(6)]
    [InlineData(0)]
    [InlineData(254)]
    public void A_section_that_is_not_known_is_refused(byte type) => Refused(Section(type, []));

    [Fact]
    public void A_section_of_an_authority_that_cannot_be_read_is_refused() =>
        Refused(Section(1, [.. CertificateDraft.List("no key"), 0, 0, 0, 0]));

    [Fact]
    public void Extensions_are_passed_over_unless_they_are_critical()
    {
        byte[] harmless = [.. CertificateDraft.List("x@example.org"), 0, .. CertificateDraft.List("data")];
        byte[] critical = [.. CertificateDraft.List("x@example.org"), 1, .. CertificateDraft.List("data")];
        Read(Section(255, harmless));
        Refused(Section(255, critical));
        Refused(Section(255, [1]));
        Read(Section(1, InCertificates(0x39, harmless)));
        Refused(Section(1, InCertificates(0x39, critical)));
        Refused(Section(1, InCertificates(0x24, [])));
    }

    [Fact]
    public void Malformed_sections_are_refused()
    {
        Refused(Section(1, InCertificates(0x20, [0, 0, 0])));
        Refused(Section(1, InCertificates(0x20, new byte[8])));
        Refused(Section(1, InCertificates(0x21, [0, 0, 0, 0, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0, 4])));
        Refused(Section(1, InCertificates(0x22, [.. new byte[7], 1, 0, 0, 0, 2, 0xff])));
        Refused(Section(1, InCertificates(0x22, [.. Enumerable.Repeat((byte)0xff, 8), 0, 0, 0, 1, 2])));
        Refused(Section(2, [0, 0, 0, 0]));
        Refused(Section(3, CertificateDraft.List(new string('a', 19))));
        Refused(Section(5, CertificateDraft.List(new string('a', 31))));
        Read(Section(3, CertificateDraft.List(new string('a', 20))));
        Read(Section(5, CertificateDraft.List(new string('a', 32))));
    }

    [Fact]
    public void Signatures_are_passed_over_at_the_end_only()
    {
        byte[] signature = [4, .. CertificateDraft.List("key", "signature")];
        Read([.. Section(255, [.. CertificateDraft.List("x"), 0, .. CertificateDraft.List("")]), .. signature, .. signature]);
        Refused([.. Section(2, []), 4, .. CertificateDraft.List("key")]);
        Refused([.. Section(2, []), .. signature, 2, 0, 0, 0, 0]);
    }

    private SshCertificate Certificate(ulong serial, string id = "the id") =>
        _keygen.Certify(_authority, _key, "-n", "alice", "-z", serial.ToString(null, null), "-I", id);

    private byte[] KrlFile(string specification)
    {
        var file = _keygen.Write("");
        _keygen.Run("-q", "-k", "-f", file, "-s", _authority + ".pub", _keygen.Write(specification + "\n"));
        return File.ReadAllBytes(file);
    }

    private RevokedKeys Krl(string specification) => Read(KrlFile(specification));

    private static RevokedKeys Read(byte[] file)
    {
        Assert.True(RevokedKeys.TryParse(file, out var revoked, out var fault), fault);
        return revoked;
    }

    private static void Refused(byte[] file)
    {
        Assert.False(RevokedKeys.TryParse(file, out var revoked, out var fault));
        Assert.Null(revoked);
        Assert.Contains("ssh-keygen -k", fault, StringComparison.Ordinal);
    }

    /// <summary>A KRL with one section.</summary>
    private static byte[] Section(byte type, byte[] data)
    {
        var writer = new WireWriter(new byte[64 + data.Length]);
        writer.WriteBytes("SSHKRL\n\0"u8);
        writer.WriteUInt32(1);
        writer.WriteUInt64(1);
        writer.WriteUInt64(0);
        writer.WriteUInt64(0);
        writer.WriteString([]);
        writer.WriteString("comment"u8);
        writer.WriteByte(type);
        writer.WriteString(data);
        return writer.Written.ToArray();
    }

    /// <summary>A certificates section of any authority with one part.</summary>
    private static byte[] InCertificates(byte type, byte[] data)
    {
        var writer = new WireWriter(new byte[16 + data.Length]);
        writer.WriteString([]);
        writer.WriteString([]);
        writer.WriteByte(type);
        writer.WriteString(data);
        return writer.Written.ToArray();
    }
}
