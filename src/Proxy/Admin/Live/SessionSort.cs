namespace Sluice.Proxy.Admin.Live;

/// <summary>What the list of sessions is ordered by: numbers the largest first, words from A to Z.</summary>
internal enum SessionSort
{
    Age,
    Rate,
    Bytes,
    Memory,
    User,
    Client,
    Service,
    Repository,
    Backend,
    Phase,
    Owes,
}
