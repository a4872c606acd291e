namespace Sluice.Proxy.Options;

/// <summary>What came of reading a configuration: a model without faults, or all of its faults.</summary>
internal sealed record ConfigurationResult(SluiceModel? Model, IReadOnlyList<Fault> Faults);
