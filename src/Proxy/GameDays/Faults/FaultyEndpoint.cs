namespace Sluice.Proxy.GameDays.Faults;

/// <summary>The way to an HTTP endpoint that can be made to fail.</summary>
internal sealed class FaultyEndpoint(Outage outage) : DelegatingHandler
{
    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        await outage.WaitAsync(cancellationToken).ConfigureAwait(false);
        if (outage.IsDown) throw new HttpRequestException(HttpRequestError.ConnectionError, "A game day has it that the endpoint is down.");
        return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
    }
}
