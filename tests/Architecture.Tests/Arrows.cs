namespace Sluice.Architecture.Tests;

/// <summary>The picture in docs/architecture.md as a table: what each folder may use besides itself.</summary>
internal static class Arrows
{
    /// <summary>The folder name that stands for files beside the project file.</summary>
    public const string Doors = "";

    private const string Everything = "*";

    /// <summary>Folders of src/Transport.</summary>
    public static IReadOnlyDictionary<string, string[]> Transport { get; } = new Dictionary<string, string[]>
    {
        ["Buffers"] = [],
        ["Diagnostics"] = ["Buffers", "Wire"],
        ["Wire"] = [],
        ["Crypto"] = ["Wire", "Buffers", "Diagnostics"],
        ["Packets"] = ["Crypto", "Wire", "Buffers", "Diagnostics"],
        ["Handshake"] = ["Packets", "Crypto", "Wire", "Buffers", "Diagnostics", Doors],
        ["Authentication"] = ["Crypto", "Wire", "Buffers", "Diagnostics", Doors],
        ["Channels"] = ["Wire", "Buffers", "Diagnostics", Doors],
        ["ProxyProtocol"] = [],
        ["Io"] = ["ProxyProtocol", "Buffers", "Diagnostics"],
        ["Connection"] = [Everything],
        [Doors] = [Everything],
    };

    /// <summary>Folders of src/Proxy.</summary>
    public static IReadOnlyDictionary<string, string[]> Proxy { get; } = new Dictionary<string, string[]>
    {
        ["Commands"] = [],
        ["Caching"] = [],
        ["Endpoints"] = ["Options"],
        ["Routing"] = ["Commands"],
        ["Observability"] = ["Commands", "Options"],
        ["Options"] = ["Caching", "Endpoints", "Commands", "Routing", "Backends", "Identity"],
        ["Identity"] = ["Caching", "Endpoints", "Routing", "Options", "Observability"],
        ["Admission"] = ["Options", "Observability"],
        ["Backends"] = ["Commands", "Routing", "Options", "Observability"],
        ["Authorization"] = ["Caching", "Commands", "Endpoints", "Observability", "Options", "Routing"],
        ["Relay"] = ["Backends", "Observability"],
        ["Sessions"] = ["Authorization", "Commands", "Routing", "Identity", "Admission", "Options", "Backends", "Relay", "Observability"],
        ["Admin"] = ["Endpoints", "Identity", "Options", "Observability", "Hosting", "Sessions", "Relay", "Backends", "Admission"],
        ["GameDays"] = ["Admin", "Caching", "Identity", "Observability", "Options", "Sessions", "Relay"],
        ["Embedded"] = [Everything],
        ["Hosting"] = [Everything],
        ["Cli"] = [Everything],
        [Doors] = [Everything],
    };

    /// <summary>The table of a project.</summary>
    public static IReadOnlyDictionary<string, string[]> Of(string project) => project == "Transport" ? Transport : Proxy;

    public static bool Allows(string project, string from, string to) =>
        from == to || (Of(project).TryGetValue(from, out var targets) && (targets.Contains(Everything) || targets.Contains(to)));
}
