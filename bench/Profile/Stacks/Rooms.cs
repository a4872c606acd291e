using Sluice.Testing;

namespace Sluice.Profile.Stacks;

/// <summary>The folders of src as rooms that a stack passes through, such as <c>Transport/Crypto</c>.</summary>
internal static class Rooms
{
    private const string Prefix = "Sluice.";

    // Types whose namespace is the project's root lie in folders all the same: the file of a type has its name.
    private static readonly Dictionary<string, string> _roomOfType = Read();

    /// <summary>The room of the innermost frame that is Sluice's own, which called whatever stands before it; the frame too. Null if there is none.</summary>
    public static (string Room, string Frame)? Find(string[] frames)
    {
        foreach (var frame in frames)
        {
            if (Of(frame) is { } room) return (room, frame);
        }
        return null;
    }

    /// <summary>The room of a method; null if it is not Sluice's.</summary>
    public static string? Of(string frame)
    {
        if (!frame.StartsWith("Sluice.Transport.", StringComparison.Ordinal) && !frame.StartsWith("Sluice.Proxy.", StringComparison.Ordinal)) return null;
        var parts = frame[Prefix.Length..].Split('.');
        foreach (var part in parts.Skip(1))
        {
            if (_roomOfType.TryGetValue($"{parts[0]}.{part.Split('+', '<', '[')[0]}", out var room)) return room;
        }
        return parts[0];
    }

    /// <summary>What kind of code the innermost frame is.</summary>
    public static string KindOf(string frame) => frame switch
    {
        _ when frame.StartsWith(Prefix, StringComparison.Ordinal) => "Sluice",
        _ when frame.StartsWith("kernel!", StringComparison.Ordinal) => "kernel",
        _ when frame.StartsWith("libcrypto", StringComparison.Ordinal) || frame.StartsWith("libSystem.Security", StringComparison.Ordinal) => "native crypto",
        _ when frame.StartsWith("libclrjit", StringComparison.Ordinal) => "compiler (JIT)",
        _ when frame.StartsWith("libcoreclr", StringComparison.Ordinal) => "runtime, collector among it",
        _ when frame.StartsWith("stub!", StringComparison.Ordinal) => "runtime's stubs",
        _ when frame.Contains(".so", StringComparison.Ordinal) || frame.Contains("vdso", StringComparison.Ordinal) => "libc and others",
        _ when frame.StartsWith("Org.BouncyCastle", StringComparison.Ordinal) => "BouncyCastle",
        _ => ".NET libraries",
    };

    private static Dictionary<string, string> Read()
    {
        var rooms = new Dictionary<string, string>();
        var source = Path.Combine(RepositoryRoot.FullName, "src");
        foreach (var file in Directory.EnumerateFiles(source, "*.cs", SearchOption.AllDirectories))
        {
            var parts = Path.GetRelativePath(source, file).Split(Path.DirectorySeparatorChar);
            if (parts.Length < 3 || parts[1] is "obj" or "bin") continue;
            rooms[$"{parts[0]}.{Path.GetFileNameWithoutExtension(file)}"] = $"{parts[0]}/{parts[1]}";
        }
        foreach (var room in rooms.Values.Distinct().ToList()) rooms[room.Replace('/', '.')] = room;
        return rooms;
    }
}
