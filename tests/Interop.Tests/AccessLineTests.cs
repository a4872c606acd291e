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

        var access = await Site.Proxy.AccessLineAsync(line => line["Repository"] == "team/told.git");

        Assert.Equal("alice", access["User"]);
        Assert.Equal(await Alice.Key.FingerprintAsync(), access["KeyFingerprint"]);
        Assert.StartsWith("127.0.0.1", access["ClientAddress"], StringComparison.Ordinal);
        Assert.Equal("git-upload-pack", access["Service"]);
        Assert.Equal("main", access["Backend"]);
        Assert.Equal("0", access["ExitStatus"]);
        Assert.Equal("Ok", access["Outcome"]);
        Assert.StartsWith(access["ConnectionId"], access["RequestId"], StringComparison.Ordinal);
        Assert.InRange(NumberOf(access, "BytesOut"), 4L << 20, 5L << 20);
        Assert.InRange(NumberOf(access, "BytesIn"), 50, 10_000);
        Assert.NotEmpty(access["Duration"]);
    }

    [Fact]
    public async Task A_refusal_is_told_too()
    {
        (await Alice.GitAsync("ls-remote", Site.UrlOf("elsewhere/refused.git"))).MustExitWith(128);

        var access = await Site.Proxy.AccessLineAsync(line => line["Repository"] == "elsewhere/refused.git");

        Assert.Equal("Refused", access["Outcome"]);
        Assert.Equal("128", access["ExitStatus"]);
        Assert.Empty(access["Backend"]);
    }

    [Fact]
    public async Task Every_line_of_a_request_has_its_id()
    {
        await Site.CreateGitAsync("team/ids.git", GitContent.Small);
        (await Alice.GitAsync("clone", "--quiet", Site.UrlOf("team/ids.git"), Fresh())).MustSucceed();
        var access = await Site.Proxy.AccessLineAsync(line => line["Repository"] == "team/ids.git");

        var ofConnection = Site.Proxy.LogLines.Count(line => line.Contains(access["ConnectionId"], StringComparison.Ordinal));

        // At least the connection's start and end besides the request's own line.
        Assert.True(ofConnection >= 3, $"{ofConnection} lines for {access["ConnectionId"]}:\n{Site.Proxy.Log}");
    }

    private static long NumberOf(AccessLine line, string field) => long.Parse(line[field], CultureInfo.InvariantCulture);
}
