using Sluice.Proxy.Commands;
using Sluice.Proxy.Options;
using Sluice.Proxy.Routing;
using Sluice.Transport;

using Xunit;

namespace Sluice.Proxy.Tests.Options;

public sealed class BackendGroupOptionsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public BackendGroupOptionsTests()
    {
        using var key = SshPrivateKey.GenerateEd25519();
        _folder.Write("host_key", key.ToOpenSshFile("host"));
        _folder.Write("id", key.ToOpenSshFile("id"));
        _folder.Write("known_hosts", $"[127.0.0.1]:2200 {TestKeys.PublicLine(TestKeys.New())}\n");
        Directory.CreateDirectory(Path.Combine(_folder.Root, "keys"));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_group_has_its_defaults_and_routes_lead_to_it()
    {
        var model = Valid("""{ "git": { "Members": [ { "Backend": "a" } ] } }""", "git");
        Assert.Equal(
            new BackendGroupModel("git", [new("a", 1, MemberRole.Primary)], PlacementPolicy.LeastSessions, TimeSpan.FromSeconds(10), 50),
            model.BackendGroups["git"]);
        Assert.Equal(HealthModel.Default, model.Health);
        Assert.Equal(new Decision.Forward("git", "/x"), model.Routes.Decide("alice", new(HostingService.GitUploadPack, Access.Read, "/x")));
    }

    [Fact]
    public void Every_word_of_a_group_and_of_health_reaches_the_model()
    {
        var model = Valid(
            """
            { "git": {
                "Members": [ { "Backend": "a", "Weight": 1000 }, { "Backend": "b", "Weight": "2", "Role": "Replica" }, { "Backend": "c", "Role": "primary" } ],
                "Placement": "consistent-hash", "ReadYourWrites": "0", "PanicThreshold": "34%" } }
            """,
            "a",
            """ "Health": { "ConsecutiveFailures": 5, "BaseEjectionTime": "2s", "MaxEjectionTime": "1m", "ProbeInterval": "0", "SlowOpen": "3s" }, """);
        Assert.Equal(
            new BackendGroupModel(
                "git", [new("a", 1000, MemberRole.Primary), new("b", 2, MemberRole.Replica), new("c", 1, MemberRole.Primary)], PlacementPolicy.ConsistentHash,
                TimeSpan.Zero, 34),
            model.BackendGroups["git"]);
        Assert.Equal(
            new HealthModel
            {
                ConsecutiveFailures = 5,
                BaseEjectionTime = TimeSpan.FromSeconds(2),
                MaxEjectionTime = TimeSpan.FromMinutes(1),
                ProbeInterval = TimeSpan.Zero,
                SlowOpen = TimeSpan.FromSeconds(3),
            },
            model.Health);
    }

    [Theory]
    [InlineData("""{ "git": { } }""", "BackendGroups:git:Members", "at least one member")]
    [InlineData("""{ "git": { "Members": [] } }""", "BackendGroups:git:Members", "at least one member")]
    [InlineData("""{ "git": { "Members": [ { "Weight": 1 } ] } }""", "BackendGroups:git:Members:0:Backend", "It is missing")]
    [InlineData("""{ "git": { "Members": [ { "Backend": "a", "Role": "replica" } ] } }""", "BackendGroups:git:Members", "nobody takes writes")]
    [InlineData("""{ "git": { "Members": [ { "Backend": "mian" } ] } }""", "BackendGroups:git:Members:0:Backend", "Did you mean main?")]
    [InlineData("""{ "git": { "Members": [ { "Backend": "a" }, { "Backend": "b" }, { "Backend": "a" } ] } }""", "BackendGroups:git:Members:2:Backend", "in the group already")]
    [InlineData("""{ "git": { "Members": [ { "Backend": "a" }, { "Backend": "hg" } ] }, "hg": { "Members": [ { "Backend": "a" } ] } }""", "BackendGroups:git:Members:1:Backend", "'hg' is a group")]
    [InlineData("""{ "git": { "Members": [ { "Backend": "a", "Weight": 0 } ] } }""", "BackendGroups:git:Members:0:Weight", "a number from 1 to 1000")]
    [InlineData("""{ "git": { "Members": [ { "Backend": "a", "Weight": 1001 } ] } }""", "BackendGroups:git:Members:0:Weight", "a number from 1 to 1000")]
    [InlineData("""{ "git": { "Members": [ { "Backend": "a", "Role": "replika" }, { "Backend": "b" } ] } }""", "BackendGroups:git:Members:0:Role", "Did you mean replica?")]
    [InlineData("""{ "git": { "Members": [ { "Backend": "a", "Rol": "replica" } ] } }""", "BackendGroups:git:Members:0:Rol", "Did you mean Role?")]
    [InlineData("""{ "git": { "Members": [ "a" ] } }""", "BackendGroups:git:Members:0", "Expected an object")]
    [InlineData("""{ "git": { "Members": [ { "Backend": "a" } ], "Placement": "least-session" } }""", "BackendGroups:git:Placement", "Did you mean least-sessions?")]
    [InlineData("""{ "git": { "Members": [ { "Backend": "a" } ], "ReadYourWrites": "2h" } }""", "BackendGroups:git:ReadYourWrites", "a time from 0 to 1h")]
    [InlineData("""{ "git": { "Members": [ { "Backend": "a" } ], "PanicThreshold": "101%" } }""", "BackendGroups:git:PanicThreshold", "a percentage from 0% to 100%")]
    [InlineData("""{ "git": { "Members": [ { "Backend": "a" } ], "PanicThreshold": "%" } }""", "BackendGroups:git:PanicThreshold", "a percentage from 0% to 100%")]
    [InlineData("""{ "Main": { "Members": [ { "Backend": "a" } ] } }""", "BackendGroups:Main", "another name")]
    [InlineData("""{ "g t": { "Members": [ { "Backend": "a" } ] } }""", "BackendGroups:g t", "letters, digits")]
    public void What_is_wrong_with_a_group_is_told_with_its_key(string groups, string key, string words)
    {
        var faults = Faulty(groups, "a");
        Assert.Contains(faults, fault => fault.Key == $"Sluice:{key}" && fault.Sentence.Contains(words, StringComparison.Ordinal));
        Assert.All(faults, fault => Assert.StartsWith($"Sluice:{key}", fault.Key, StringComparison.Ordinal));
    }

    [Fact]
    public void A_group_of_too_many_members_is_a_fault() =>
        Assert.Contains(
            Faulty($$"""{ "git": { "Members": [ {{string.Join(", ", Enumerable.Repeat("""{ "Backend": "a" }""", 101))}} ] } }""", "a"),
            fault => fault.Key == "Sluice:BackendGroups:git:Members" && fault.Sentence.Contains("at most 100", StringComparison.Ordinal));

    [Fact]
    public void A_route_to_what_is_neither_a_backend_nor_a_group_is_given_the_likeliest_of_both()
    {
        var fault = Assert.Single(Faulty("""{ "gitolite": { "Members": [ { "Backend": "a" } ] } }""", "gitolit"));
        Assert.Equal("Sluice:Routes:0:Backend", fault.Key);
        Assert.Contains("Did you mean gitolite?", fault.Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"ConsecutiveFailures\": 0", "ConsecutiveFailures", "from 1 to 1000")]
    [InlineData("\"BaseEjectionTime\": \"0\"", "BaseEjectionTime", "from 1s to 1h")]
    [InlineData("\"BaseEjectionTime\": \"1m\", \"MaxEjectionTime\": \"30s\"", "MaxEjectionTime", "shorter than BaseEjectionTime")]
    [InlineData("\"MaxEjectionTime\": \"2h\"", "MaxEjectionTime", "from 1s to 1h")]
    [InlineData("\"ProbeInterval\": \"often\"", "ProbeInterval", "from 0 to 1h")]
    [InlineData("\"SlowOpen\": \"2h\"", "SlowOpen", "from 0 to 1h")]
    [InlineData("\"SlowOpn\": \"2s\"", "SlowOpn", "Did you mean SlowOpen?")]
    public void What_is_wrong_with_health_is_told_with_its_key(string health, string key, string words)
    {
        var fault = Assert.Single(Faulty("{}", "a", $"\"Health\": {{ {health} }},"));
        Assert.Equal($"Sluice:Health:{key}", fault.Key);
        Assert.Contains(words, fault.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_first_ejection_that_is_longer_than_the_longest_by_default_raises_it() =>
        Assert.Equal(TimeSpan.FromMinutes(1), Valid("{}", "a", "\"Health\": { \"BaseEjectionTime\": \"1m\" },").Health.MaxEjectionTime);

    [Fact]
    public void Two_readings_of_one_text_are_equal_and_any_change_is_seen()
    {
        const string Text = """{ "git": { "Members": [ { "Backend": "a", "Weight": 2 }, { "Backend": "b", "Role": "replica" } ] } }""";
        var first = Valid(Text, "git").BackendGroups["git"];
        var second = Valid(Text, "git").BackendGroups["git"];
        Assert.Equal(first, second);
        Assert.Equal(first.GetHashCode(), second.GetHashCode());
        BackendGroupModel[] changed =
        [
            first with { Name = "other" },
            first with { Members = [first.Members[1], first.Members[0]] },
            first with { Members = [first.Members[0]] },
            first with { Members = first.Members.SetItem(0, first.Members[0] with { Weight = 3 }) },
            first with { Members = first.Members.SetItem(1, first.Members[1] with { Role = MemberRole.Primary }) },
            first with { Placement = PlacementPolicy.ConsistentHash },
            first with { ReadYourWrites = TimeSpan.FromSeconds(11) },
            first with { PanicThreshold = 51 },
        ];
        Assert.All(changed, other => Assert.NotEqual(first, other));
    }

    private static string Configuration(string groups, string target, string more)
    {
        const string Backend = """{ "Address": "127.0.0.1:2200", "IdentityFile": "id", "KnownHosts": "known_hosts" }""";
        return $$"""
            { "Sluice": { "HostKey": "host_key", {{more}}
                "Backends": { "a": {{Backend}}, "b": {{Backend}}, "c": {{Backend}}, "main": {{Backend}} },
                "BackendGroups": {{groups}},
                "Routes": [ { "Repository": "**", "Backend": "{{target}}" } ] } }
            """;
    }

    private SluiceModel Valid(string groups, string target, string more = "")
    {
        var result = ConfigurationLoader.Load(_folder.Write("sluice.json", Configuration(groups, target, more)));
        Assert.True(result.Model is not null, string.Join('\n', result.Faults));
        return result.Model;
    }

    private IReadOnlyList<Fault> Faulty(string groups, string target, string more = "")
    {
        var result = ConfigurationLoader.Load(_folder.Write("sluice.json", Configuration(groups, target, more)));
        Assert.Null(result.Model);
        return result.Faults;
    }
}
