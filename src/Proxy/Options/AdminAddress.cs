using System.Net;

namespace Sluice.Proxy.Options;

/// <summary>Where the admin endpoint is reached: exactly one of its forms.</summary>
internal abstract record AdminAddress
{
    private AdminAddress()
    {
    }

    /// <summary>A Unix socket, which the user that sluice runs as and root may use.</summary>
    /// <param name="Path">The full path.</param>
    public sealed record Unix(string Path) : AdminAddress
    {
        /// <inheritdoc/>
        public override string ToString() => $"unix:{Path}";
    }

    /// <summary>A TCP address.</summary>
    /// <param name="EndPoint">Address and port.</param>
    public sealed record Tcp(IPEndPoint EndPoint) : AdminAddress
    {
        /// <inheritdoc/>
        public override string ToString() => EndPoint.ToString();
    }
}
