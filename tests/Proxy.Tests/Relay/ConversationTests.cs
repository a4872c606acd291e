using Microsoft.Extensions.Time.Testing;

using Sluice.Proxy.Observability;
using Sluice.Proxy.Relay;

using Xunit;

namespace Sluice.Proxy.Tests.Relay;

public sealed class ConversationTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly WaitClock _clock;
    private readonly Conversation _conversation;

    public ConversationTests()
    {
        _clock = new WaitClock(_time);
        _conversation = new Conversation(_clock, _time) { Turns = TurnTaking.FlushPackets };
    }

    [Fact]
    public void Streaming_belongs_to_the_speaker_and_silence_to_whose_turn_it_is()
    {
        Pass(1);
        _conversation.Backend.Speak("refs"u8, isProtocol: true);
        Pass(2);
        _conversation.Backend.Speak("0000"u8, isProtocol: true);
        Pass(4);
        _conversation.Client.Speak("want0000"u8, isProtocol: true);
        Pass(8);
        _conversation.Backend.Speak("pack"u8, isProtocol: true);

        Assert.Equal(new WaitSplit(Seconds(4), Seconds(11), default, default), _clock.Read());
    }

    [Fact]
    public void A_moment_is_charged_once_however_often_and_in_whatever_order_it_is_looked_at()
    {
        Pass(1);
        var late = _time.GetTimestamp();
        Pass(1);
        _clock.Charge(Side.Network, _time.GetTimestamp());

        _clock.Charge(Side.Client, late);
        _clock.Charge(Side.Client, _time.GetTimestamp());

        Assert.Equal(new WaitSplit(default, default, default, Seconds(2)), _clock.Read());
        Assert.Equal(Side.Network, _clock.Read().Most);
    }

    [Fact]
    public void Speaking_allocates_nothing_also_when_turns_change()
    {
        var conversation = new Conversation(new WaitClock(TimeProvider.System), TimeProvider.System) { Turns = TurnTaking.FlushPackets };
        Speak(100);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Speak(1000);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        void Speak(int times)
        {
            for (var i = 0; i < times; i++)
            {
                conversation.Client.Speak("have0000"u8, isProtocol: true);
                conversation.Backend.Speak("ACK 1234 common\n"u8, isProtocol: true);
                conversation.Backend.Speak("x"u8, isProtocol: false);
            }
        }
    }

    private static TimeSpan Seconds(int seconds) => TimeSpan.FromSeconds(seconds);

    private void Pass(int seconds) => _time.Advance(Seconds(seconds));
}
