namespace Sluice.Proxy.Commands;

/// <summary>What a command may do to a repository.</summary>
internal enum Access
{
    /// <summary>It only reads.</summary>
    Read,

    /// <summary>It may change the repository, or it cannot be told apart from one that does.</summary>
    Write,
}
