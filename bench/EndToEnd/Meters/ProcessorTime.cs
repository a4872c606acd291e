using System.Globalization;

namespace Sluice.EndToEnd.Meters;

/// <summary>Processor seconds that processes have used, from /proc.</summary>
internal static class ProcessorTime
{
    // USER_HZ, which the kernel keeps at 100 for everybody outside of it.
    private const double TicksPerSecond = 100;

    /// <summary>Those of one process.</summary>
    public static double Of(int processId) => Of(File.ReadAllText($"/proc/{processId}/stat"), withChildren: false);

    /// <summary>Those of a line of /proc/PID/stat; with children that have ended and were waited for, if it is asked for.</summary>
    public static double Of(string line, bool withChildren)
    {
        // The second field is the name in brackets and may hold spaces; utime, stime, cutime and cstime are the fields 14 to 17.
        var fields = line[(line.LastIndexOf(')') + 2)..].Split(' ');
        return fields[11..(withChildren ? 15 : 13)].Sum(field => long.Parse(field, CultureInfo.InvariantCulture)) / TicksPerSecond;
    }
}
