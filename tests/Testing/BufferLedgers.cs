using Sluice.Transport.Buffers;

namespace Sluice.Testing;

/// <summary>Every buffer comes home: rented blocks are counted by role, and a test ends with none out.</summary>
public static class BufferLedgers
{
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(10);

    /// <summary>Waits for the ledger of the process; a block that is still out then is a failure that names its role.</summary>
    public static Task EmptyAsync() => EmptyAsync(BufferPool.Shared.Ledger);

    internal static Task EmptyAsync(BufferLedger ledger) =>
        Eventually.HoldsAsync(() => ledger.IsEmpty, _limit, () => $"buffers are still out after the test: {ledger}");
}
