namespace Sluice.Proxy.Relay;

/// <summary>What one user's requests share.</summary>
/// <param name="user">The user.</param>
/// <param name="bytesPerSecond">The limit of each direction.</param>
/// <param name="fromClient">What the user sends.</param>
/// <param name="toClient">What the user receives.</param>
internal sealed class Bandwidth(string user, long bytesPerSecond, Throttle fromClient, Throttle toClient)
{
    public string User => user;

    public long BytesPerSecond => bytesPerSecond;

    public Throttle In => fromClient;

    public Throttle Out => toClient;

    /// <summary>Requests that share it. Guarded by who lends it.</summary>
    public int Users { get; set; }
}
