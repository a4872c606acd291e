using Microsoft.Extensions.Configuration;

using Sluice.Proxy.Commands;
using Sluice.Proxy.Options;

using Xunit;

namespace Sluice.Proxy.Tests.Options;

public sealed class TimeoutOptionsTests
{
    [Fact]
    public void Without_a_word_the_defaults_hold()
    {
        var timeouts = Build(new SluiceConfig(), out var faults);

        Assert.Empty(faults);
        Assert.Equal(TimeSpan.FromMinutes(10), timeouts.Channel[HostingService.GitUploadPack]);
        Assert.Equal(TimeSpan.FromMinutes(30), timeouts.Channel[HostingService.GitReceivePack]);
        Assert.Equal(TimeSpan.FromHours(24), timeouts.Total[HostingService.Hg]);
        Assert.Equal(TimeSpan.FromHours(1), timeouts.UnusedConnection);
    }

    [Fact]
    public void A_service_that_is_named_has_its_own_time_and_the_others_have_the_stars_or_their_defaults()
    {
        var config = new SluiceConfig
        {
            ChannelTimeout = new() { ["git-upload-pack"] = "90s", ["command"] = "none" },
            TotalTimeout = new() { ["*"] = "6h", ["hg"] = "1h30m" },
            UnusedConnectionTimeout = "none",
        };

        var timeouts = Build(config, out var faults);

        Assert.Empty(faults);
        Assert.Equal(TimeSpan.FromSeconds(90), timeouts.Channel[HostingService.GitUploadPack]);
        Assert.Equal(TimeSpan.Zero, timeouts.Channel[HostingService.HostCommand]);
        Assert.Equal(TimeSpan.FromMinutes(30), timeouts.Channel[HostingService.GitReceivePack]);
        Assert.Equal(TimeSpan.FromHours(6), timeouts.Total[HostingService.GitReceivePack]);
        Assert.Equal(TimeSpan.FromMinutes(90), timeouts.Total[HostingService.Hg]);
        Assert.Equal(TimeSpan.Zero, timeouts.UnusedConnection);
    }

    [Fact]
    public void One_text_stands_for_every_service()
    {
        var faults = new Faults("Sluice");
        var section = new ConfigurationBuilder().AddInMemoryCollection([new("Sluice:ChannelTimeout", "2m")]).Build().GetSection("Sluice");
        var config = (SluiceConfig)ConfigurationReader.Read(section, typeof(SluiceConfig), faults)!;

        var timeouts = Build(config, out _);

        Assert.Empty(faults.All);
        Assert.All(Enum.GetValues<HostingService>(), service => Assert.Equal(TimeSpan.FromMinutes(2), timeouts.Channel[service]));
    }

    [Fact]
    public void What_makes_no_sense_is_told()
    {
        var config = new SluiceConfig
        {
            ChannelTimeout = new() { ["git-uploadpack"] = "10m", ["hg"] = "soon", ["*"] = "0" },
            TotalTimeout = new() { ["hg"] = "10ms" },
            UnusedConnectionTimeout = "never",
        };

        Build(config, out var faults);

        Assert.Equal(
            [
                "Sluice:ChannelTimeout:git-uploadpack", "Sluice:ChannelTimeout:*", "Sluice:ChannelTimeout:hg",
                "Sluice:TotalTimeout:hg", "Sluice:UnusedConnectionTimeout",
            ],
            faults.Select(fault => fault.ToString().Split(": ")[0]));
        Assert.Contains("git-upload-pack", faults[0].ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(600, "10m")]
    [InlineData(5400, "1h30m")]
    [InlineData(90, "1m30s")]
    [InlineData(0.25, "250ms")]
    [InlineData(172_800, "48h")]
    public void A_time_is_written_as_it_may_be_read(double seconds, string expected)
    {
        var time = TimeSpan.FromSeconds(seconds);

        Assert.Equal(expected, Duration.Write(time));
        Assert.True(Duration.TryParse(expected, out var read));
        Assert.Equal(time, read);
    }

    private static TimeoutModel Build(SluiceConfig config, out IReadOnlyList<Fault> faults)
    {
        var all = new Faults("Sluice");
        var model = TimeoutSection.Build(config, all);
        faults = all.All;
        return model;
    }
}
