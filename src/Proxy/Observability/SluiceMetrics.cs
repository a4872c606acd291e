namespace Sluice.Proxy.Observability;

/// <summary>The meter <c>Sluice</c>: what is counted, with closed label sets only.</summary>
internal sealed class SluiceMetrics : IDisposable
{
    /// <summary>A client connection was authenticated.</summary>
    public void ConnectionOpened() => throw new NotImplementedException();

    /// <summary>A client connection that was counted is over.</summary>
    public void ConnectionClosed() => throw new NotImplementedException();

    /// <summary>A user's key was accepted or not.</summary>
    public void Authenticated(bool accepted) => throw new NotImplementedException(accepted.ToString());

    /// <summary>Bytes went from a client to a backend. Lock-free; does not allocate.</summary>
    public void AddBytesIn(long bytes) => throw new NotImplementedException(bytes.ToString());

    /// <summary>Bytes went from a backend to a client. Lock-free; does not allocate.</summary>
    public void AddBytesOut(long bytes) => throw new NotImplementedException(bytes.ToString());

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
