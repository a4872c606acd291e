using Microsoft.Diagnostics.Tracing.Parsers.Clr;

namespace Sluice.Profile.Collecting;

/// <summary>Names of types by the numbers that heap events call them by.</summary>
internal sealed class TypeNames
{
    private readonly Dictionary<ulong, (string Name, ulong[] Parameters, bool IsArray)> _types = [];

    /// <summary>Learns what one event tells.</summary>
    public void Add(GCBulkTypeTraceData types)
    {
        for (var i = 0; i < types.Count; i++)
        {
            var type = types.Values(i);
            var parameters = new ulong[type.TypeParameterCount];
            for (var at = 0; at < parameters.Length; at++) parameters[at] = type.TypeParameterID(at);
            _types[type.TypeID] = (type.TypeName, parameters, type.Flags.HasFlag(TypeFlags.Array));
        }
    }

    /// <summary>The name with its arguments, as <c>System.Collections.Generic.List&lt;System.Byte[]&gt;</c>.</summary>
    public string Of(ulong id) => Of(id, depth: 0);

    private string Of(ulong id, int depth)
    {
        if (depth > 4) return "...";
        if (!_types.TryGetValue(id, out var type)) return $"type 0x{id:x}";
        var arguments = string.Join(", ", type.Parameters.Select(parameter => Of(parameter, depth + 1)));
        if (type.IsArray && type.Parameters.Length == 1) return arguments + "[]";
        return type.Parameters.Length > 0 && type.Name.Contains('`', StringComparison.Ordinal) && !type.Name.Contains('[', StringComparison.Ordinal)
            ? $"{type.Name}<{arguments}>"
            : type.Name;
    }
}
