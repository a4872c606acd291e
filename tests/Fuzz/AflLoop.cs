using SharpFuzz;

namespace Sluice.Fuzz;

/// <summary>Runs under afl-fuzz: one input after the other in one process, with the coverage of the instrumented assemblies.</summary>
internal static class AflLoop
{
    // What a connection may keep before authentication is far less; longer inputs only cost time.
    private const int Longest = 128 << 10;

    public static int Run(FuzzTarget target)
    {
        var buffer = new byte[Longest];
        Fuzzer.Run(input => target.Run(buffer.AsSpan(0, input.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false))));
        return 0;
    }
}
