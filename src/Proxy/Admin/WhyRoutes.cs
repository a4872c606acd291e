using System.Net;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

using Sluice.Proxy.Admission;

namespace Sluice.Proxy.Admin;

/// <summary>Limits: <c>GET /api/why?address=192.0.2.1</c> tells what holds for an address now.</summary>
internal sealed class WhyRoutes(AdmissionGate gate) : IAdminRoutes
{
    /// <summary>Where to ask.</summary>
    public const string Path = "/api/why";

    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder routes) => routes.MapGet(Path, (string? address) => IPAddress.TryParse(address, out var parsed)
        ? Results.Ok(gate.Why(parsed))
        : Results.Problem($"'{address}' is not an address: expected one such as 192.0.2.1 or 2001:db8::1.", statusCode: StatusCodes.Status400BadRequest));
}
