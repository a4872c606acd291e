using System.Net;

using Sluice.Proxy.Commands;
using Sluice.Proxy.Options;
using Sluice.Proxy.Routing;
using Sluice.Transport;

using Xunit;

namespace Sluice.Proxy.Tests.Options;

public sealed class ConfigurationLoaderTests : IDisposable
{
    private const string Minimal = """
        // A comment.
        { "Sluice": {
            "HostKey": "host_key",
            "Backends": { "main": { "Address": "127.0.0.1:2200", "IdentityFile": "id", "KnownHosts": "known_hosts" }, },
            "Routes": [ { "Repository": "**", "Backend": "main" }, ]
        } }
        """;

    private readonly TemporaryFolder _folder = new();
    private readonly SshPublicKey _backendKey = TestKeys.New();

    public ConfigurationLoaderTests()
    {
        using var hostKey = SshPrivateKey.GenerateEd25519();
        using var identity = SshPrivateKey.GenerateEd25519();
        _folder.Write("host_key", hostKey.ToOpenSshFile("host"));
        _folder.Write("id", identity.ToOpenSshFile("id"));
        _folder.Write("known_hosts", $"[127.0.0.1]:2200 {TestKeys.PublicLine(_backendKey)}\n");
        Directory.CreateDirectory(Path.Combine(_folder.Root, "keys"));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_least_configuration_has_the_defaults_of_sshd()
    {
        var model = Valid(Minimal);
        Assert.Equal([new IPEndPoint(IPAddress.IPv6Any, 2222)], model.ListenAddresses);
        Assert.Equal("ssh-ed25519", Assert.Single(model.Server.HostKeys).PublicKey.KeyType);
        Assert.Equal(TimeSpan.FromSeconds(60), model.Server.LoginGraceTime);
        Assert.Equal(6, model.Server.MaxAuthTries);
        Assert.Equal(10, model.Server.MaxSessions);
        Assert.Equal(0u, model.Server.InitialWindow);
        Assert.Equal(1L << 30, model.Server.RekeyBytes);
        Assert.Equal(Path.Combine(_folder.Root, "keys"), model.Keys.Directory);
        Assert.True(model.Keys.LoginUsers.SetEquals(["git", "hg"]));
        Assert.Null(model.MetricsListen);
        var backend = model.Backends["main"];
        Assert.Equal("127.0.0.1:2200", backend.Address);
        Assert.Equal("git", backend.Ssh.User);
        Assert.Equal(_backendKey, Assert.Single(backend.Ssh.HostKeys));
        Assert.Equal(new Decision.Forward("main", "/x"), model.Routes.Decide("alice", new(HostingService.GitUploadPack, Access.Read, "/x")));
    }

    [Fact]
    public void Every_word_reaches_the_model()
    {
        var model = Valid("""
            { "Sluice": {
                "ListenAddress": ["127.0.0.1:0", { "Address": "[::1]:2223", "ProxyProtocol": { "Policy": "use", "TrustedNetworks": "10.0.0.0/8" } }], "HostKey": ["host_key"], "LoginGraceTime": "90s", "MaxAuthTries": 3, "MaxSessions": 4,
                "ClientAliveInterval": "30s", "ClientAliveCountMax": 2, "RekeyLimit": "512M 30m", "Ciphers": null, "AcceptEnv": ["LC_*"], "VersionAddendum": "example",
                "Keys": { "Directory": "keys", "LoginUsers": [] },
                "ChannelWindow": "2M", "DrainTimeout": "1m", "ReloadOnChange": "on", "MetricsListen": "127.0.0.1:9222", "LogLevel": "VERBOSE", "LogFormat": "json",
                "Backends": { "main": {
                    "Address": "127.0.0.1:2200", "User": "hosting", "IdentityFile": "id", "KnownHosts": "known_hosts", "ConnectTimeout": "3s", "Sharing": "off", "SendProxyProtocol": "v2",
                    "ServerAliveInterval": "5s", "ServerAliveCountMax": 1, "RekeyLimit": "1G none", "SetEnv": { "SITE": "one" } } },
                "Routes": [
                    { "User": "*", "Service": ["git-upload-pack"], "Access": "read", "Repository": "team/**", "Backend": "main", "RewriteRepository": "/srv/git/$1" },
                    { "Repository": "**", "Refuse": "Only team is served." } ]
            } }
            """);
        Assert.Equal([new IPEndPoint(IPAddress.Loopback, 0), new IPEndPoint(IPAddress.IPv6Loopback, 2223)], model.ListenAddresses);
        Assert.Equal(ProxyProtocolPolicy.Use, model.ProxyProtocol[model.ListenAddresses[1]].Policy);
        Assert.Single(model.ProxyProtocol);
        Assert.Equal("Sluice example", model.Server.SoftwareVersion);
        Assert.Equal((TimeSpan.FromSeconds(90), 3, 4), (model.Server.LoginGraceTime, model.Server.MaxAuthTries, model.Server.MaxSessions));
        Assert.Equal((TimeSpan.FromSeconds(30), 2), (model.Server.ClientAliveInterval, model.Server.ClientAliveCountMax));
        Assert.Equal((512L << 20, TimeSpan.FromMinutes(30)), (model.Server.RekeyBytes, model.Server.RekeyInterval));
        Assert.False(model.AcceptEnv.Accepts("LANG"));
        Assert.Empty(model.Keys.LoginUsers);
        Assert.Equal((2u << 20, TimeSpan.FromMinutes(1)), (model.ChannelWindow, model.DrainTimeout));
        Assert.True(model.ReloadOnChange);
        Assert.Equal(["host_key", "id", "known_hosts"], model.Files.Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(new IPEndPoint(IPAddress.Loopback, 9222), model.MetricsListen);
        Assert.Equal((Microsoft.Extensions.Logging.LogLevel.Debug, LogFormat.Json), (model.LogLevel, model.LogFormat));
        var backend = model.Backends["main"];
        Assert.Equal(("hosting", TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(5), 1), (backend.Ssh.User, backend.Ssh.ConnectTimeout, backend.Ssh.ServerAliveInterval, backend.Ssh.ServerAliveCountMax));
        Assert.Equal(ProxyProtocolVersion.V2, backend.Ssh.SendProxyProtocol);
        Assert.Equal(RekeyLimit.Never, backend.Ssh.RekeyInterval);
        Assert.Equal([KeyValuePair.Create("SITE", "one")], backend.SetEnv);
        var fetch = new HostingCommand(HostingService.GitUploadPack, Access.Read, "/team/a/b.git");
        Assert.Equal(new Decision.Forward("main", "/srv/git/a/b.git"), model.Routes.Decide("alice", fetch));
        Assert.Equal(new Decision.Refuse("Only team is served."), model.Routes.Decide("alice", fetch with { Service = HostingService.GitUploadArchive }));
    }

    [Fact]
    public void All_faults_are_told_at_once_each_with_its_key()
    {
        var faults = Faulty("""
            { "Sluice": {
                "ListenAddress": ["localhost"], "HostKey": ["host_key", "host_key", "nowhere"], "LoginGraceTim": "1m", "MaxAuthTries": "many", "RekeyLimit": "1K",
                "ClientAliveInterval": "1x", "MaxSessions": [1], "AcceptEnv": ["A B"], "VersionAddendum": "é", "Keys": { "Directory": "none" }, "ChannelWindow": "1K",
                "ReloadOnChange": "often", "MetricsListen": "9222", "LogLevel": "loud", "GameDays": "sometimes", "LogFormat": "xml",
                "Backends": {
                    "main": { "Address": "127.0.0.1:2299", "IdentityFile": "missing", "KnownHosts": "known_hosts", "Usr": "x" },
                    "bad": { "Address": "host:port", "KnownHosts": "missing", "SendProxyProtocol": "yes", "SetEnv": { "1A": "x" } },
                    "empty": { } },
                "Routes": [
                    { "Service": ["git-upload-pak"], "Access": "both", "Repository": "a/*", "Backend": "mian", "RewriteRepository": "/$2" },
                    { "Backend": "main", "Refuse": "x" }, { }, { "Repository": "b", "Refuse": "x", "RewriteRepository": "/$" } ]
            }, "Logging": {} }
            """);
        var expected = new Dictionary<string, string>
        {
            ["Logging"] = "not known",
            ["Sluice:ListenAddress:0"] = "[::]:2222",
            ["Sluice:HostKey:1"] = "second host key of type ssh-ed25519",
            ["Sluice:HostKey:2"] = "There is no file",
            ["Sluice:LoginGraceTim"] = "Did you mean LoginGraceTime?",
            ["Sluice:MaxAuthTries"] = "'many' is not a number from 1 to 100",
            ["Sluice:RekeyLimit"] = "at least 64K",
            ["Sluice:ClientAliveInterval"] = "'1x' is not a time",
            ["Sluice:MaxSessions"] = "Expected one value",
            ["Sluice:AcceptEnv:0"] = "not a variable's name",
            ["Sluice:VersionAddendum"] = "printable ASCII",
            ["Sluice:Keys:Directory"] = "There is no folder",
            ["Sluice:ChannelWindow"] = "from 64K to 256M",
            ["Sluice:ReloadOnChange"] = "on or off",
            ["Sluice:MetricsListen"] = "127.0.0.1:9222",
            ["Sluice:GameDays"] = "'sometimes' is not yes or no",
            ["Sluice:LogLevel"] = "one of Trace",
            ["Sluice:LogFormat"] = "text or json",
            ["Sluice:Backends:main:KnownHosts"] = "ssh-keyscan -p 2299 127.0.0.1",
            ["Sluice:Backends:main:IdentityFile"] = "There is no file",
            ["Sluice:Backends:main:Usr"] = "Did you mean User?",
            ["Sluice:Backends:bad:Address"] = "git.internal:22",
            ["Sluice:Backends:bad:IdentityFile"] = "It is missing",
            ["Sluice:Backends:bad:KnownHosts"] = "There is no file",
            ["Sluice:Backends:bad:SendProxyProtocol"] = "v1, v2 or none",
            ["Sluice:Backends:bad:SetEnv:1A"] = "not a name",
            ["Sluice:Backends:empty:Address"] = "It is missing",
            ["Sluice:Backends:empty:IdentityFile"] = "It is missing",
            ["Sluice:Backends:empty:KnownHosts"] = "It is missing",
            ["Sluice:Routes:0:Service:0"] = "Did you mean git-upload-pack?",
            ["Sluice:Routes:0:Access"] = "read or write",
            ["Sluice:Routes:0:Backend"] = "Did you mean main?",
            ["Sluice:Routes:0:RewriteRepository"] = "$2 stands for nothing",
            ["Sluice:Routes:1"] = "either Backend or Refuse",
            ["Sluice:Routes:2"] = "either Backend or Refuse",
            ["Sluice:Routes:3:RewriteRepository"] = "",
        };
        Assert.Equal(expected.Keys.Order(), faults.Select(fault => fault.Key).Distinct().Order());
        foreach (var (key, words) in expected)
            Assert.True(faults.Any(fault => fault.Key == key && fault.Sentence.Contains(words, StringComparison.Ordinal)), $"{key}: {words}");
    }

    [Fact]
    public void One_address_may_stand_for_the_list_of_listeners()
    {
        var model = Valid(Minimal.Replace("\"HostKey\"", "\"ListenAddress\": \"[::1]:2223\", \"HostKey\"", StringComparison.Ordinal));
        Assert.Equal([new IPEndPoint(IPAddress.IPv6Loopback, 2223)], model.ListenAddresses);
    }

    [Fact]
    public void A_list_of_algorithms_with_an_unknown_name_is_a_fault_of_that_list()
    {
        var fault = Assert.Single(Faulty(Minimal.Replace("\"HostKey\"", "\"Ciphers\": \"^rot13\", \"HostKey\"", StringComparison.Ordinal)));
        Assert.Equal("Sluice:Ciphers", fault.Key);
        Assert.Contains("rot13", fault.Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{ \"Sluice\": ", "not the JSON")]
    [InlineData("{ \"Sluice\": { \"User\": 1, \"User\": 2 } }", "not the JSON")]
    [InlineData("[]", "not the JSON")]
    public void What_is_not_json_is_one_fault(string text, string expected) =>
        Assert.Contains(expected, Assert.Single(Faulty(text)).Sentence, StringComparison.Ordinal);

    [Fact]
    public void A_file_that_is_not_there_is_one_fault() =>
        Assert.Contains("no such file", Assert.Single(ConfigurationLoader.Load(Path.Combine(_folder.Root, "none.json")).Faults).Sentence, StringComparison.Ordinal);

    [Fact]
    public void An_empty_configuration_says_what_is_needed() =>
        Assert.Equal(["Sluice:Backends", "Sluice:HostKey", "Sluice:Routes"], Faulty("{ \"Sluice\": {} }").Select(fault => fault.Key).Order());

    [Fact]
    public void A_NUL_is_a_fault_wherever_it_stands()
    {
        var faults = Faulty(Minimal.Replace("\"host_key\"", "[ \"host\\u0000key\" ]", StringComparison.Ordinal).Replace("known_hosts", "known\\u0000hosts", StringComparison.Ordinal));

        Assert.Equal(["Sluice:Backends:main:KnownHosts", "Sluice:HostKey:0"], faults.Select(fault => fault.Key).Order());
        Assert.All(faults, fault => Assert.Contains("NUL", fault.Sentence, StringComparison.Ordinal));
    }

    [Fact]
    public void A_private_key_that_everybody_may_read_is_refused()
    {
        File.SetUnixFileMode(Path.Combine(_folder.Root, "id"), UnixFileMode.UserRead | UnixFileMode.OtherRead);
        var fault = Assert.Single(Faulty(Minimal));
        Assert.Equal("Sluice:Backends:main:IdentityFile", fault.Key);
        Assert.Contains("chmod 600", fault.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_with_a_passphrase_needs_the_right_one()
    {
        File.Delete(Path.Combine(_folder.Root, "id"));
        TestKeys.SshKeygen("-q", "-t", "ed25519", "-N", "correct horse", "-f", Path.Combine(_folder.Root, "id"));
        Assert.Contains("passphrase", Assert.Single(Faulty(Minimal)).Sentence, StringComparison.Ordinal);
        var withFile = Minimal.Replace("\"KnownHosts\"", "\"IdentityPassphraseFile\": \"pass\", \"KnownHosts\"", StringComparison.Ordinal);
        _folder.Write("pass", "wrong\n");
        Assert.Equal("Sluice:Backends:main:IdentityFile", Assert.Single(Faulty(withFile)).Key);
        _folder.Write("pass", "correct horse\n");
        Assert.NotNull(Valid(withFile));
    }

    [Fact]
    public void What_is_not_a_key_is_refused()
    {
        _folder.Write("host_key", "hello\n");
        Assert.Equal("Sluice:HostKey:0", Assert.Single(Faulty(Minimal)).Key);
    }

    private SluiceModel Valid(string json)
    {
        var result = ConfigurationLoader.Load(_folder.Write("sluice.json", json));
        Assert.True(result.Model is not null, string.Join('\n', result.Faults));
        Assert.Empty(result.Faults);
        return result.Model;
    }

    private IReadOnlyList<Fault> Faulty(string json)
    {
        var result = ConfigurationLoader.Load(_folder.Write("sluice.json", json));
        Assert.Null(result.Model);
        return result.Faults;
    }
}
