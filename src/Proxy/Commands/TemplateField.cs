namespace Sluice.Proxy.Commands;

/// <summary>What a command template can be filled with.</summary>
internal enum TemplateField
{
    /// <summary><c>{user}</c>: whose key signed.</summary>
    User,

    /// <summary><c>{key_id}</c>: the key directory's number or name for the key.</summary>
    KeyId,

    /// <summary><c>{fingerprint}</c>: the key's fingerprint, <c>SHA256:…</c>.</summary>
    Fingerprint,

    /// <summary><c>{client_address}</c>: the client's IP address.</summary>
    ClientAddress,

    /// <summary><c>{request_id}</c>: the request's id.</summary>
    RequestId,

    /// <summary><c>{command}</c>: the whole command as it would have been sent, with the rewritten path.</summary>
    Command,

    /// <summary><c>{service}</c>: the command's first word, such as git-upload-pack.</summary>
    Service,

    /// <summary><c>{repository}</c>: the path in the spelling that routes decide on.</summary>
    Repository,

    /// <summary><c>{path}</c>: the path as the backend is asked for it.</summary>
    Path,
}
