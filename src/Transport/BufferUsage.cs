using Sluice.Transport.Buffers;

namespace Sluice.Transport;

/// <summary>Rented buffers that are out in this process: for the operator's metrics, where nothing may be left when nobody is served.</summary>
public static class BufferUsage
{
    private static readonly BufferRole[] _roles = Enum.GetValues<BufferRole>();

    /// <summary>The names of what buffers are for, a closed set, in the order of <see cref="Read"/>.</summary>
    public static IReadOnlyList<string> Roles { get; } = [.. _roles.Select(role => role.ToString().ToLowerInvariant())];

    /// <summary>Blocks and bytes that are out now, one entry for each role.</summary>
    public static IReadOnlyList<BuffersOut> Read() =>
        [.. _roles.Select((role, i) => new BuffersOut(Roles[i], BufferPool.Shared.Ledger.Blocks(role), BufferPool.Shared.Ledger.Bytes(role)))];
}

/// <summary>What is out for one role.</summary>
/// <param name="Role">What the buffers are for.</param>
/// <param name="Blocks">How many there are.</param>
/// <param name="Bytes">How long they are together.</param>
public readonly record struct BuffersOut(string Role, long Blocks, long Bytes);
