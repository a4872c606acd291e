using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sluice.Proxy.Hosting;

/// <summary>How far a drain is. Times in seconds.</summary>
internal sealed record DrainView
{
    /// <summary>As the admin endpoint writes it.</summary>
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    /// <summary>The process that drains, or does not.</summary>
    public required int ProcessId { get; init; }

    /// <summary>True from the drain's beginning on.</summary>
    public required bool IsDraining { get; init; }

    /// <summary>Why; null if it does not drain.</summary>
    public DrainCause? Cause { get; init; }

    /// <summary>How long it has drained.</summary>
    public double Age { get; init; }

    /// <summary>How long it may go on.</summary>
    public double Remaining { get; init; }

    /// <summary>Clients that are logged in and run nothing.</summary>
    public required int Idle { get; init; }

    /// <summary>Connections of clients that have not logged in.</summary>
    public required int LoggingIn { get; init; }

    /// <summary>The requests that still run, oldest first.</summary>
    public required IReadOnlyList<DrainingRequest> Requests { get; init; }

    /// <summary>How far the process has drained that this one took over from; null if it is gone, or there was none.</summary>
    public DrainView? Predecessor { get; init; }
}
