using Sluice.Proxy.Observability;
using Sluice.Proxy.Options;
using Sluice.Transport;

namespace Sluice.Proxy.Backends.Probing;

/// <summary>What a probe says to the operator.</summary>
internal static class ProbeText
{
    /// <summary>There is no connection.</summary>
    public static string NoConnection(BackendModel model, End failure) => failure.Reason switch
    {
        EndReason.BackendUnreachable => $"it cannot be reached ({failure.Detail}): see that sshd runs there, and that Address is right.",
        EndReason.HostKeyUnknown =>
            $"its host key is not the pinned one ({failure.Detail}): compare ssh-keyscan -p {model.Port} {model.Host} with ssh-keygen -lf on the backend, and put the right key into KnownHosts.",
        EndReason.AuthRefused =>
            $"it does not let Sluice in as {model.Ssh.User} ({failure.Detail}): append the line of IdentityFile's .pub file, {model.Ssh.IdentityKey.PublicKey.Fingerprint}, to ~{model.Ssh.User}/.ssh/authorized_keys there.",
        EndReason.KeyExchangeFailed => $"it and Sluice cannot agree on keys ({failure.Detail}): compare KexAlgorithms, Ciphers, MACs and HostKeyAlgorithms on both sides.",
        EndReason.GraceExceeded or EndReason.IdleTimeout => $"it does not answer within ConnectTimeout ({failure.Detail}): see whether it is overloaded, or raise ConnectTimeout.",
        _ => $"the connection ended ({failure.Detail}): see the log of sshd there.",
    };

    /// <summary>Not one channel was opened.</summary>
    public static string NoSession(string reason) => $"it lets Sluice in and opens no session ({reason}): see MaxSessions and restrictions in sshd_config and authorized_keys there.";

    /// <summary>The command did not end.</summary>
    public static string NoEnd() => "it opens a session and does not end a short command within ConnectTimeout: see what the account's shell does there.";

    /// <summary>How many sessions there may be on a connection.</summary>
    public static string Sessions(BackendModel model, int opened, int asked) => !model.Pool.Sharing
        ? $"{Count(opened)} on one connection, which each client has of its own"
        : opened >= asked
            ? $"{Count(opened)} on one connection"
            : $"only {Count(opened)} on one connection, where MaxSessionsPerConnection is {model.Pool.MaxSessionsPerConnection}: raise MaxSessions in sshd_config there, or lower it here";

    /// <summary>What arrived of the environment.</summary>
    public static string Arrived(ProbedEnvironment environment, IReadOnlyList<ProbedVariable> missing)
    {
        var arrived = environment.Variables.Except(missing).ToList();
        return arrived.Count == 0 ? "no variable arrives" : $"{Names(arrived)} {(arrived.Count == 1 ? "arrives" : "arrive")}";
    }

    /// <summary>What did not arrive of the environment, and what to do about it.</summary>
    public static string Missing(IReadOnlyList<ProbedVariable> missing) =>
        $"{Names(missing)} {(missing.Count == 1 ? "does" : "do")} not arrive: add the line '{AcceptEnv(missing)}' to sshd_config there and reload sshd";

    /// <summary>The account runs no <c>env</c>.</summary>
    public static string CannotTell(ProbedEnvironment environment) =>
        $"what arrives of the environment cannot be checked, since the account does not run 'env' (git-shell and forced commands do not): see that sshd_config there has the line '{AcceptEnv(environment.Variables)}'";

    private static string AcceptEnv(IEnumerable<ProbedVariable> variables) => $"AcceptEnv {string.Join(' ', variables.Select(variable => variable.Name))}";

    private static string Names(IEnumerable<ProbedVariable> variables) => string.Join(", ", variables.Select(variable => variable.Name));

    private static string Count(int sessions) => Plural.Of(sessions, "session");
}
