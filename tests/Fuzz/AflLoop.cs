using SharpFuzz;
using SharpFuzz.Common;

namespace Sluice.Fuzz;

/// <summary>Runs under afl-fuzz: one input after the other in one process, with the coverage of the instrumented assemblies.</summary>
internal static unsafe class AflLoop
{
    // What a connection may keep before authentication is far less; longer inputs only cost time.
    private const int Longest = 128 << 10;

    public static int Run(FuzzTarget target)
    {
        var buffer = new byte[Longest];
        Fuzzer.Run(input =>
        {
            // AFL++ gives up on a seed that reaches no branch at all, as a message that is passed over does not.
            Trace.SharedMem[0] = 1;
            target.Run(buffer.AsSpan(0, input.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false)));
        });
        return 0;
    }
}
