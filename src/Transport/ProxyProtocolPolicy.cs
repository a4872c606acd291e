namespace Sluice.Transport;

/// <summary>What a listener does about PROXY headers of trusted peers.</summary>
public enum ProxyProtocolPolicy
{
    /// <summary>Takes a header if there is one.</summary>
    Use,

    /// <summary>Closes a connection that comes without one.</summary>
    Require,

    /// <summary>Reads a header if there is one and takes no notice of what it says.</summary>
    Ignore,
}
