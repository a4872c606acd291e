using System.Text;
using System.Text.Json;

using Sluice.Proxy.Caching;
using Sluice.Proxy.Endpoints;
using Sluice.Proxy.Options;

namespace Sluice.Proxy.Authorization;

/// <summary>Reads <c>{"allow": true, "message": …, "backend": …, "path": …, "environment": {…}}</c>, of which only the first must be there.</summary>
internal static class VerdictJson
{
    private const int LongestText = 4096;
    private const int MaxVariables = 64;

    /// <summary>The answer; an error says, as a sentence, what is wrong with it.</summary>
    public static Answer<Verdict> Read(ReadOnlyMemory<byte> content, TimeSpan? maxAge)
    {
        if (!StrictJson.TryParse(content, out var document)) return Error("it is no JSON");
        using (document)
        {
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("allow", out var allow) || allow.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
                return Error("expected { \"allow\": true } or { \"allow\": false, \"message\": … }");
            if (!TryText(root, "message", out var message) || !TryText(root, "backend", out var backend) || !TryText(root, "path", out var path))
                return Error($"message, backend and path are texts of at most {LongestText} characters");
            if (!TryEnvironment(root, out var environment)) return Error($"environment is an object of at most {MaxVariables} variables, each with a valid name and a text without NUL");
            var verdict = new Verdict(Printable(message), backend.Length == 0 ? null : backend, path.Length == 0 ? null : path, environment);
            return allow.GetBoolean() ? Answer.Positive(verdict, maxAge) : Answer.Negative(verdict, maxAge);
        }
    }

    private static Answer<Verdict> Error(string what) => Answer.Error<Verdict>($"The endpoint's answer is not understood: {what}.");

    private static bool TryText(JsonElement root, string name, out string text) => StrictJson.TryOptionalText(root, name, out text) && text.Length <= LongestText;

    private static bool TryEnvironment(JsonElement root, out List<KeyValuePair<string, string>> environment)
    {
        environment = [];
        if (!root.TryGetProperty("environment", out var written) || written.ValueKind == JsonValueKind.Null) return true;
        if (written.ValueKind != JsonValueKind.Object) return false;
        foreach (var variable in written.EnumerateObject())
        {
            if (environment.Count == MaxVariables || !EnvironmentName.IsValid(variable.Name) || variable.Value.ValueKind != JsonValueKind.String) return false;
            if (!TryText(written, variable.Name, out var value) || value.Contains('\0', StringComparison.Ordinal)) return false;
            environment.Add(new(variable.Name, value));
        }
        return true;
    }

    // It goes to a terminal, and into a log line.
    private static string Printable(string text)
    {
        var printable = new StringBuilder(text.Length);
        foreach (var c in text) printable.Append(char.IsControl(c) ? ' ' : c);
        return printable.ToString().Trim();
    }
}
