namespace Sluice.Testing;

/// <summary>A key pair in OpenSSH's files, made by the real ssh-keygen.</summary>
public sealed record SshKeyPair(string PrivateKeyFile)
{
    public string PublicKeyFile => PrivateKeyFile + ".pub";

    /// <summary>The public key's line: type, base64, comment.</summary>
    public string PublicKeyLine => File.ReadAllText(PublicKeyFile).Trim();

    /// <summary>The public key's first two words, without the comment.</summary>
    public string TypeAndBase64 => string.Join(' ', PublicKeyLine.Split(' ')[..2]);

    /// <summary>Makes a key of a type as ssh-keygen names it: ed25519, ecdsa, rsa.</summary>
    /// <param name="path">The private key's file; the public one gets .pub.</param>
    /// <param name="bits">Null for ssh-keygen's default.</param>
    /// <param name="comment">The comment in the public key file.</param>
    public static async Task<SshKeyPair> GenerateAsync(string path, string type = "ed25519", int? bits = null, string comment = "test")
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        List<string> arguments = ["-q", "-t", type, "-N", "", "-C", comment, "-f", path];
        if (bits is { } count)
            arguments.AddRange(["-b", count.ToString()]);
        (await ProgramRunner.RunAsync("ssh-keygen", arguments).ConfigureAwait(false)).MustSucceed();
        return new SshKeyPair(path);
    }

    /// <summary>The fingerprint as OpenSSH writes it: <c>SHA256:...</c>.</summary>
    public async Task<string> FingerprintAsync()
    {
        var result = await ProgramRunner.RunAsync("ssh-keygen", ["-l", "-f", PublicKeyFile]).ConfigureAwait(false);
        return result.MustSucceed().Output.Split(' ')[1];
    }
}
