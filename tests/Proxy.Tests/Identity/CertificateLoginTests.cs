using System.Collections.Frozen;
using System.Net;

using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

using Sluice.Proxy.Identity;
using Sluice.Proxy.Observability;
using Sluice.Proxy.Options;
using Sluice.Transport;

using Xunit;

namespace Sluice.Proxy.Tests.Identity;

/// <summary>The directory of keys, asked about certificates.</summary>
public sealed class CertificateLoginTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly CertificateAuthority _authority = new();
    private readonly SluiceMetrics _metrics = new();
    private readonly KeyMetrics _keyMetrics = new();
    private FolderKeys? _source;
    private readonly CapturedLog<KeyDirectory> _log = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 5, 4, 12, 0, 0, TimeSpan.Zero));
    private string? _revokedKeys;

    public void Dispose()
    {
        _folder.Dispose();
        _authority.Dispose();
        _metrics.Dispose();
        _source?.Dispose();
        _keyMetrics.Dispose();
    }

    [Fact]
    public async Task A_certificate_of_a_trusted_authority_lets_its_principal_in()
    {
        using var directory = Open();
        var identity = Assert.IsType<SluiceIdentity>(await Ask(directory, _authority.Certify("-n", "alice").Certificate));
        var certificate = new CertificateIdentity("the id", 7, _authority.Authority.Fingerprint, null);
        Assert.Equal(new SluiceIdentity("alice", _authority.Key.Fingerprint, "the id", certificate), identity);
        Assert.DoesNotContain(_log.Events, e => e.Level > LogLevel.Information);
    }

    [Fact]
    public async Task A_forced_command_is_the_identitys()
    {
        using var directory = Open();
        var certificate = _authority.Certify("-n", "alice", "-O", "force-command=git-upload-pack 'team/app.git'").Certificate;
        var identity = Assert.IsType<SluiceIdentity>(await Ask(directory, certificate));
        Assert.Equal("git-upload-pack 'team/app.git'", identity.Certificate!.ForceCommand);
    }

    [Fact]
    public async Task A_certificate_does_not_stand_for_its_key_in_the_directory()
    {
        _folder.Write("keys/bob.pub", TestKeys.PublicLine(_authority.Key));
        using var directory = Open();
        var certificate = _authority.Certify("-n", "alice").Certificate;
        Assert.Equal("alice", Assert.IsType<SluiceIdentity>(await Ask(directory, certificate)).UserName);
        Assert.Equal("bob", Assert.IsType<SluiceIdentity>(await Ask(directory, _authority.Key)).UserName);
        using var stranger = new CertificateAuthority();
        Assert.Null(await Ask(directory, stranger.Certify(_authority.Key, "-n", "bob").Certificate));
    }

    [Fact]
    public async Task The_authority_is_no_user() => Assert.Null(await Ask(Open(), _authority.Authority));

    [Theory]
    [InlineData("its authority is not trusted", "stranger")]
    [InlineData("it is a host's certificate", "-n", "alice", "-h")]
    [InlineData("it has expired", "-n", "alice", "-V", "20200101:20200102")]
    [InlineData("it is not valid yet", "-n", "alice", "-V", "20990101:20990102")]
    [InlineData("it names no principal")]
    [InlineData("none of its principals is a user's name", "-n", "git")]
    [InlineData("it is not for use from 192.0.2.7", "-n", "alice", "-O", "source-address=198.51.100.0/24")]
    [InlineData("its critical option weekdays@example.org is not known", "-n", "alice", "-O", "critical:weekdays@example.org=all")]
    public async Task A_certificate_that_is_no_good_is_refused_and_logged(string why, params string[] options)
    {
        using var stranger = new CertificateAuthority();
        var certificate = options is ["stranger"] ? stranger.Certify("-n", "alice").Certificate : _authority.Certify(options).Certificate;
        using var directory = Open();
        Assert.Null(await Ask(directory, certificate));
        Assert.Contains(_log.Events, e => e.Text.StartsWith(@"The certificate the\u{20}id (serial 7) signed by SHA256:", StringComparison.Ordinal)
            && e.Text.EndsWith($" was not accepted: {why}.", StringComparison.Ordinal));
        Assert.Single(_log.Events, e => e.Text.StartsWith("Failed publickey for git from 192.0.2.7 port 50022", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_certificate_ends_when_its_time_is_over()
    {
        using var directory = Open();
        var certificate = _authority.Certify("-n", "alice", "-V", "20260504000000Z:20260504120100Z").Certificate;
        Assert.NotNull(await Ask(directory, certificate));
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Null(await Ask(directory, certificate));
    }

    [Fact]
    public async Task Whom_a_trusted_authority_names_is_no_invalid_user()
    {
        using var directory = Open();
        using var stranger = new CertificateAuthority();
        Assert.Null(await Ask(directory, _authority.Certify("-n", "carol", "-V", "20200101:20200102").Certificate, "carol"));
        Assert.Single(_log.Events, e => e.Text.StartsWith("Failed publickey for carol ", StringComparison.Ordinal));
        Assert.Null(await Ask(directory, stranger.Certify("-n", "carol").Certificate, "carol"));
        Assert.Single(_log.Events, e => e.Text.StartsWith("Invalid user carol ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("serial: 7")]
    [InlineData("id: the id")]
    public async Task A_certificate_is_revoked_by_a_KRL(string specification)
    {
        _revokedKeys = _authority.Krl(specification);
        using var directory = Open();
        Assert.Null(await Ask(directory, _authority.Certify("-n", "alice").Certificate));
        Assert.Contains(_log.Events, e => e.Text.EndsWith("it is revoked.", StringComparison.Ordinal));
        Assert.NotNull(await Ask(directory, _authority.Certify("-n", "alice", "-z", "8", "-I", "other").Certificate));
    }

    [Fact]
    public async Task A_list_revokes_keys_in_the_directory_and_in_certificates()
    {
        _folder.Write("keys/alice.pub", TestKeys.PublicLine(_authority.Key));
        _revokedKeys = _authority.KeyFile;
        using var directory = Open();
        Assert.Null(await Ask(directory, _authority.Key));
        Assert.Null(await Ask(directory, _authority.Certify("-n", "alice").Certificate));
        Assert.NotNull(await Ask(directory, _authority.Certify(TestKeys.New(), "-n", "alice").Certificate));
    }

    [Fact]
    public async Task A_revoked_authority_certifies_nobody()
    {
        _revokedKeys = _authority.PublicFile;
        using var directory = Open();
        Assert.Null(await Ask(directory, _authority.Certify("-n", "alice").Certificate));
    }

    [Fact]
    public async Task Changes_of_both_files_are_taken_up()
    {
        _revokedKeys = _folder.Write("lists/revoked", "");
        using var directory = Open();
        var certificate = _authority.Certify("-n", "alice").Certificate;
        Assert.NotNull(await Ask(directory, certificate));
        _time.Advance(FolderWatch.Period);
        Assert.Single(_log.Events, e => e.Text.StartsWith("Revoked keys and certificates in force", StringComparison.Ordinal));
        Assert.Single(_log.Events, e => e.Text.StartsWith("Authorities whose certificates are believed", StringComparison.Ordinal) && e.Text.EndsWith(": 1.", StringComparison.Ordinal));
        File.Copy(_authority.KeyFile, _revokedKeys, overwrite: true);
        _time.Advance(FolderWatch.Period);
        Assert.Null(await Ask(directory, certificate));
        File.WriteAllText(_revokedKeys, "");
        File.WriteAllText(_authority.PublicFile, "# none\n");
        _time.Advance(FolderWatch.Period);
        Assert.Null(await Ask(directory, certificate));
        Assert.Contains(_log.Events, e => e.Text.EndsWith("its authority is not trusted.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Files_that_cannot_be_read_any_more_leave_in_force_what_was_read_and_say_so_once()
    {
        _revokedKeys = _folder.Write("lists/revoked", File.ReadAllText(_authority.KeyFile));
        using var directory = Open();
        var certificate = _authority.Certify("-n", "alice").Certificate;
        File.WriteAllText(_revokedKeys, "this is no key\n");
        _time.Advance(FolderWatch.Period);
        _time.Advance(FolderWatch.Period);
        Assert.Null(await Ask(directory, certificate));
        Assert.NotNull(await Ask(directory, _authority.Certify(TestKeys.New(), "-n", "alice").Certificate));
        Assert.Single(_log.Events, e => e.Level == LogLevel.Error && e.Text.Contains("stays in force", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Nobody_gets_in_as_long_as_RevokedKeys_has_never_been_read()
    {
        _folder.Write("keys/alice.pub", TestKeys.PublicLine(_authority.Key));
        _revokedKeys = Path.Combine(_folder.Root, "nowhere");
        using var directory = Open();
        Assert.Null(await Ask(directory, _authority.Key));
        Assert.Null(await Ask(directory, _authority.Certify("-n", "alice").Certificate));
    }

    [Fact]
    public async Task Every_refusal_has_the_same_shape()
    {
        _folder.Write("keys/alice.pub", $"from=\"198.51.100.0/24\" {TestKeys.PublicLine(_authority.Key)}");
        using var directory = Open();
        using var stranger = new CertificateAuthority();
        (string User, SshPublicKey Key)[] attempts =
        [
            ("git", TestKeys.New()), ("nobody", TestKeys.New()), ("alice", TestKeys.New()), ("git", _authority.Key), ("nobody", _authority.Key),
            ("git", stranger.Certify("-n", "alice").Certificate), ("nobody", _authority.Certify("-n", "alice").Certificate),
        ];
        foreach (var (user, key) in attempts)
        {
            var before = _log.Events.Count;
            var answer = directory.AuthenticateAsync(Attempt(user, key), CancellationToken.None);
            // At once and without waiting for anything: what takes no time takes the same time.
            Assert.True(answer.IsCompletedSuccessfully);
            Assert.Null(await answer);
            var phrase = user == "nobody" ? $"Invalid user {user} from 192.0.2.7 port 50022" : $"Failed publickey for {user} from 192.0.2.7 port 50022 ssh2: ";
            Assert.Single(_log.Events.Skip(before), e => e.Text.StartsWith(phrase, StringComparison.Ordinal));
        }
    }

    private KeyDirectory Open()
    {
        Directory.CreateDirectory(Path.Combine(_folder.Root, "keys"));
        var model = new KeysModel(Path.Combine(_folder.Root, "keys"), FrozenSet.Create("git", "hg"), _authority.PublicFile, _revokedKeys);
        _source?.Dispose();
        _source = new FolderKeys(model.Directory, _keyMetrics, _log, _time);
        return new KeyDirectory(model, _source, _metrics, _log, _time);
    }

    private static async Task<object?> Ask(KeyDirectory directory, SshPublicKey key, string user = "git") =>
        await directory.AuthenticateAsync(Attempt(user, key), CancellationToken.None);

    private static PublicKeyAttempt Attempt(string user, SshPublicKey key) =>
        new(user, key, new IPEndPoint(IPAddress.Parse("::ffff:192.0.2.7"), 50022), "lusab-babad");
}
