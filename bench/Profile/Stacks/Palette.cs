namespace Sluice.Profile.Stacks;

/// <summary>A colour for each kind of code, so that the rooms of a stack are seen from afar.</summary>
internal static class Palette
{
    /// <summary>Light enough for black letters.</summary>
    public static string Of(string kind) => kind switch
    {
        "" => "#dddddd",
        "Transport/Crypto" => "#f4a582",
        "Transport/Packets" => "#fddbc7",
        "Transport/Io" => "#92c5de",
        "Transport/Connection" => "#b8e186",
        "Transport/Channels" => "#d9f0a3",
        "Transport/Handshake" or "Transport/Authentication" => "#f1b6da",
        _ when kind.StartsWith("Transport", StringComparison.Ordinal) => "#c7e9b4",
        _ when kind.StartsWith("Proxy", StringComparison.Ordinal) => "#fee391",
        "kernel" => "#bdbdbd",
        "native crypto" => "#ef8a62",
        _ when kind.StartsWith("runtime", StringComparison.Ordinal) => "#cab2d6",
        "compiler (JIT)" => "#e0c8ee",
        _ => "#e8e8e0",
    };
}
