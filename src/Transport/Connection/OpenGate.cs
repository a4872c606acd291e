using System.Net;

namespace Sluice.Transport.Connection;

/// <summary>Lets everybody in.</summary>
internal sealed class OpenGate : IConnectionGate, IConnectionPass
{
    public static OpenGate Instance { get; } = new();

    public IConnectionPass? Admit(IPEndPoint source, IPEndPoint destination, bool isProxy, out ReadOnlyMemory<byte> farewell)
    {
        farewell = default;
        return this;
    }

    public void OnOutOfDescriptors()
    {
    }

    public bool OnNamed(IPEndPoint source, IPEndPoint destination, out ReadOnlyMemory<byte> farewell)
    {
        farewell = default;
        return true;
    }

    public ValueTask<bool> TakeTurnAsync() => ValueTask.FromResult(true);

    public void EndTurn()
    {
    }

    public void OnAuthenticated()
    {
    }

    public void OnUnauthenticated(UnauthenticatedEnd end)
    {
    }

    public void OnTurnedAway()
    {
    }
}
