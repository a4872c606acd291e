namespace Sluice.Transport;

/// <summary>The two forms of the PROXY protocol's header.</summary>
public enum ProxyProtocolVersion
{
    /// <summary>One line of text.</summary>
    V1 = 1,

    /// <summary>Binary.</summary>
    V2 = 2,
}
