namespace Sluice.Proxy.Embedded;

/// <summary>What <c>sluice demo</c> was asked for.</summary>
/// <param name="Once">Clone once, check the content, end.</param>
/// <param name="StateDirectory">Where keys and the sample repository are kept, as a full path; null takes the default.</param>
/// <param name="Port">The port of the proxy on 127.0.0.1; 0 takes a free one.</param>
internal sealed record DemoOptions(bool Once, string? StateDirectory, int Port);
