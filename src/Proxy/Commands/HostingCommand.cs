namespace Sluice.Proxy.Commands;

/// <summary>A command line that a hosting service understands, taken apart.</summary>
/// <param name="Service">Which service is asked for.</param>
/// <param name="Access">Whether it may write.</param>
/// <param name="Path">The repository path as the client wrote it, unquoted; <c>ssh://host/x.git</c> gives <c>/x.git</c>. Empty for a host command.</param>
/// <param name="Operation">
/// <c>download</c> or <c>upload</c> for the LFS services; for a host command its plain words with single spaces between
/// them; otherwise null.
/// </param>
internal sealed record HostingCommand(HostingService Service, Access Access, string Path, string? Operation = null)
{
    /// <summary>The path as routes see it: see <see cref="RepositoryPath.Normalise"/>.</summary>
    public string Repository { get; } = RepositoryPath.Normalise(Path);

    /// <summary>The first word of a host command; null for every other service.</summary>
    public string? HostCommand => Service == HostingService.HostCommand ? Operation!.Split(' ')[0] : null;
}
