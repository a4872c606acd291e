namespace Sluice.Proxy.GameDays;

/// <summary>What can be played and what is being played.</summary>
/// <param name="Running">What goes wrong on purpose now; null if nothing does.</param>
/// <param name="Last">The one before; null if there was none.</param>
/// <param name="Scenarios">All of them.</param>
internal sealed record GameDayView(RunningFaultView? Running, EndedFaultView? Last, IReadOnlyList<ScenarioView> Scenarios);

/// <summary>A fault that is on; times in seconds.</summary>
internal sealed record RunningFaultView(string Scenario, string? Backend, string Who, double Since, double Left);

/// <summary>A fault that is over; <paramref name="Ago"/> and <paramref name="Lasted"/> in seconds.</summary>
internal sealed record EndedFaultView(string Scenario, string? Backend, string Who, string Why, double Lasted, double Ago);

/// <summary>One scenario. <paramref name="Longest"/> in seconds; <paramref name="Missing"/> says why it cannot be played here, null if it can.</summary>
internal sealed record ScenarioView(string Name, string Does, string Expects, bool NeedsBackend, double? By, double Longest, string? Missing);
