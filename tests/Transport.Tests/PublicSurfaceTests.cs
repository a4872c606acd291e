using PublicApiGenerator;

using Sluice.Testing;

using Xunit;

namespace Sluice.Transport.Tests;

/// <summary>What others can build upon changes only when somebody means it to.</summary>
public sealed class PublicSurfaceTests
{
    private const string Verified = "tests/Transport.Tests/PublicSurface.txt";

    [Fact]
    public void The_public_surface_is_the_verified_one()
    {
        var surface = typeof(SshConnection).Assembly.GeneratePublicApi(new ApiGeneratorOptions { IncludeAssemblyAttributes = false }).ReplaceLineEndings("\n").TrimEnd() + "\n";
        var present = Path.Combine(AppContext.BaseDirectory, "PublicSurface.txt");
        File.WriteAllText(present, surface);
        var verified = Path.Combine(RepositoryRoot.FullName, Verified);
        var expected = File.Exists(verified) ? File.ReadAllText(verified).ReplaceLineEndings("\n") : "";
        if (surface == expected) return;
        var (before, now) = (expected.Split('\n'), surface.Split('\n'));
        var changes = before.Except(now).Select(line => $"- {line.Trim()}").Concat(now.Except(before).Select(line => $"+ {line.Trim()}"));
        Assert.Fail(
            $"The public surface of Sluice.Transport has changed. If that is meant, accept it with\n  cp '{Path.GetRelativePath(RepositoryRoot.FullName, present)}' {Verified}\n{string.Join('\n', changes)}");
    }
}
