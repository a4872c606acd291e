using Sluice.Testing;

using Xunit;

[assembly: AssemblyFixture(typeof(Sluice.Transport.Tests.LedgerFixture))]

namespace Sluice.Transport.Tests;

/// <summary>After all tests of the assembly no buffer may be out, whichever test rented it.</summary>
public sealed class LedgerFixture : IAsyncLifetime
{
    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => new(BufferLedgers.EmptyAsync());
}
