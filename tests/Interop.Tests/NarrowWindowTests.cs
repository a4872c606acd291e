using System.Globalization;

using Sluice.Testing;

namespace Sluice.Interop.Tests;

/// <summary>Clients with hardly any room: packets of a kibibyte, windows of a few bytes or of one, credit in a trickle.</summary>
public sealed class NarrowWindowTests(ScriptedBackend backend) : IClassFixture<ScriptedBackend>
{
    [Theory]
    [InlineData(2 << 20, 1024, 0, 3 << 20)]
    [InlineData(2 << 20, 256, 0, 300_000)]
    [InlineData(1, 32768, 0, 3000)]
    [InlineData(7, 256, 0, 5000)]
    [InlineData(1024, 32768, 0, 1 << 20)]
    [InlineData(4096, 32768, 1, 20_000)]
    [InlineData(4096, 1024, 13, 200_000)]
    [InlineData(65536, 32768, 100, 2 << 20)]
    public async Task Every_byte_arrives_within_the_limits(int window, int maxPacket, int grant, int bytes)
    {
        var sent = DeterministicNoise.Create(bytes, seed: 3);
        using var received = new MemoryStream();

        var result = await RunAsync("echo/", window, maxPacket, grant, sent, received);

        Assert.True(result.ExitCode == 0, $"{result.Describe()}\n{backend.Site.Logs}");
        Assert.True(received.ToArray().AsSpan().SequenceEqual(sent), result.Describe());
        // asyncssh itself ends the connection when the window is exceeded; the packet size it does not check.
        Assert.InRange(LongestIn(result), 1, Math.Min(window, maxPacket));
    }

    [Fact]
    public async Task Our_own_last_words_fit_a_window_of_one_byte()
    {
        var client = backend.Site.Alice;
        var words = await WordsAsync("git-upload-pack '/elsewhere/app.git'");

        var result = await ProgramRunner.RunAsync(words[0], [.. words.Skip(1)], Options(client, window: 1, maxPacket: 256, grant: 0));

        Assert.Contains("elsewhere/app.git", result.MustExitWith(128).Output, StringComparison.Ordinal);
    }

    private async Task<ProgramResult> RunAsync(string word, int window, int maxPacket, int grant, byte[] input, Stream output)
    {
        var words = await WordsAsync(ScriptedBackend.CommandOf(word));
        var options = Options(backend.Site.Alice, window, maxPacket, grant) with
        {
            Input = async stream => await stream.WriteAsync(input),
            OutputTo = output,
        };
        return await ProgramRunner.RunAsync(words[0], [.. words.Skip(1)], options);
    }

    private async Task<string[]> WordsAsync(string command)
    {
        var python = await RequiredProgram.FindPythonWithAsync("asyncssh");
        var endpoint = backend.Site.Proxy.Endpoint;
        return [python, "-W", "ignore", ClientPrograms.Source("narrow-ssh.py"), $"{endpoint.Port}", $"{endpoint.User}@{endpoint.Host}", command];
    }

    private static ProgramOptions Options(SshClient client, int window, int maxPacket, int grant) =>
        ScriptedBackend.WithKeyInEnvironment(client, ("WINDOW", $"{window}"), ("MAX_PACKET", $"{maxPacket}"), ("GRANT", $"{grant}")).Options;

    private static int LongestIn(ProgramResult result)
    {
        const string Word = "longest ";
        var at = result.Error.IndexOf(Word, StringComparison.Ordinal);
        Assert.True(at >= 0, result.Describe());
        return int.Parse(result.Error[(at + Word.Length)..].Trim(), CultureInfo.InvariantCulture);
    }
}
