using System.Globalization;

using Sluice.Testing;

namespace Sluice.Interop.Tests;

/// <summary>The one line that tells what happened to a request.</summary>
public sealed class AccessLineTests(SharedInstallation shared) : InteropTest(shared)
{
    [Fact]
    public async Task A_clone_is_told_by_all_its_fields()
    {
        await Site.CreateGitAsync("team/told.git", GitContent.OfMebibytes(4));
        (await Alice.GitAsync("clone", "--quiet", Site.UrlOf("team/told.git"), Fresh())).MustSucceed();

        var access = await Site.Proxy.AccessLineAsync(line => line["repository"] == "team/told.git");

        Assert.Equal("alice", access["user"]);
        Assert.Equal(await Alice.Key.FingerprintAsync(), access["key_fingerprint"]);
        Assert.StartsWith("127.0.0.1", access["client_address"], StringComparison.Ordinal);
        Assert.Equal("git-upload-pack", access["service"]);
        Assert.Equal("main", access["backend"]);
        Assert.Equal("0", access["exit_status"]);
        Assert.Equal("Ok", access["outcome"]);
        Assert.StartsWith(access["connection_id"], access["request_id"], StringComparison.Ordinal);
        Assert.InRange(NumberOf(access, "bytes_out"), 4L << 20, 5L << 20);
        Assert.InRange(NumberOf(access, "bytes_in"), 50, 10_000);
        Assert.NotEmpty(access["duration_seconds"]);
    }

    [Fact]
    public async Task A_refusal_is_told_too()
    {
        (await Alice.GitAsync("ls-remote", Site.UrlOf("elsewhere/refused.git"))).MustExitWith(128);

        var access = await Site.Proxy.AccessLineAsync(line => line["repository"] == "elsewhere/refused.git");

        Assert.Equal("Refused", access["outcome"]);
        Assert.Equal("128", access["exit_status"]);
        Assert.Empty(access["backend"]);
    }

    [Fact]
    public async Task Every_line_of_a_request_has_its_id()
    {
        await Site.CreateGitAsync("team/ids.git", GitContent.Small);
        (await Alice.GitAsync("clone", "--quiet", Site.UrlOf("team/ids.git"), Fresh())).MustSucceed();
        var access = await Site.Proxy.AccessLineAsync(line => line["repository"] == "team/ids.git");

        var ofConnection = Site.Proxy.LogLines.Count(line => line.Contains(access["connection_id"], StringComparison.Ordinal));

        // At least the connection's start and end besides the request's own line.
        Assert.True(ofConnection >= 3, $"{ofConnection} lines for {access["connection_id"]}:\n{Site.Proxy.Log}");
    }

    private static long NumberOf(AccessLine line, string field) => long.Parse(line[field], CultureInfo.InvariantCulture);
}
