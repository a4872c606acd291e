using System.Net;

using Sluice.Proxy.Commands;
using Sluice.Proxy.Options;

using Xunit;

namespace Sluice.Proxy.Tests.Options;

public sealed class AdmissionSectionTests
{
    [Fact]
    public void Without_a_word_there_are_defaults()
    {
        var (model, faults) = Build(new SluiceConfig());
        Assert.Empty(faults);
        Assert.Equal((new StartupLimit(1000, 30, 4000), int.MaxValue, new NetBlockSize(32, 128)), (model.MaxStartups, model.PerSourceMaxStartups, model.NetBlock));
        Assert.Equal(PenaltyModel.Default, model.Penalties);
        Assert.Equal(["127.0.0.0/8", "::1/128"], model.Exempt.Select(network => network.ToString()));
    }

    [Theory]
    [InlineData("10:30:100", 10, 30, 100)]
    [InlineData("7", 7, 100, 7)]
    [InlineData("5:100:5", 5, 100, 5)]
    public void MaxStartups_is_written_as_in_sshd_config(string text, int begin, int rate, int full) =>
        Assert.Equal(new StartupLimit(begin, rate, full), Build(new SluiceConfig { MaxStartups = text }).Model.MaxStartups);

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("10:30")]
    [InlineData("10:0:100")]
    [InlineData("10:101:100")]
    [InlineData("100:30:10")]
    [InlineData("10:30:100:5")]
    [InlineData("10:30:1000001")]
    [InlineData("-1:30:100")]
    [InlineData("none")]
    public void Another_MaxStartups_is_a_fault(string text)
    {
        var fault = Assert.Single(Build(new SluiceConfig { MaxStartups = text }).Faults);
        Assert.StartsWith($"Sluice:MaxStartups: '{text}' is not a number, or start:rate:full", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Sources_are_limited_and_grouped_as_in_sshd_config()
    {
        var (model, faults) = Build(new SluiceConfig { PerSourceMaxStartups = "8", PerSourceNetBlockSize = "24:56", MaxKeyExchanges = "3", KeyExchangeTimeout = "5s" });
        Assert.Empty(faults);
        Assert.Equal((8, new NetBlockSize(24, 56), 3, TimeSpan.FromSeconds(5)), (model.PerSourceMaxStartups, model.NetBlock, model.MaxKeyExchanges, model.KeyExchangeTimeout));
        Assert.Equal(new NetBlockSize(16, 128), Build(new SluiceConfig { PerSourceNetBlockSize = "16" }).Model.NetBlock);
        Assert.Equal(int.MaxValue, Build(new SluiceConfig { PerSourceMaxStartups = "none" }).Model.PerSourceMaxStartups);
    }

    [Theory]
    [InlineData("33")]
    [InlineData("32:129")]
    [InlineData("32:")]
    [InlineData("1:2:3")]
    public void Other_bits_are_a_fault(string text) => Assert.Single(Build(new SluiceConfig { PerSourceNetBlockSize = text }).Faults);

    [Fact]
    public void Penalties_are_written_as_in_sshd_config()
    {
        var (model, faults) = Build(new SluiceConfig
        {
            PerSourcePenalties = new() { Penalties = "crash:2m authfail:7s noauth:2s grace-exceeded:20s refuseconnection:3s protocol:1m max:1h min:30s max-sources4:100 max-sources6:200 overflow:deny-all overflow6:permissive" },
            PerSourcePenaltyExemptList = ["10.0.0.0/8,192.0.2.7", "2001:db8::/32"],
        });
        Assert.Empty(faults);
        Assert.Equal(
            new PenaltyModel
            {
                Crash = TimeSpan.FromMinutes(2),
                AuthFail = TimeSpan.FromSeconds(7),
                NoAuth = TimeSpan.FromSeconds(2),
                GraceExceeded = TimeSpan.FromSeconds(20),
                RefuseConnection = TimeSpan.FromSeconds(3),
                Protocol = TimeSpan.FromMinutes(1),
                Max = TimeSpan.FromHours(1),
                Min = TimeSpan.FromSeconds(30),
                MaxSources4 = 100,
                MaxSources6 = 200,
                DenyAll4 = true,
            },
            model.Penalties);
        Assert.Equal([new IPNetwork(IPAddress.Parse("10.0.0.0"), 8), new(IPAddress.Parse("192.0.2.7"), 32), new(IPAddress.Parse("2001:db8::"), 32)], model.Exempt);
    }

    [Fact]
    public void Penalties_may_be_tried_out_or_switched_off()
    {
        var tried = Build(new SluiceConfig { PerSourcePenalties = new() { DryRun = "yes" } }).Model.Penalties;
        Assert.Equal((true, true), (tried.IsEnabled, tried.IsDryRun));
        Assert.False(Build(new SluiceConfig { PerSourcePenalties = new() { Penalties = "no" } }).Model.Penalties.IsEnabled);
        Assert.Equal(PenaltyModel.Default, Build(new SluiceConfig { PerSourcePenalties = new() { Penalties = "yes" } }).Model.Penalties);
        Assert.Empty(Build(new SluiceConfig { PerSourcePenaltyExemptList = ["none"] }).Model.Exempt);
    }

    [Theory]
    [InlineData("authfail")]
    [InlineData("authfail:")]
    [InlineData("authfail:soon")]
    [InlineData("wrong:5s")]
    [InlineData("max-sources4:5")]
    [InlineData("overflow:perhaps")]
    [InlineData("max:5s min:10s")]
    public void Another_penalty_is_a_fault(string text)
    {
        var fault = Assert.Single(Build(new SluiceConfig { PerSourcePenalties = new() { Penalties = text } }).Faults);
        Assert.StartsWith("Sluice:PerSourcePenalties: ", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void A_slip_in_the_exempt_list_is_a_fault()
    {
        var fault = Assert.Single(Build(new SluiceConfig { PerSourcePenaltyExemptList = ["192.0.2.0/24", "10.1.2.3/8"] }).Faults);
        Assert.StartsWith("Sluice:PerSourcePenaltyExemptList:1: '10.1.2.3/8' is not an address or a network", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Quotas_are_numbers_by_user_and_by_service()
    {
        var faults = new Faults("Sluice");
        var model = QuotaSection.Build(
            new SluiceConfig
            {
                MaxSessionsPerUser = "12",
                MaxSessionsPerRepository = new() { ["git-upload-pack"] = "20", ["git-receive-pack"] = "4" },
                SessionQueueTimeout = "0",
                BandwidthPerUser = "20M",
            },
            faults);
        Assert.Empty(faults.All);
        Assert.Equal((12, 2, 20, 4), (model.PerUser, model.PerRepository.Count, model.PerRepository[HostingService.GitUploadPack], model.PerRepository[HostingService.GitReceivePack]));
        Assert.Equal((TimeSpan.Zero, 20L << 20), (model.QueueTimeout, model.BandwidthPerUser));
    }

    [Fact]
    public void One_number_is_each_services()
    {
        var model = QuotaSection.Build(new SluiceConfig { MaxSessionsPerRepository = new() { ["*"] = "9", ["hg"] = "2" } }, new Faults("Sluice"));
        Assert.Equal(HostingServiceNames.Routable.Count, model.PerRepository.Count);
        Assert.Equal((9, 2), (model.PerRepository[HostingService.GitUploadPack], model.PerRepository[HostingService.Hg]));
    }

    [Theory]
    [InlineData("git-upload-pack", "0", "Sluice:MaxSessionsPerRepository:git-upload-pack: '0' is not a number from 1 to 1000000, or none.")]
    [InlineData("git-fetch", "4", "Sluice:MaxSessionsPerRepository:git-fetch: 'git-fetch' is no service: expected one of git-upload-pack")]
    [InlineData("*", "many", "Sluice:MaxSessionsPerRepository: 'many' is not a number from 1 to 1000000, or none.")]
    public void Another_quota_is_a_fault(string service, string text, string expected)
    {
        var faults = new Faults("Sluice");
        QuotaSection.Build(new SluiceConfig { MaxSessionsPerRepository = new() { [service] = text } }, faults);
        Assert.StartsWith(expected, Assert.Single(faults.All).ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1K")]
    [InlineData("fast")]
    public void Another_bandwidth_is_a_fault(string text)
    {
        var faults = new Faults("Sluice");
        QuotaSection.Build(new SluiceConfig { BandwidthPerUser = text }, faults);
        Assert.StartsWith($"Sluice:BandwidthPerUser: '{text}' is not a size a second", Assert.Single(faults.All).ToString(), StringComparison.Ordinal);
    }

    private static (AdmissionModel Model, List<string> Faults) Build(SluiceConfig config)
    {
        var faults = new Faults("Sluice");
        var model = AdmissionSection.Build(config, faults);
        return (model, [.. faults.All.Select(fault => fault.ToString())]);
    }
}
