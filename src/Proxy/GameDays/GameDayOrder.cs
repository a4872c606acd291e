using Sluice.Proxy.Options;

namespace Sluice.Proxy.GameDays;

/// <summary>What a fault is begun with.</summary>
/// <param name="For">How long it lasts.</param>
/// <param name="Backend">Whom it befalls; null unless it befalls one backend.</param>
/// <param name="By">How late, or how far, where the fault knows such a thing.</param>
internal sealed record GameDayOrder(TimeSpan For, BackendModel? Backend, TimeSpan By);
