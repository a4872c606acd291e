using System.Text.Json;

using Microsoft.Extensions.Configuration;

namespace Sluice.Proxy.Options;

/// <summary>Reads a configuration file into a <see cref="SluiceModel"/>, or says everything that is wrong with it.</summary>
internal static class ConfigurationLoader
{
    private const string Root = "Sluice";

    // Beside the configuration file and with its name, so that the commands find it by that.
    private const string SocketExtension = ".sock";

    /// <summary>Reads a JSON file, in which comments and trailing commas are fine; relative paths are relative to its folder.</summary>
    public static ConfigurationResult Load(string file)
    {
        var path = Path.GetFullPath(file);
        var faults = new Faults(Root);
        if (ReadFile(path, out var sentence) is not { } configuration) return new ConfigurationResult(null, [new Fault(file, sentence)]);
        var config = Bind(configuration, faults);
        var unusable = configuration.AsEnumerable().Where(pair => IsUnusable(pair.Value)).Select(pair => pair.Key).ToList();
        foreach (var key in unusable) faults.AddElsewhere(key, "There is a NUL character in it: remove \\u0000, which no path and no name can hold.");
        // Nothing more can be said of them: to look for such a path is an exception.
        if (unusable.Count > 0) return new ConfigurationResult(null, faults.All);
        return Build(config, Path.GetDirectoryName(path)!, Path.ChangeExtension(path, SocketExtension), faults);
    }

    /// <summary>Parses and checks what is already in memory; relative paths are relative to <paramref name="folder"/>.</summary>
    public static ConfigurationResult Build(SluiceConfig config, string folder) =>
        Build(config, Path.GetFullPath(folder), Path.Combine(Path.GetFullPath(folder), "sluice" + SocketExtension), new Faults(Root));

    /// <summary>
    /// Says where the proxy is to be found that runs with the file. The proxy may run with what the file said before: nothing
    /// but AdminListen and AdminTokenFile has to be right, and where they cannot be read it is looked for at the usual place.
    /// </summary>
    public static AdminLookup FindAdmin(string file)
    {
        var path = Path.GetFullPath(file);
        var files = new KeyFiles(Path.GetDirectoryName(path)!);
        var usual = AdminSection.Build(new SluiceConfig(), Path.ChangeExtension(path, SocketExtension), files, new Faults(Root));
        if (ReadFile(path, out var sentence) is not { } configuration) return new AdminLookup(usual, new Fault(file, sentence));
        var config = Bind(configuration, new Faults(Root));
        if (config.AdminListen?.Exists(IsUnusable) == true || (config.AdminTokenFile is { } token && IsUnusable(token)))
            return new AdminLookup(usual, new Fault(file, "There is a NUL character in AdminListen or AdminTokenFile."));
        var faults = new Faults(Root);
        var written = AdminSection.Build(config, Path.ChangeExtension(path, SocketExtension), files, faults);
        return faults.All is [var first, ..] ? new AdminLookup(written.Addresses.Count > 0 ? written : usual, first) : new AdminLookup(written, null);
    }

    // No path and no name can hold it.
    private static bool IsUnusable(string? written) => written?.Contains('\0', StringComparison.Ordinal) == true;

    private static ConfigurationResult Build(SluiceConfig config, string folder, string adminSocket, Faults faults)
    {
        var model = ModelBuilder.Build(config, folder, adminSocket, faults);
        return new ConfigurationResult(faults.All.Count == 0 ? model : null, faults.All);
    }

    private static IConfigurationRoot? ReadFile(string path, out string sentence)
    {
        sentence = "";
        try
        {
            // Read here rather than by AddJsonFile, which watches the file and says only that loading failed.
            using var stream = File.OpenRead(path);
            return new ConfigurationBuilder().AddJsonStream(stream).Build();
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            sentence = "There is no such file: give the configuration's path with --config.";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            sentence = $"The file cannot be read: {e.Message}";
        }
        catch (Exception e) when (e is FormatException or InvalidDataException or JsonException)
        {
            sentence = $"This is not the JSON that was expected: {Sentence(Innermost(e))}";
        }
        return null;
    }

    /// <summary>With the place as editors count it: .NET's begins at 0 and stands behind the sentence.</summary>
    private static string Sentence(Exception e)
    {
        if (e is not JsonException { LineNumber: { } line, BytePositionInLine: { } position }) return e.Message;
        var end = e.Message.IndexOf(" LineNumber: ", StringComparison.Ordinal);
        return $"line {line + 1}, byte {position + 1}: {(end < 0 ? e.Message : e.Message[..end])}";
    }

    private static Exception Innermost(Exception e) => e.InnerException is { } inner ? Innermost(inner) : e;

    private static SluiceConfig Bind(IConfigurationRoot configuration, Faults faults)
    {
        foreach (var section in configuration.GetChildren())
        {
            if (!section.Key.Equals(Root, StringComparison.OrdinalIgnoreCase))
                faults.AddElsewhere(section.Key, $"This section is not known: everything stands below {Root}.");
        }
        if (!configuration.GetChildren().Any(section => section.Key.Equals(Root, StringComparison.OrdinalIgnoreCase)))
            faults.Add($"The section is missing: expected {{ \"{Root}\": {{ … }} }}.");
        return (SluiceConfig)ConfigurationReader.Read(configuration.GetSection(Root), typeof(SluiceConfig), faults)!;
    }
}
