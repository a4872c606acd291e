namespace Sluice.EndToEnd;

/// <summary>One timed run.</summary>
/// <param name="Measure">What was done: <see cref="Measures"/>.</param>
/// <param name="Suite">The client's cipher and MAC; <c>default</c> for its own choice.</param>
/// <param name="Peer">Which way.</param>
/// <param name="Bytes">Content moved; 0 where only time counts.</param>
/// <param name="ProxyCpuSeconds">Processor time of the proxy over the run; 0 for the direct way.</param>
/// <param name="Failure">Null if it went well.</param>
internal sealed record Sample(string Measure, string Suite, string Peer, int Round, double Seconds, long Bytes, double ProxyCpuSeconds, string? Failure)
{
    public double MegabytesPerSecond => Bytes / Seconds / 1e6;
}
