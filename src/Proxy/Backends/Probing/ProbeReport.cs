namespace Sluice.Proxy.Backends.Probing;

/// <summary>What came of probing one backend.</summary>
/// <param name="Backend">Its name.</param>
/// <param name="Works">True if requests would run there as the configuration wants it.</param>
/// <param name="Text">One line for the operator: what works, what does not, and what to do.</param>
internal sealed record ProbeReport(string Backend, bool Works, string Text);
