using Sluice.Transport.Handshake;
using Sluice.Transport.Wire.Messages;
using Xunit;

namespace Sluice.Transport.Tests.Handshake;

/// <summary>first_kex_packet_follows (RFC 4253 section 7): a guess that was wrong is passed over, one that was right counts.</summary>
public sealed class GuessTests
{
    private const string First = "curve25519-sha256", Second = "ecdh-sha2-nistp256";

    private static readonly AlgorithmPreferences _firstThenSecond = new() { KexAlgorithms = $"{First},{Second}" };
    private static readonly AlgorithmPreferences _secondThenFirst = new() { KexAlgorithms = $"{Second},{First}" };

    [Fact]
    public void A_server_uses_a_clients_right_guess()
    {
        using var pair = new MachinePair(_firstThenSecond, _firstThenSecond);
        var init = pair.Client.OnKexInit(pair.Server.OwnInitPayload);
        pair.Server.OnKexInit(WithGuess(pair.Client.OwnInitPayload));
        Assert.Equal(KexAction.SendNewKeys, pair.Server.OnMessage(init.Message!).Action);
    }

    [Fact]
    public void A_server_passes_over_a_clients_wrong_guess_of_the_method()
    {
        using var pair = new MachinePair(_firstThenSecond, _secondThenFirst);
        var init = pair.Client.OnKexInit(pair.Server.OwnInitPayload);
        Assert.Equal(First, pair.Client.Algorithms!.KeyExchange.Name);
        pair.Server.OnKexInit(WithGuess(pair.Client.OwnInitPayload));
        // The method is what was guessed, and still the guess does not count: the first names differ.
        Assert.Equal(new KexStep(KexAction.Wait), pair.Server.OnMessage(init.Message!));
        Assert.Equal(KexAction.SendNewKeys, pair.Server.OnMessage(init.Message!).Action);
    }

    [Fact]
    public void A_server_passes_over_a_wrong_guess_whatever_it_says()
    {
        using var pair = new MachinePair(_firstThenSecond, _secondThenFirst);
        var init = pair.Client.OnKexInit(pair.Server.OwnInitPayload);
        pair.Server.OnKexInit(WithGuess(pair.Client.OwnInitPayload));
        Assert.Equal(KexAction.Wait, pair.Server.OnMessage([34, 1, 2, 3]).Action);
        Assert.Equal(KexAction.SendNewKeys, pair.Server.OnMessage(init.Message!).Action);
    }

    [Fact]
    public void A_server_passes_over_one_message_and_no_more()
    {
        using var pair = new MachinePair(_firstThenSecond, _secondThenFirst);
        pair.Server.OnKexInit(WithGuess(pair.Client.OwnInitPayload));
        Assert.Equal(KexAction.Wait, pair.Server.OnMessage([34, 1, 2, 3]).Action);
        Assert.Equal(EndReason.ProtocolViolation, pair.Server.OnMessage([34, 1, 2, 3]).End!.Reason);
    }

    [Fact]
    public void A_server_passes_over_a_wrong_guess_of_the_host_key()
    {
        using var pair = new MachinePair(_firstThenSecond, _firstThenSecond);
        Assert.True(KexInitMessage.TryParse(pair.Client.OwnInitPayload, out var own));
        var guessing = (own with { HostKeyAlgorithms = ["rsa-sha2-512", "ssh-ed25519"], FirstKexPacketFollows = true }).ToPayload(new byte[16]);
        pair.Server.OnKexInit(guessing);
        Assert.Equal(KexAction.Wait, pair.Server.OnMessage([30, 0, 0, 0, 0]).Action);
    }

    [Fact]
    public void A_client_passes_over_a_servers_wrong_guess()
    {
        using var pair = new MachinePair(_firstThenSecond, _secondThenFirst);
        var init = pair.Client.OnKexInit(WithGuess(pair.Server.OwnInitPayload));
        pair.Server.OnKexInit(pair.Client.OwnInitPayload);
        Assert.Equal(KexAction.Wait, pair.Client.OnMessage([31, 9, 9, 9]).Action);
        // The announcement is part of the hash, which the server's own does not have: the reply is read, and refused.
        var reply = pair.Server.OnMessage(init.Message!).Message!;
        Assert.Equal("The server's signature of the key exchange does not hold", pair.Client.OnMessage(reply).End!.Detail);
    }

    [Fact]
    public void A_client_takes_the_message_after_a_servers_right_guess()
    {
        using var pair = new MachinePair(_firstThenSecond, _firstThenSecond);
        pair.Client.OnKexInit(WithGuess(pair.Server.OwnInitPayload));
        Assert.Equal("The key exchange message is malformed", pair.Client.OnMessage([31, 9, 9, 9]).End!.Detail);
    }

    [Fact]
    public void Without_a_guess_nothing_is_passed_over()
    {
        using var pair = new MachinePair(_firstThenSecond, _secondThenFirst);
        var init = pair.Client.OnKexInit(pair.Server.OwnInitPayload);
        pair.Server.OnKexInit(pair.Client.OwnInitPayload);
        Assert.Equal(KexAction.SendNewKeys, pair.Server.OnMessage(init.Message!).Action);
    }

    /// <summary>first_kex_packet_follows stands before the last four bytes.</summary>
    private static byte[] WithGuess(byte[] kexInit)
    {
        var guessing = (byte[])kexInit.Clone();
        guessing[^5] = 1;
        return guessing;
    }
}
