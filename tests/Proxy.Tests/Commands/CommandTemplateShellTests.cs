using System.Text;

using Sluice.Proxy.Commands;
using Sluice.Testing;

using Xunit;

namespace Sluice.Proxy.Tests.Commands;

/// <summary>What a real shell makes of a filled template is, for each field, exactly the value.</summary>
public sealed class CommandTemplateShellTests
{
    private const int RandomCount = 300;

    private static readonly string[] _hostile =
    [
        "alice", "it's", "'", "''", "'\\''", "wow!", "!!", "$(id)", "`id`", "$HOME", "${IFS}", "a b", " ", "a\\", "\\", "\\n", "\"", "\"$x\"", "*", "~root", "#no", "a;id", "a&b|c>d<e",
        "x --help", "ü/ж/漢/🙂", "{user}", "{{", "}}", "%s", "=", "a=b", "", "git-upload-pack 'it'\\''s '\\!' x'",
    ];

    [Theory]
    [InlineData("sh")]
    [InlineData("bash")]
    public async Task Every_field_arrives_as_it_is(string shell)
    {
        var values = _hostile.Concat(RandomValues()).ToList();
        Assert.True(CommandTemplate.TryParse(
            "printf '%s\\1' +{user} +{key_id}x +{fingerprint} 'a b'{client_address} +{request_id} A={command} +{service}+{repository} {{{path}}}",
            out var template, out var fault, out _), fault);

        var expected = new List<string>();
        var script = new StringBuilder();
        foreach (var value in values)
        {
            var id = value.Length == 0 ? "7" : value;
            Assert.True(template.TryRender(new(value, id, value, value, value, value, value, value, value), out var line, out var refusal), refusal);
            script.Append(Encoding.UTF8.GetString(line)).Append("\nprintf '\\2'\n");
            expected.Add(string.Concat(
                ((string[])[$"+{value}", $"+{id}x", $"+{value}", $"a b{value}", $"+{value}", $"A={value}", $"+{value}+{value}", $"{{{value}}}"]).Select(word => $"{word}\u0001")));
        }

        Assert.Equal(expected, await RunAsync(shell, script.ToString()));
    }

    [Fact]
    public async Task A_command_in_a_variable_is_the_command()
    {
        Assert.True(CommandTemplate.TryParse("env -i SSH_ORIGINAL_COMMAND={command} /usr/bin/printenv SSH_ORIGINAL_COMMAND", out var template, out var fault, out _), fault);
        Assert.True(CommandLine.TryParse("git-upload-pack 'team/it'\\''s '\\!' $(id).git'"u8, out var command, out var refusal), refusal);
        var rendered = Encoding.UTF8.GetString(CommandLine.Render(command, command.Path));
        Assert.True(template.TryRender(new("a", "1", "f", "c", "r", rendered, "s", command.Repository, command.Path), out var line, out refusal), refusal);

        Assert.Equal([$"{rendered}\n"], await RunAsync("sh", $"{Encoding.UTF8.GetString(line)}\nprintf '\\2'\n"));
    }

    private static IEnumerable<string> RandomValues()
    {
        var random = new Random(4256);
        var runes = "abc019 _-./+@%:,=~!'\"\\$`;&|<>()[]{}*?#^é漢🙂".EnumerateRunes().ToArray();
        return Enumerable.Range(0, RandomCount).Select(_ => string.Concat(Enumerable.Range(0, random.Next(1, 16)).Select(_ => runes[random.Next(runes.Length)].ToString())));
    }

    private static async Task<string[]> RunAsync(string shell, string script)
    {
        using var folder = new TemporaryFolder();
        using var empty = new TemporaryFolder();
        var result = await ProgramRunner.RunAsync(shell, [folder.Write("script.sh", script)], new ProgramOptions
        {
            WorkingFolder = empty.Root,
            Environment = new Dictionary<string, string?> { ["PATH"] = "/usr/bin", ["LC_ALL"] = "C.UTF-8" },
        });
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        return result.Output.Split('\u0002')[..^1];
    }
}
