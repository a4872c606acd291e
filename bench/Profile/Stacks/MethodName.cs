using System.Text.RegularExpressions;

namespace Sluice.Profile.Stacks;

/// <summary>Names of methods as people write them: namespace, type and method, without the types of arguments.</summary>
internal static partial class MethodName
{
    /// <summary>Of a name in a trace: <c>Sluice.Transport.Wire.Reader.TryRead(class System.Byte[])</c>.</summary>
    public static string Shorten(string name)
    {
        var bracket = name.IndexOf('(', StringComparison.Ordinal);
        return WithoutCompilerWords(bracket > 0 ? name[..bracket] : name);
    }

    /// <summary>Of a line in a perf map: <c>bool [Sluice.Transport] Sluice.Transport.Wire.Reader::TryRead(uint8[])[OptimizedTier1]</c>.</summary>
    public static string OfPerfMap(string symbol)
    {
        var match = PerfMap().Match(symbol);
        return match.Success ? WithoutCompilerWords($"{match.Groups["type"].Value}.{match.Groups["method"].Value}") : symbol;
    }

    // An async method's body is Type+<Method>d__7.MoveNext, or `Type/<Method>d__7` in a perf map; a lambda's is <Method>b__3_0.
    private static string WithoutCompilerWords(string name) =>
        Generics().Replace(Closure().Replace(Lambda().Replace(StateMachine().Replace(name.Replace('/', '+'), ".$1"), "$1"), ""), "");

    [GeneratedRegex(@"^(.* )?\[[^\]]+\] (?<type>\S.*?)::(?<method>[^(\[]+)")]
    private static partial Regex PerfMap();

    [GeneratedRegex(@"\+<(\w+)>d__\d+(`\d+)?(\[.*\])?\.MoveNext")]
    private static partial Regex StateMachine();

    [GeneratedRegex(@"<(\w+)>[bg]__[\w|]+")]
    private static partial Regex Lambda();

    [GeneratedRegex(@"\+<>c(__DisplayClass[\d_]+)?")]
    private static partial Regex Closure();

    [GeneratedRegex(@"`\d+(\[[^ ]*\])?|\[(System\.__Canon|value class [^\]]*|class [^\]]*)\]+")]
    private static partial Regex Generics();
}
