namespace Sluice.Testing;

/// <summary>One line of the process table, read from /proc.</summary>
public sealed record ProcessEntry(int Id, string CommandLine, string WorkingFolder);

/// <summary>The machine's running processes.</summary>
public static class ProcessTable
{
    /// <summary>
    /// Processes whose command line or working folder lies in the given folder. A backend's upload-pack is found this way even
    /// when its sshd has died and init has adopted it.
    /// </summary>
    public static IReadOnlyList<ProcessEntry> Within(string folder)
    {
        var found = new List<ProcessEntry>();
        foreach (var entry in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(entry), out var id) || id == Environment.ProcessId)
                continue;
            try
            {
                var commandLine = File.ReadAllText(Path.Combine(entry, "cmdline")).Replace('\0', ' ').Trim();
                var workingFolder = Directory.ResolveLinkTarget(Path.Combine(entry, "cwd"), returnFinalTarget: false)?.FullName ?? "";
                // A zombie has an empty command line: it has ended and only waits to be collected.
                if (commandLine.Length > 0 && (commandLine.Contains(folder, StringComparison.Ordinal) ||
                    workingFolder.StartsWith(folder, StringComparison.Ordinal)))
                    found.Add(new ProcessEntry(id, commandLine, workingFolder));
            }
            catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
            {
                // It ended while we looked, or belongs to somebody else.
            }
        }

        return found;
    }
}
