namespace Sluice.Profile.Collecting;

/// <summary>One value of one instrument at one moment.</summary>
/// <param name="Seconds">Since the watch began.</param>
/// <param name="Instrument">The meter's name for it; <c>process.*</c> comes from /proc.</param>
/// <param name="Tags">As <c>name=value</c>, with commas between; empty for none.</param>
/// <param name="Value">The value; the sum so far of a counter.</param>
internal sealed record CounterReading(double Seconds, string Instrument, string Tags, double Value);
