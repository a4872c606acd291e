using Sluice.Proxy.Options;

namespace Sluice.Proxy.Backends.Probing;

/// <summary>The environment that a probe sends as a request would, and what arrived of it.</summary>
internal sealed class ProbedEnvironment
{
    private readonly List<ProbedVariable> _variables = [];

    /// <summary>What requests on that backend are given.</summary>
    public ProbedEnvironment(BackendModel model)
    {
        var identity = model.Identity;
        _variables.Add(new(EnvironmentName.GitProtocol, "version=2", false));
        foreach (var (name, value) in model.SetEnv) _variables.Add(new(name, value, true));
        // A template tells who asks in the command; the variables are for hooks and logs then. Not every key has an id.
        foreach (var name in identity.Names) _variables.Add(new(name, Mark(), identity.Template is null && name != identity.KeyId));
        if (identity.SendOriginalCommand) _variables.Add(new(EnvironmentName.OriginalCommand, Mark(), true));
    }

    /// <summary>What is sent.</summary>
    public IReadOnlyList<ProbedVariable> Variables => _variables;

    /// <summary>
    /// True if <c>env</c> ran: sshd gives every command SSH_CONNECTION. A git-shell, or a forced command, says something else.
    /// </summary>
    public static bool IsEnvironment(string output) => $"\n{output}".Contains("\nSSH_CONNECTION=", StringComparison.Ordinal);

    /// <summary>What is not in the output of <c>env</c>.</summary>
    public IReadOnlyList<ProbedVariable> MissingIn(string output) =>
        [.. _variables.Where(variable => !$"\n{output}\n".Contains($"\n{variable.Name}={variable.Value}\n", StringComparison.Ordinal))];

    // Nothing that the backend may set by itself.
    private static string Mark() => $"sluice-probe-{Guid.NewGuid():N}";
}
