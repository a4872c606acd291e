using System.Text.Json.Serialization;

namespace Sluice.EndToEnd;

/// <summary>What a run measures and where its report goes.</summary>
internal sealed record BenchOptions(string Name, string Date, [property: JsonIgnore] string Output, int LargeMebibytes, int SmallRounds, int LargeRounds, IReadOnlyList<string> Suites)
{
    /// <summary>The client's cipher with its MAC, as <c>cipher</c> or <c>cipher+mac</c>: those that the first milestone promises.</summary>
    public static readonly string[] AllSuites =
    [
        "aes128-gcm@openssh.com", "aes256-gcm@openssh.com", "chacha20-poly1305@openssh.com",
        "aes128-ctr+hmac-sha2-256-etm@openssh.com", "aes256-ctr+hmac-sha2-256-etm@openssh.com", "aes128-ctr+hmac-sha2-256",
    ];

    public long LargeBytes => (long)LargeMebibytes << 20;

    [JsonIgnore]
    public string Folder => Path.Combine(Output, $"{Date}-{Name}");
}
