using Sluice.Proxy.Options;
using Sluice.Transport;

using Xunit;

namespace Sluice.Proxy.Tests.Options;

public sealed class IdentityOptionsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public IdentityOptionsTests()
    {
        using var key = SshPrivateKey.GenerateEd25519();
        _folder.Write("key", key.ToOpenSshFile("key"));
        _folder.Write("known_hosts", $"h {TestKeys.PublicLine(key.PublicKey)}\n");
        Directory.CreateDirectory(Path.Combine(_folder.Root, "keys"));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Without_a_word_a_backend_is_told_by_our_own_names_and_gets_the_command_as_it_is()
    {
        var identity = Valid("").Backends["main"].Identity;
        Assert.Equal(["SLUICE_REQUEST_ID", "SLUICE_USER", "SLUICE_KEY_FINGERPRINT", "SLUICE_KEY_ID", "SLUICE_CLIENT_ADDRESS"], identity.Names);
        Assert.Null(identity.Template);
        Assert.False(identity.SendOriginalCommand);
    }

    [Fact]
    public void Names_may_be_others_or_switched_off()
    {
        var model = Valid(
            """
            , "IdentityEnvironment": { "User": "REMOTE_USER", "KeyFingerprint": "none", "KeyId": "", "ClientAddress": "Remote_Addr" }
            """,
            """ "AcceptEnv": "*", """);
        Assert.Equal(["SLUICE_REQUEST_ID", "REMOTE_USER", "Remote_Addr"], model.Backends["main"].Identity.Names);
        foreach (var name in (string[])["REMOTE_USER", "remote_user", "Remote_User", "REMOTE_ADDR", "Remote_Addr", "SLUICE_USER", "sluice_x", "SSH_ORIGINAL_COMMAND", "ssh_original_command"])
            Assert.False(model.AcceptEnv.Accepts(name), name);
        Assert.True(model.AcceptEnv.Accepts("REMOTE_USERS"));
    }

    [Fact]
    public void The_default_of_AcceptEnv_knows_the_names_too()
    {
        var model = Valid(""", "IdentityEnvironment": { "User": "LC_USER" } """);
        Assert.False(model.AcceptEnv.Accepts("LC_USER"));
        Assert.True(model.AcceptEnv.Accepts("LC_ALL"));
    }

    [Theory]
    [InlineData("gitolite-shell {user}", null, true)]
    [InlineData("gitolite-shell {user}", "off", false)]
    [InlineData("env SSH_ORIGINAL_COMMAND={command} gitolite-shell {user}", null, false)]
    [InlineData("env SSH_ORIGINAL_COMMAND={command} gitolite-shell {user}", "on", true)]
    public void The_original_command_is_sent_unless_the_template_has_it(string template, string? send, bool expected)
    {
        var identity = Valid($", \"CommandTemplate\": \"{template}\"{(send is null ? "" : $", \"SendOriginalCommand\": \"{send}\"")}").Backends["main"].Identity;
        Assert.Equal(template, identity.Template!.Template);
        Assert.Equal(expected, identity.SendOriginalCommand);
    }

    [Theory]
    [InlineData(""", "IdentityEnvironment": { "User": "1A" }""", "IdentityEnvironment:User", "not a variable's name")]
    [InlineData(""", "IdentityEnvironment": { "User": "GIT_PROTOCOL" }""", "IdentityEnvironment:User", "meaning of its own")]
    [InlineData(""", "IdentityEnvironment": { "User": "ssh_original_command" }""", "IdentityEnvironment:User", "meaning of its own")]
    [InlineData(""", "IdentityEnvironment": { "User": "A", "KeyId": "a" }""", "IdentityEnvironment", "two things")]
    [InlineData(""", "IdentityEnvironment": { "Users": "A" }""", "IdentityEnvironment:Users", "Did you mean User?")]
    [InlineData(""", "SetEnv": { "SLUICE_USER": "root" }""", "SetEnv:SLUICE_USER", "Sluice sets this itself")]
    [InlineData(""", "SetEnv": { "SSH_ORIGINAL_COMMAND": "x" }""", "SetEnv:SSH_ORIGINAL_COMMAND", "Sluice sets this itself")]
    [InlineData(""", "CommandTemplate": "x {keyid}" """, "CommandTemplate", "Did you mean key_id?")]
    [InlineData(""", "CommandTemplate": "x '{user}'" """, "CommandTemplate", "stands in quotes")]
    [InlineData(""", "SendOriginalCommand": "on" """, "SendOriginalCommand", "remove this key")]
    [InlineData(""", "CommandTemplate": "x", "SendOriginalCommand": "perhaps" """, "SendOriginalCommand", "not on or off")]
    public void What_cannot_be_meant_is_a_fault(string backend, string key, string expected)
    {
        var fault = Assert.Single(Load(backend, "").Faults);
        Assert.Equal($"Sluice:Backends:main:{key}", fault.Key);
        Assert.Contains(expected, fault.Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "Command": "info", "Backend": "main" }""", null)]
    [InlineData("""{ "Command": ["info", "perms"], "User": "alice", "Backend": "main" }""", null)]
    [InlineData("""{ "Command": "info", "Refuse": "No." }""", null)]
    [InlineData("""{ "Command": [], "Backend": "main" }""", "Sluice:Routes:0:Command: The list is empty")]
    [InlineData("""{ "Command": "git-upload-pack", "Backend": "main" }""", "Sluice:Routes:0:Command:0: 'git-upload-pack' is not a command's name")]
    [InlineData("""{ "Command": "a;b", "Backend": "main" }""", "Sluice:Routes:0:Command:0: 'a;b' is not a command's name")]
    [InlineData("""{ "Command": "info", "Repository": "**", "Backend": "main" }""", "Sluice:Routes:0:Command: A command has no repository")]
    [InlineData("""{ "Service": "command", "Backend": "main" }""", "Sluice:Routes:0:Service:0: 'command' is not one of")]
    public void A_route_may_name_commands_instead_of_repositories(string route, string? expected)
    {
        var faults = Load("", "", route).Faults;
        if (expected is null) Assert.Empty(faults);
        else Assert.StartsWith(expected, Assert.Single(faults).ToString(), StringComparison.Ordinal);
    }

    private SluiceModel Valid(string backend, string more = "")
    {
        var result = Load(backend, more);
        Assert.Empty(result.Faults);
        return result.Model!;
    }

    private ConfigurationResult Load(string backend, string more, string route = """{ "Backend": "main" }""") => ConfigurationLoader.Load(_folder.Write(
        "sluice.json",
        $$"""
        { "Sluice": { {{more}} "HostKey": "key",
          "Backends": { "main": { "Address": "h", "IdentityFile": "key", "KnownHosts": "known_hosts" {{backend}} } },
          "Routes": [ {{route}} ] } }
        """));
}
