using System.Net;
using System.Text;

using Sluice.Proxy.Commands;
using Sluice.Proxy.Identity;
using Sluice.Proxy.Options;
using Sluice.Proxy.Sessions;
using Sluice.Transport;

using Xunit;

namespace Sluice.Proxy.Tests.Sessions;

public sealed class BackendCommandTests : IDisposable
{
    private readonly SshPrivateKey _key = SshPrivateKey.GenerateEd25519();

    public void Dispose() => _key.Dispose();

    [Fact]
    public void Who_asks_then_the_backends_own_then_the_client()
    {
        Assert.True(Asked("42").TryCompose(Backend(new IdentityModel()), out var command, out _));

        Assert.Equal(
            [
                new("SLUICE_REQUEST_ID", "c-1"), new("SLUICE_USER", "alice"), new("SLUICE_KEY_FINGERPRINT", "SHA256:x"), new("SLUICE_KEY_ID", "42"),
                new("SLUICE_CLIENT_ADDRESS", "2001:db8::1"), new("SITE", "one"), new("LANG", "C"),
            ],
            command.Environment);
        Assert.Equal("git-upload-pack '/srv/x.git'", Encoding.UTF8.GetString(command.Line.Span));
    }

    [Fact]
    public void A_key_without_an_id_and_names_that_are_off_are_not_told()
    {
        var identity = new IdentityModel { User = "REMOTE_USER", KeyFingerprint = null, ClientAddress = null, RequestId = null };

        Assert.True(Asked("").TryCompose(Backend(identity), out var command, out _));

        Assert.Equal([new("REMOTE_USER", "alice"), new("SITE", "one"), new("LANG", "C")], command.Environment);
    }

    [Fact]
    public void A_template_replaces_the_line_and_the_original_has_the_rewritten_path()
    {
        Assert.True(CommandTemplate.TryParse("serv key-{key_id} {repository}", out var template, out _, out _));

        Assert.True(Asked("42").TryCompose(Backend(new IdentityModel { Template = template, SendOriginalCommand = true }), out var command, out _));

        Assert.Equal("serv key-'42' 'team/x.git'", Encoding.UTF8.GetString(command.Line.Span));
        Assert.Contains(new("SSH_ORIGINAL_COMMAND", "git-upload-pack '/srv/x.git'"), command.Environment);
    }

    /// <summary>A backend that takes only so many drops the last ones: they are the client's.</summary>
    [Fact]
    public void A_name_is_said_once_by_whoever_has_the_higher_word()
    {
        var identity = new IdentityModel { User = "REMOTE_USER", KeyFingerprint = null, ClientAddress = null, RequestId = null };
        var asked = Asked([new("SITE", "client"), new("TEAM", "client"), new("LANG", "C")], "", new KeyValuePair<string, string>("TEAM", "blue"));

        Assert.True(asked.TryCompose(Backend(identity), out var command, out _));

        Assert.Equal([new("REMOTE_USER", "alice"), new("TEAM", "blue"), new("SITE", "one"), new("LANG", "C")], command.Environment);
    }

    [Fact]
    public void A_template_that_cannot_be_filled_in_is_a_refusal()
    {
        Assert.True(CommandTemplate.TryParse("serv key-{key_id}", out var template, out _, out _));

        Assert.False(Asked("").TryCompose(Backend(new IdentityModel { Template = template }), out _, out var refusal));
        Assert.Contains("number of their key", refusal, StringComparison.Ordinal);
    }

    /// <summary>Also where nothing is sent by a name this time, as for a key without an id.</summary>
    [Fact]
    public void Nobody_else_speaks_by_the_names_of_who_asks()
    {
        Assert.True(Asked("", new("SLUICE_KEY_ID", "1"), new("ssh_original_command", "x"), new("TEAM", "blue")).TryCompose(Backend(new IdentityModel()), out var command, out _));

        Assert.Contains(new("TEAM", "blue"), command.Environment);
        Assert.DoesNotContain(command.Environment, variable => variable.Key is "SLUICE_KEY_ID" or "ssh_original_command");
    }

    private static BackendCommand Asked(string keyId, params KeyValuePair<string, string>[] authorized) => Asked([new("LANG", "C")], keyId, authorized);

    private static BackendCommand Asked(KeyValuePair<string, string>[] accepted, string keyId, params KeyValuePair<string, string>[] authorized) => new(
        new SluiceIdentity("alice", "SHA256:x", "", KeyId: keyId), IPAddress.Parse("2001:db8::1"), "c-1",
        new HostingCommand(HostingService.GitUploadPack, Access.Read, "/team/x.git"), "/srv/x.git")
    {
        Accepted = accepted,
        Authorized = authorized,
    };

    private BackendModel Backend(IdentityModel identity) =>
        new("main", "h", 22, new SshClientOptions { User = "git", IdentityKey = _key, HostKeys = [] }, [new("SITE", "one")]) { Identity = identity };
}
