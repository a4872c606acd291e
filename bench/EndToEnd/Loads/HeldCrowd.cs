using System.Diagnostics;
using System.Globalization;

using Sluice.EndToEnd.Running;
using Sluice.Testing;

namespace Sluice.EndToEnd.Loads;

/// <summary>Idle connections that the load generator holds until it is told to leave.</summary>
internal sealed class HeldCrowd : IAsyncDisposable
{
    private const string Width = "32";

    private readonly Process _process;
    private readonly Task<string> _error;
    private bool _isEnded;

    private HeldCrowd(Process process, PeerProcess peer)
    {
        _process = process;
        _error = process.StandardError.ReadToEndAsync();
        Peer = peer;
    }

    public PeerProcess Peer { get; }

    /// <summary>Connections that are there.</summary>
    public int Held { get; private set; }

    /// <summary>Connects them all and returns when they are there.</summary>
    public static async Task<HeldCrowd> StartAsync(LoadTool tool, PeerProcess peer, int count, bool withChannel)
    {
        string[] words = [.. tool.Words(peer, "idle"), "--count", $"{count}", "--width", Width, "--limit", "3000", .. withChannel ? (string[])["--channel"] : []];
        var crowd = new HeldCrowd(ProgramRunner.Start("dotnet", words), peer);
        var line = await crowd._process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromMinutes(5));
        if (line is null || !line.StartsWith("holding ", StringComparison.Ordinal)) throw new ProgramFailedException($"The crowd of {peer.Name} did not come: {line}{await crowd._error}\n{peer.Log}");
        crowd.Held = int.Parse(line["holding ".Length..], CultureInfo.InvariantCulture);
        return crowd;
    }

    /// <summary>All leave; gives what the load generator says of them.</summary>
    /// <exception cref="ProgramFailedException">Some failed, or were ended meanwhile.</exception>
    public async Task<Dictionary<string, double>> LeaveAsync()
    {
        await _process.StandardInput.WriteLineAsync();
        _process.StandardInput.Close();
        var output = await _process.StandardOutput.ReadToEndAsync().WaitAsync(TimeSpan.FromMinutes(1));
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(1));
        return LoadTool.Checked(output, "idle", Peer);
    }

    public async ValueTask DisposeAsync()
    {
        if (_isEnded) return;
        _isEnded = true;
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
