using System.Globalization;

namespace Sluice.EndToEnd;

/// <summary>Processor seconds that a process has used, from /proc.</summary>
internal static class ProcessorTime
{
    // USER_HZ, which the kernel keeps at 100 for everybody outside of it.
    private const double TicksPerSecond = 100;

    public static double Of(int processId)
    {
        var line = File.ReadAllText($"/proc/{processId}/stat");
        // The second field is the name in brackets and may hold spaces; utime and stime are the fields 14 and 15.
        var fields = line[(line.LastIndexOf(')') + 2)..].Split(' ');
        return (long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture)) / TicksPerSecond;
    }
}
