namespace Sluice.Testing;

/// <summary>promtool and fail2ban-regex: the programs that tools/test puts into <c>artifacts/monitoring</c>.</summary>
public static class MonitoringTools
{
    private static string Folder => Path.Combine(RepositoryRoot.FullName, "artifacts", "monitoring");

    /// <summary>The path of a program.</summary>
    /// <exception cref="RequiredProgramMissingException">It was not fetched.</exception>
    public static string Find(string program) =>
        File.Exists(Path.Combine(Folder, "complete"))
            ? Path.Combine(Folder, "bin", program)
            : throw new RequiredProgramMissingException(
                $"This test needs {program} in {Folder}, which is not there: run tools/test, which fetches it and says why if it cannot.");
}
