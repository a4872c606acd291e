namespace Sluice.Proxy.Commands;

/// <summary>The services that a git or Mercurial host offers over SSH; nothing else passes.</summary>
internal enum HostingService
{
    /// <summary><c>git-upload-pack</c>: clone and fetch.</summary>
    GitUploadPack,

    /// <summary><c>git-receive-pack</c>: push.</summary>
    GitReceivePack,

    /// <summary><c>git-upload-archive</c>: archive --remote.</summary>
    GitUploadArchive,

    /// <summary><c>hg -R PATH serve --stdio</c>: all of Mercurial's wire protocol.</summary>
    Hg,

    /// <summary><c>git-lfs-authenticate</c>: hands out HTTP credentials for LFS.</summary>
    GitLfsAuthenticate,

    /// <summary><c>git-lfs-transfer</c>: LFS over SSH alone.</summary>
    GitLfsTransfer,

    /// <summary>A command of the hosting software itself that a route names, such as gitolite's <c>info</c>; it has no repository.</summary>
    HostCommand,
}
