namespace Sluice.Profile.Loads;

/// <summary>What clients do while the proxy is watched.</summary>
internal enum LoadKind
{
    /// <summary>Log in, run one command that ends at once, leave; over and over.</summary>
    Logins,

    /// <summary>Read an endless stream.</summary>
    Stream,

    /// <summary>Clone a repository of noise with git and ssh from a real sshd, over and over.</summary>
    Clone,
}
