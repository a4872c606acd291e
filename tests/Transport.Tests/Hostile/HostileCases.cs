using System.Buffers.Binary;
using System.Collections;

using Sluice.Testing.InMemory;
using Sluice.Testing.Peers;

using Xunit;

namespace Sluice.Transport.Tests.Hostile;

/// <summary>
/// A table of misbehaviours that begin at the same scene. A row is a name, words of the sentence that must be logged, and
/// payloads to send or a play; the reason is ProtocolViolation unless the row says otherwise.
/// </summary>
/// <param name="scene">How far the peer behaves well.</param>
/// <param name="options">What the connection under test is given.</param>
/// <param name="isPeerServer">True if the connection under test is a client.</param>
internal sealed class HostileCases(Scene scene, SubjectOptions? options = null, bool isPeerServer = false) : IEnumerable<HostileCase>
{
    private readonly List<HostileCase> _cases = [];
    private readonly SubjectOptions _options = options ?? new();

    public void Add(string name, string detail, params byte[][] payloads) => Add(name, EndReason.ProtocolViolation, detail, payloads);

    public void Add(string name, EndReason reason, string detail, params byte[][] payloads) => Add(name, reason, detail, peer => peer.SendAsync(payloads));

    public void Add(string name, string detail, Func<RawPeer, Task> play) => Add(name, EndReason.ProtocolViolation, detail, play);

    public void Add(string name, EndReason reason, string detail, Func<RawPeer, Task> play, bool tells = true) => _cases.Add(new(name, reason, detail, play, tells));

    public IEnumerator<HostileCase> GetEnumerator() => _cases.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The rows of a theory.</summary>
    public TheoryData<string> Names() => [.. _cases.Select(row => row.Name)];

    /// <summary>Plays a row twice: with everything arriving at once, and a byte at a time.</summary>
    public async Task RunAsync(string name)
    {
        var row = _cases.Single(row => row.Name == name);
        await RunAsync(row, int.MaxValue);
        await RunAsync(row, drip: 1);
    }

    private async Task RunAsync(HostileCase row, int drip)
    {
        var (here, there) = MemoryLink.CreatePair(drip);
        var subject = isPeerServer ? Subject.Client(there, _options) : Subject.Server(there, _options);
        using var peer = new RawPeer(here, isPeerServer);
        var reached = peer.ReachAsync(scene);
        if (isPeerServer && scene == Scene.SessionOpen)
        {
            await subject.ReadyAsync();
            subject.Connection.OpenSession(_options.Sessions, 64 * 1024, 32 * 1024);
        }
        await reached;

        await row.Play(peer);

        var heard = await ReadToEndAsync(peer, row);
        peer.Dispose();
        var end = await subject.EndAsync();
        Assert.Equal((row.Reason, EndSide.Peer), (end.Reason, end.Side));
        Assert.Contains(row.Detail.TrimEnd('.'), end.Detail, StringComparison.Ordinal);
        if (scene >= Scene.LoggedIn) Assert.Equal(end, subject.ObservedEnd);
        else Assert.Null(subject.ObservedEnd);
        if (!row.Tells) return;
        var disconnect = Assert.Single(heard, payload => payload[0] == 1);
        Assert.Equal(CodeOf(row.Reason), BinaryPrimitives.ReadUInt32BigEndian(disconnect.AsSpan(1)));
    }

    private static async Task<List<byte[]>> ReadToEndAsync(RawPeer peer, HostileCase row)
    {
        try
        {
            return await peer.ReadToEndAsync();
        }
        catch (TimeoutException)
        {
            throw new InvalidOperationException($"The connection lived on after '{row.Name}'.");
        }
    }

    /// <summary>RFC 4253 section 11.1.</summary>
    private static uint CodeOf(EndReason reason) => reason switch
    {
        EndReason.ProtocolViolation => 2,
        EndReason.KeyExchangeFailed => 3,
        EndReason.MacError => 5,
        EndReason.HostKeyUnknown => 9,
        EndReason.AuthRefused => 14,
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "A case with this end cannot tell it."),
    };
}
