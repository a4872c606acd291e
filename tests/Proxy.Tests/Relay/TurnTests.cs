using System.Text;

using Sluice.Proxy.Observability;
using Sluice.Proxy.Relay;

using Xunit;

namespace Sluice.Proxy.Tests.Relay;

public sealed class TurnTests
{
    [Theory]
    // git's protocol version 2: whoever has sent a flush packet waits.
    [InlineData(TurnTaking.FlushPackets, "", Side.Backend)]
    [InlineData(TurnTaking.FlushPackets, "b:version 2", Side.Backend)]
    [InlineData(TurnTaking.FlushPackets, "b:capabilities0000", Side.Client)]
    [InlineData(TurnTaking.FlushPackets, "b:0000 c:command=fetch", Side.Client)]
    [InlineData(TurnTaking.FlushPackets, "b:0000 c:have0000", Side.Backend)]
    [InlineData(TurnTaking.FlushPackets, "b:0000 c:done0000 b:packfile", Side.Backend)]
    [InlineData(TurnTaking.FlushPackets, "b:0000 c:done0000 b:PACK0000", Side.Client)]
    // A flush packet that comes in pieces.
    [InlineData(TurnTaking.FlushPackets, "b:refs b:00 b:00", Side.Client)]
    // Version 0: acknowledgements end a turn, but not behind "done".
    [InlineData(TurnTaking.FlushPackets, "b:0000 c:have0000 b:0008NAK\n", Side.Client)]
    [InlineData(TurnTaking.FlushPackets, "b:0000 c:have0000 b:ACK 1234 common\n", Side.Client)]
    [InlineData(TurnTaking.FlushPackets, "b:0000 c:0009done\n", Side.Backend)]
    [InlineData(TurnTaking.FlushPackets, "b:0000 c:0009done\n b:0008NAK\n", Side.Backend)]
    [InlineData(TurnTaking.FlushPackets, "b:0000 c:want c:eof", Side.Backend)]
    // A push: the client computes between its commands and its pack.
    [InlineData(TurnTaking.OneAnswer, "", Side.Backend)]
    [InlineData(TurnTaking.OneAnswer, "b:refs0000", Side.Client)]
    [InlineData(TurnTaking.OneAnswer, "b:refs0000 c:commands0000", Side.Client)]
    [InlineData(TurnTaking.OneAnswer, "b:refs0000 c:commands0000 c:PACK", Side.Client)]
    [InlineData(TurnTaking.OneAnswer, "b:refs0000 c:commands0000 c:PACK c:eof", Side.Backend)]
    [InlineData(TurnTaking.OneAnswer, "b:refs0000 c:commands0000 c:PACK b:progress", Side.Backend)]
    [InlineData(TurnTaking.OneQuestion, "", Side.Client)]
    [InlineData(TurnTaking.OneQuestion, "c:arguments0000", Side.Backend)]
    [InlineData(TurnTaking.OneQuestion, "c:arguments0000 b:ACK0000", Side.Backend)]
    [InlineData(TurnTaking.Alternating, "", Side.Client)]
    [InlineData(TurnTaking.Alternating, "c:hello", Side.Backend)]
    [InlineData(TurnTaking.Alternating, "c:hello b:capabilities", Side.Client)]
    [InlineData(TurnTaking.BackendSpeaks, "c:x", Side.Backend)]
    [InlineData(TurnTaking.Alternating, "c:hello b:capabilities b:eof", Side.Backend)]
    internal void The_turn_is_known_from_the_last_words(TurnTaking turns, string script, Side expected)
    {
        var time = TimeProvider.System;
        var conversation = new Conversation(new WaitClock(time), time) { Turns = turns };
        foreach (var line in script.Split(' ', StringSplitOptions.RemoveEmptyEntries).Aggregate(new List<string>(), Join))
        {
            var voice = line[0] == 'c' ? conversation.Client : conversation.Backend;
            if (line[2..] == "eof") voice.HasEnded = true;
            else voice.Speak(Encoding.ASCII.GetBytes(line[2..]), isProtocol: true);
        }

        Assert.Equal(expected, conversation.Turn);

        // A word without a speaker belongs to the line before it.
        static List<string> Join(List<string> lines, string word)
        {
            if (word.Length > 1 && word[1] == ':') lines.Add(word);
            else lines[^1] += $" {word}";
            return lines;
        }
    }

    [Fact]
    public void Standard_error_says_nothing_about_turns()
    {
        var time = TimeProvider.System;
        var conversation = new Conversation(new WaitClock(time), time) { Turns = TurnTaking.FlushPackets };
        conversation.Backend.Speak("refs0000"u8, isProtocol: true);

        conversation.Backend.Speak("Welcome!"u8, isProtocol: false);

        Assert.Equal(Side.Client, conversation.Turn);
    }
}
