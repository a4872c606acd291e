using System.Net;
using System.Text;

using Sluice.Proxy.Identity;

namespace Sluice.Fuzz.Targets;

/// <summary>A line of a user's key file.</summary>
internal static class AuthorizedKeysTarget
{
    // East and west of Greenwich: times near the ends of the calendar leave it on one side.
    private static readonly TimeZoneInfo[] _zones =
    [
        TimeZoneInfo.CreateCustomTimeZone("east", TimeSpan.FromHours(2), null, null),
        TimeZoneInfo.CreateCustomTimeZone("west", TimeSpan.FromHours(-2), null, null),
    ];

    public static void Run(ReadOnlySpan<byte> input)
    {
        var line = Encoding.UTF8.GetString(input);
        foreach (var zone in _zones) Check(line, zone);
    }

    private static void Check(string line, TimeZoneInfo zone)
    {
        if (!AuthorizedKey.TryParse(line, "alice", "alice.pub:1", zone, out var authorized, out var fault))
        {
            var isIgnorable = line.Trim().Length == 0 || line.Trim()[0] == '#';
            Promise.Keep(isIgnorable == (fault.Length == 0), "Only empty lines and comments are passed over in silence.");
            return;
        }
        Promise.Keep(authorized is { UserName: "alice", Place: "alice.pub:1" }, "A line is its user's.");
        authorized.Options.From?.Match(IPAddress.Loopback);
        authorized.Options.From?.Match(IPAddress.IPv6Loopback);
        if (authorized.Options == KeyOptions.None) return;
        var plain = $"{authorized.Key.KeyType} {Convert.ToBase64String(authorized.Key.Blob.Span)}";
        Promise.Keep(
            AuthorizedKey.TryParse($"restrict {plain}", "alice", "", zone, out var bare, out _) && bare.Options == KeyOptions.None && bare.Key.Equals(authorized.Key),
            "The key is there without its options.");
    }
}
