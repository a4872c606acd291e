using System.Globalization;
using System.Net;

namespace Sluice.Proxy.Options;

/// <summary>The limits before a user is known.</summary>
internal static class AdmissionSection
{
    private const string None = "none";

    public static AdmissionModel Build(SluiceConfig config, Faults faults)
    {
        var byDefault = AdmissionModel.Default;
        return new AdmissionModel
        {
            MaxStartups = faults.Read(nameof(config.MaxStartups), config.MaxStartups, byDefault.MaxStartups, StartupLimit.TryParse, StartupLimit.Expected),
            PerSourceMaxStartups = faults.Read(
                nameof(config.PerSourceMaxStartups), config.PerSourceMaxStartups, byDefault.PerSourceMaxStartups, TryParseNumberOrNone, "a number from 1 to 1000000, or none"),
            NetBlock = faults.Read(
                nameof(config.PerSourceNetBlockSize), config.PerSourceNetBlockSize, byDefault.NetBlock, NetBlockSize.TryParse, NetBlockSize.Expected),
            Penalties = PenaltyWords.Read(config.PerSourcePenalties, faults.Below(nameof(config.PerSourcePenalties))),
            Exempt = Networks(config.PerSourcePenaltyExemptList, byDefault.Exempt, faults),
            MaxKeyExchanges = faults.Number(nameof(config.MaxKeyExchanges), config.MaxKeyExchanges, byDefault.MaxKeyExchanges, 1, 1000),
            KeyExchangeTimeout = faults.Read(
                nameof(config.KeyExchangeTimeout), config.KeyExchangeTimeout, byDefault.KeyExchangeTimeout, Duration.TryParse, "a time from 1s to 10m", TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10)),
        };
    }

    /// <summary>A number, or none, which stands for no limit.</summary>
    public static bool TryParseNumberOrNone(string text, out int number)
    {
        number = int.MaxValue;
        return text == None || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number is >= 1 and <= 1_000_000);
    }

    /// <summary>sshd writes a list with commas; a list of JSON does as well.</summary>
    private static IReadOnlyList<IPNetwork> Networks(List<string>? written, IReadOnlyList<IPNetwork> byDefault, Faults faults)
    {
        if (written is null) return byDefault;
        var networks = new List<IPNetwork>();
        for (var i = 0; i < written.Count; i++)
        {
            foreach (var text in written[i].Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            {
                if (text == None) continue;
                if (ProxyProtocolSection.TryParseNetwork(text, out var network)) networks.Add(network);
                else faults.Below(nameof(SluiceConfig.PerSourcePenaltyExemptList), i).Add($"'{text}' is not an address or a network, such as 10.1.0.0/16 or 2001:db8::/32, without bits behind the mask, or none.");
            }
        }
        return networks;
    }
}
