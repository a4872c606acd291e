using Sluice.Proxy.Options;

using Xunit;

namespace Sluice.Proxy.Tests.Options;

public sealed class KeysSectionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_database_is_read_with_its_bounds()
    {
        _folder.Write("password", "secret");
        var model = Build(
            new KeysConfig
            {
                Postgres = new() { ConnectionString = "Host=db;Username=sluice", PasswordFile = "password", MaxConnections = "3" },
                LookupTimeout = "2s",
                Cache = new() { KnownFor = "10m", UnknownFor = "0", StaleFor = "1h", MaxKnown = "5", MaxUnknown = "6" },
            },
            out var faults);
        Assert.Empty(faults);
        Assert.Equal(new PostgresKeysModel("Host=db;Username=sluice", Path.Combine(_folder.Root, "password"), 3), model.Postgres);
        Assert.Equal(
            (2, 600, 0, 3600, 5, 6),
            (model.Cache.AskTimeout.TotalSeconds, model.Cache.PositiveFor.TotalSeconds, model.Cache.NegativeFor.TotalSeconds, model.Cache.StaleFor.TotalSeconds,
                model.Cache.PositiveCount, model.Cache.NegativeCount));
        Assert.Empty(model.Directory);
    }

    [Theory]
    [InlineData(null, "It is missing: expected how to reach the database")]
    [InlineData("Host", "It is not understood")]
    [InlineData("Hots=db", "It is not understood")]
    [InlineData("Port=many;Host=db", "It is not understood")]
    [InlineData("Username=sluice", "It names no Host")]
    [InlineData("Host=db;Password=a-secret", "It has a password in it")]
    public void A_database_that_cannot_be_meant_is_told_without_its_text(string? connection, string expected)
    {
        Build(new KeysConfig { Postgres = new() { ConnectionString = connection } }, out var faults);
        var fault = Assert.Single(faults);
        Assert.Contains(expected, fault, StringComparison.Ordinal);
        Assert.DoesNotContain("a-secret", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void A_secret_that_everybody_may_read_is_a_fault()
    {
        _folder.Write("password", "secret", UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        Build(new KeysConfig { Postgres = new() { ConnectionString = "Host=db", PasswordFile = "password" } }, out var faults);
        Assert.Contains("run chmod 600 on it", Assert.Single(faults), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://git.example.org/keys", null, null)]
    [InlineData("http://127.0.0.1:8080/keys", null, null)]
    [InlineData("http://[::1]/keys", "no", null)]
    [InlineData("http://localhost/keys", null, null)]
    [InlineData("http://git.internal/keys", "yes", null)]
    [InlineData("http://git.internal/keys", null, "whoever sits between decides who logs in")]
    [InlineData("https://user:password@git.internal/keys", null, "without a user, a password or a fragment")]
    [InlineData("ftp://git.internal/keys", null, "the endpoint's whole address")]
    [InlineData("/keys", null, "the endpoint's whole address")]
    [InlineData("", null, "It is missing")]
    [InlineData("https://git.internal/keys", "perhaps", "is not yes or no")]
    public void An_endpoint_is_https_unless_it_is_here_or_somebody_says_so(string url, string? allowPlaintext, string? expected)
    {
        var model = Build(new KeysConfig { Http = new() { Url = url, AllowPlaintext = allowPlaintext } }, out var faults);
        if (expected is null) Assert.Equal(new Uri(url), model.Http!.Url);
        Assert.Equal(expected is null ? 0 : 1, faults.Count);
        Assert.All(faults, fault => Assert.Contains(expected!, fault, StringComparison.Ordinal));
    }

    [Fact]
    public void GitLab_wants_a_secret_and_a_format_is_one_of_two()
    {
        Build(new KeysConfig { Http = new() { Url = "https://h/", Format = "GitLab" } }, out var faults);
        Assert.Contains(".gitlab_shell_secret", Assert.Single(faults), StringComparison.Ordinal);
        Build(new KeysConfig { Http = new() { Url = "https://h/", Format = "xml" } }, out faults);
        Assert.Contains("is not json or gitlab", Assert.Single(faults), StringComparison.Ordinal);
    }

    [Fact]
    public void Authorities_without_a_certificate_are_a_fault()
    {
        _folder.Write("ca.pem", "nothing");
        Build(new KeysConfig { Http = new() { Url = "https://h/", CertificateAuthorities = "ca.pem" } }, out var faults);
        Assert.Contains("has no certificate in it", Assert.Single(faults), StringComparison.Ordinal);
    }

    [Fact]
    public void Keys_come_from_one_place()
    {
        Build(new KeysConfig { Directory = ".", Http = new() { Url = "https://h/" } }, out var faults);
        Assert.Contains("keep one of Directory, Postgres and Http", Assert.Single(faults), StringComparison.Ordinal);
    }

    private KeysModel Build(KeysConfig config, out List<string> faults)
    {
        var collected = new Faults("Sluice");
        var model = KeysSection.Build(new SluiceConfig { Keys = config }, _folder.Root, collected);
        faults = [.. collected.All.Select(fault => fault.ToString())];
        return model;
    }
}
