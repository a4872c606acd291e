using System.Text.Json;
using System.Text.RegularExpressions;

using Sluice.Testing;

namespace Sluice.Interop.Tests;

/// <summary>What Prometheus reads from the real product, and the dashboard and the rules that are made for it.</summary>
public sealed partial class MonitoringTests : IAsyncLifetime
{
    private const string Verified = "tests/Interop.Tests/Monitoring/metrics.txt";
    private const string Rules = "tools/deploy/sluice.rules.yml";
    private const string RuleTests = "tests/Interop.Tests/Monitoring/sluice.rules.test.yml";
    private const string Dashboard = "tools/deploy/grafana-dashboard.json";

    private Installation _site = null!;
    private string _page = "";

    [Fact]
    public void The_names_types_and_labels_are_the_verified_ones()
    {
        var present = string.Join('\n', Families().Where(family => !family.StartsWith("dotnet_", StringComparison.Ordinal))) + "\n";
        var file = Path.Combine(AppContext.BaseDirectory, "metrics.txt");
        File.WriteAllText(file, present);
        var expected = File.Exists(InRepository(Verified)) ? File.ReadAllText(InRepository(Verified)) : "";
        if (present == expected) return;
        var (before, now) = (expected.Split('\n'), present.Split('\n'));
        var changes = before.Except(now).Select(line => $"- {line}").Concat(now.Except(before).Select(line => $"+ {line}"));
        Assert.Fail(
            $"Operators' dashboards and alerts know the metrics by these names. If the change is meant, accept it with\n  cp '{Path.GetRelativePath(RepositoryRoot.FullName, file)}' {Verified}\n{string.Join('\n', changes)}");
    }

    [Fact]
    public void No_label_tells_of_a_user_an_address_or_a_repository()
    {
        foreach (var word in new[] { "alice", "127.0.0.1", "team/app" }) Assert.DoesNotContain(word, _page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Promtool_finds_nothing_to_complain_about()
    {
        var result = await ProgramRunner.RunAsync(
            MonitoringTools.Find("promtool"), ["check", "metrics"], new ProgramOptions { Input = async input => await input.WriteAsync(System.Text.Encoding.UTF8.GetBytes(_page)) });
        Assert.Equal("", result.MustSucceed().Output + result.Error);
    }

    [Fact]
    public async Task The_rules_are_well_formed() => (await PromtoolAsync("check", "rules", InRepository(Rules))).MustSucceed();

    [Fact]
    public async Task The_rules_say_what_their_tests_expect() => (await PromtoolAsync("test", "rules", InRepository(RuleTests))).MustSucceed();

    [Theory]
    [InlineData(Rules)]
    [InlineData(Dashboard)]
    public void Every_metric_that_is_asked_for_is_there(string file)
    {
        var names = Families().SelectMany(Series).ToHashSet(StringComparer.Ordinal);
        var asked = MetricName().Matches(File.ReadAllText(InRepository(file))).Select(match => match.Value).Distinct().ToList();
        Assert.NotEmpty(asked);
        Assert.Empty(asked.Except(names));
    }

    [Fact]
    public void Each_panel_of_the_dashboard_has_a_title_a_place_and_a_query()
    {
        var panels = JsonDocument.Parse(File.ReadAllText(InRepository(Dashboard))).RootElement.GetProperty("panels").EnumerateArray()
            .Where(panel => panel.GetProperty("type").GetString() != "row").ToList();
        Assert.NotEmpty(panels);
        Assert.All(panels, panel =>
        {
            Assert.NotEmpty(panel.GetProperty("title").GetString()!);
            Assert.NotEmpty(panel.GetProperty("description").GetString()!);
            Assert.True(panel.GetProperty("gridPos").GetProperty("w").GetInt32() > 0);
            Assert.All(panel.GetProperty("targets").EnumerateArray(), target => Assert.NotEmpty(target.GetProperty("expr").GetString()!));
        });
        Assert.Equal(panels.Count, panels.Select(panel => panel.GetProperty("id").GetInt32()).Distinct().Count());
    }

    /// <summary>Rules are the form in which promtool reads queries.</summary>
    [Fact]
    public async Task Each_query_of_the_dashboard_is_well_formed()
    {
        var queries = JsonDocument.Parse(File.ReadAllText(InRepository(Dashboard))).RootElement.GetProperty("panels").EnumerateArray()
            .Where(panel => panel.TryGetProperty("targets", out _)).SelectMany(panel => panel.GetProperty("targets").EnumerateArray())
            .Select(target => target.GetProperty("expr").GetString()!.Replace("$__rate_interval", "5m", StringComparison.Ordinal).Replace("$job", "sluice", StringComparison.Ordinal)
                .Replace("$instance", ".*", StringComparison.Ordinal));
        var rules = queries.Select((query, i) => new { record = $"panel:{i}", expr = query });
        var file = _site.Files.Write("queries.yml", JsonSerializer.Serialize(new { groups = new[] { new { name = "dashboard", rules } } }));
        (await PromtoolAsync("check", "rules", file)).MustSucceed();
    }

    public async ValueTask InitializeAsync()
    {
        _site = await Installation.StartAsync(adjust: site =>
        {
            site.Folder.Configuration.Section["MetricsListen"] = "127.0.0.1:0";
            return Task.CompletedTask;
        });
        await _site.CreateGitAsync("team/app.git", GitContent.Small);
        (await _site.Alice.GitAsync("clone", _site.UrlOf("team/app.git"), _site.Files.PathOf("copy"))).MustSucceed();
        await _site.Proxy.AccessLineAsync(_ => true);
        _page = await _site.Proxy.MetricsTextAsync();
    }

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    private static string InRepository(string path) => Path.Combine(RepositoryRoot.FullName, path);

    private static Task<ProgramResult> PromtoolAsync(params string[] words) => ProgramRunner.RunAsync(MonitoringTools.Find("promtool"), words);

    /// <summary>The series that a family has: a histogram has three.</summary>
    private static IEnumerable<string> Series(string family)
    {
        var words = family.Split(' ');
        return words[1] == "histogram" ? [$"{words[0]}_bucket", $"{words[0]}_sum", $"{words[0]}_count"] : [words[0]];
    }

    /// <summary>One line for each: name, type, and the names of its labels.</summary>
    private List<string> Families()
    {
        var lines = _page.Split('\n');
        return
        [
            .. lines.Where(line => line.StartsWith("# TYPE ", StringComparison.Ordinal)).Select(line => line["# TYPE ".Length..]).Select(family =>
            {
                var name = family.Split(' ')[0];
                var series = lines.First(line => line.StartsWith(name, StringComparison.Ordinal) && (line[name.Length] is ' ' or '{' or '_'));
                var labels = LabelName().Matches(series).Select(match => match.Groups[1].Value).Where(label => label != "le");
                return $"{family} {string.Join(',', labels)}".TrimEnd();
            }).Order(StringComparer.Ordinal),
        ];
    }

    [GeneratedRegex(@"([a-z_]+)=""")]
    private static partial Regex LabelName();

    [GeneratedRegex(@"\b(?:sluice|process|dotnet)_[a-z0-9_]+\b")]
    private static partial Regex MetricName();
}
