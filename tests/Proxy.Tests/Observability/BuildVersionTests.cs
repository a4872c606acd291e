using Sluice.Proxy.Observability;

using Xunit;

namespace Sluice.Proxy.Tests.Observability;

public sealed class BuildVersionTests
{
    [Fact]
    public void The_version_names_the_commit_and_its_time() =>
        Assert.Matches(@"^\d+\.\d+\.(\d+\.[0-9a-f]{7,40}|0\.unknown)-\d{8}\.\d{4}$", BuildVersion.Text);
}
