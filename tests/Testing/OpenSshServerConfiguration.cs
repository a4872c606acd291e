namespace Sluice.Testing;

/// <summary>Writes the sshd_config of an <see cref="OpenSshServer"/>.</summary>
internal static class OpenSshServerConfiguration
{
    public static string Write(TemporaryFolder folder, int port, IEnumerable<SshKeyPair> hostKeys, OpenSshServerOptions options)
    {
        // The account's own git configuration must not reach the tests.
        var gitConfiguration = folder.Write("gitconfig", "[safe]\n\tdirectory = *\n[receive]\n\tadvertisePushOptions = true\n");
        var authorizedKeys = folder.PathOf("authorized_keys");
        File.AppendAllText(authorizedKeys, "");

        List<string> lines =
        [
            $"Port {port}",
            "ListenAddress 127.0.0.1",
            .. hostKeys.Select(key => $"HostKey {key.PrivateKeyFile}"),
            "PidFile none",
            $"AuthorizedKeysFile {authorizedKeys}",
            "StrictModes no",
            "UsePAM no",
            "PasswordAuthentication no",
            "KbdInteractiveAuthentication no",
            "PermitRootLogin yes",
            // A shell below another one does not read the account's own .bashrc, as bash does when sshd starts it.
            $"SetEnv SHLVL=1 GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL={gitConfiguration} HGRCPATH=",
            // Many clients at once come from one proxy: sshd's random early drop would hit it.
            "MaxStartups 200",
            $"MaxSessions {options.MaxSessions}",
            "UseDNS no",
            "PrintMotd no",
            "PrintLastLog no",
            $"LogLevel {options.LogLevel}",
        ];
        if (options.AcceptEnv is { } acceptEnv)
            lines.Add($"AcceptEnv {acceptEnv}");
        if (options.RekeyLimit is { } rekeyLimit)
            lines.Add($"RekeyLimit {rekeyLimit}");
        if (options.Ciphers is { } ciphers)
            lines.Add($"Ciphers {ciphers}");
        if (options.ForceCommand is { } command)
            lines.Add($"ForceCommand {command}");
        lines.AddRange(options.MoreLines);
        return string.Concat(lines.Select(line => line + "\n"));
    }
}
