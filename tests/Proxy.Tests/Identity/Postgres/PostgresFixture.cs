using Sluice.Testing;

using Xunit;

namespace Sluice.Proxy.Tests.Identity.Postgres;

/// <summary>One PostgreSQL for a class of tests, each of which makes its own database.</summary>
public sealed class PostgresFixture : IAsyncLifetime
{
    public PostgresServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Server = await PostgresServer.StartAsync();

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
