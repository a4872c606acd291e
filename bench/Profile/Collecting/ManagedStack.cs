using Microsoft.Diagnostics.Tracing.Etlx;

using Sluice.Profile.Stacks;

namespace Sluice.Profile.Collecting;

/// <summary>Frames of a traced event.</summary>
internal static class ManagedStack
{
    private const int MostFrames = 120;

    /// <summary>Names of methods, the innermost first.</summary>
    public static IEnumerable<string> Read(TraceCallStack? stack)
    {
        for (var depth = 0; stack is not null && depth < MostFrames; depth++, stack = stack.Caller)
        {
            var name = stack.CodeAddress.FullMethodName;
            yield return name.Length > 0 ? MethodName.Shorten(name) : stack.CodeAddress.ModuleName is { Length: > 0 } module ? $"[{module}]" : "[unknown]";
        }
    }
}
