using System.Runtime.CompilerServices;

using Sluice.Transport.Buffers;
using Sluice.Transport.Diagnostics;
using Sluice.Transport.Wire;

using Xunit;

namespace Sluice.Transport.Tests.Diagnostics;

public sealed class FlightRingTests
{
    private readonly BufferPool _pool = new();
    private readonly FlightRing _ring;

    public FlightRingTests() => _ring = new FlightRing(_pool, isInbound: true, Environment.TickCount64, new Lock());

    [Fact]
    public void An_event_takes_sixteen_bytes() => Assert.Equal(16, Unsafe.SizeOf<FlightEvent>());

    [Fact]
    public void An_idle_connection_has_less_than_half_a_kibibyte_for_it()
    {
        const int Recorders = 100;
        var recorders = new FlightRecorder[Recorders];
        _ = new FlightRecorder(_pool);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < recorders.Length; i++) recorders[i] = new FlightRecorder(_pool);
        var each = (GC.GetAllocatedBytesForCurrentThread() - before) / Recorders;
        Assert.InRange(each, 2 * 8 * 16, 511);
        GC.KeepAlive(recorders);
    }

    [Fact]
    public void A_login_fits_without_a_buffer()
    {
        foreach (var number in new byte[] { 20, 30, 21, 5, 50, 50, 80 }) _ring.Record([number, 0, 0, 0, 0]);
        Assert.False(_ring.IsRoomy);
        Assert.Equal(["KEXINIT", "KEX_30", "NEWKEYS", "SERVICE_REQUEST", "USERAUTH_REQUEST", "GLOBAL_REQUEST"], Names());
        Assert.Equal(2, Read()[4].Count);
    }

    [Fact]
    public void Data_of_one_channel_is_one_event_with_its_sum()
    {
        for (var i = 0; i < 1000; i++) _ring.Record(Data(channel: 3, length: 100));
        var entry = Assert.Single(Read());
        Assert.Equal(("CHANNEL_DATA", 3, 1000, "100000 B"), (entry.Name, entry.Channel, entry.Count, entry.Detail));
    }

    [Fact]
    public void Data_of_channels_that_take_turns_is_one_event_for_each()
    {
        for (var i = 0; i < 300; i++) _ring.Record(Data(channel: (uint)(i % 3), length: 10));
        Assert.Equal([100, 100, 100], Read().Select(entry => entry.Count));
    }

    [Fact]
    public void A_sum_that_would_not_fit_begins_another_event()
    {
        for (var i = 0; i < ushort.MaxValue + 5; i++) _ring.Record(Data(channel: 0, length: 1));
        Assert.Equal([ushort.MaxValue, 5], Read().Select(entry => entry.Count));
    }

    [Fact]
    public void Other_messages_keep_their_order_and_the_last_ones_stay()
    {
        for (uint i = 0; i < 100; i++) _ring.Record([(byte)MessageNumber.ChannelEof, 0, 0, 0, (byte)i]);
        var events = Read();
        Assert.Equal(FlightRing.Capacity, events.Count);
        Assert.Equal(Enumerable.Range(100 - FlightRing.Capacity, FlightRing.Capacity), events.Select(entry => entry.Channel!.Value));
    }

    [Fact]
    public void A_ring_without_channels_gives_its_buffer_back_and_keeps_the_last_events()
    {
        for (byte i = 0; i < 20; i++) _ring.Record([(byte)MessageNumber.ChannelEof, 0, 0, 0, i]);
        Assert.True(_ring.IsRoomy);
        _ring.Rest();
        Assert.True(_pool.Ledger.IsEmpty);
        Assert.Equal(Enumerable.Range(12, FlightRing.RestingCapacity), Read().Select(entry => entry.Channel!.Value));
        _ring.Record([(byte)MessageNumber.ChannelEof, 0, 0, 0, 99]);
        Assert.Equal(9, Read().Count);
        _ring.Close();
        Assert.Equal(99, Read()[^1].Channel);
        Assert.True(_pool.Ledger.IsEmpty);
    }

    [Fact]
    public void A_closed_ring_rents_nothing()
    {
        _ring.Close();
        _ring.Record(Data(channel: 0, length: 1));
        Assert.True(_pool.Ledger.IsEmpty);
        Assert.Single(Read());
    }

    [Fact]
    public void Requests_are_told_by_type_and_exit_statuses_by_number()
    {
        _ring.Record([98, 0, 0, 0, 0, 0, 0, 0, 4, .. "exec"u8, 1, 0, 0, 0, 2, .. "ls"u8]);
        _ring.Record([98, 0, 0, 0, 0, 0, 0, 0, 11, .. "exit-status"u8, 0, 0, 0, 0, 128]);
        _ring.Record([80, 0, 0, 0, 21, .. "keepalive@openssh.com"u8, 1]);
        _ring.Record([98, 0, 0, 0, 0, 0, 0, 0, 6, .. "secret"u8, 1]);
        Assert.Equal(["exec", "exit-status 128", "keepalive@openssh.com", "other"], Read().Select(entry => entry.Detail));
    }

    [Theory]
    [InlineData(80)]
    [InlineData(90)]
    [InlineData(93)]
    [InlineData(94)]
    [InlineData(95)]
    [InlineData(98)]
    [InlineData(1)]
    [InlineData(255)]
    public void A_message_of_any_length_is_told(byte number)
    {
        for (var length = 1; length < 40; length++)
        {
            var payload = new byte[length];
            Array.Fill(payload, (byte)0xff);
            payload[0] = number;
            _ring.Record(payload);
        }
        Assert.NotEmpty(Read());
        Assert.All(Read(), entry => Assert.NotEmpty(entry.ToString()));
        _ring.Close();
    }

    [Fact]
    public async Task Reading_while_it_is_written_gives_whole_events()
    {
        using var stop = new CancellationTokenSource();
        var writer = Task.Run(
            () =>
            {
                for (uint i = 0; !stop.IsCancellationRequested; i++)
                {
                    var channel = (byte)(i % 7);
                    if (i % 1000 == 999) _ring.Rest();
                    else if (i % 3 == 0) _ring.Record([(byte)MessageNumber.ChannelEof, 0, 0, 0, channel]);
                    else _ring.Record(Data(channel, 10));
                }
            },
            TestContext.Current.CancellationToken);
        for (var i = 0; i < 20_000; i++)
        {
            foreach (var entry in Read())
            {
                Assert.InRange(entry.Channel!.Value, 0, 6);
                Assert.True(entry.IsInbound);
                Assert.Contains(entry.Name, (string[])["CHANNEL_EOF", "CHANNEL_DATA"]);
            }
        }
        await stop.CancelAsync();
        await writer;
        _ring.Close();
        Assert.True(_pool.Ledger.IsEmpty);
    }

    private static byte[] Data(uint channel, int length) => [(byte)MessageNumber.ChannelPlainData, 0, 0, 0, (byte)channel, 0, 0, 0, (byte)length, .. new byte[length]];

    private List<FlightEvent> Read()
    {
        var events = new List<FlightEvent>();
        _ring.CopyTo(events);
        return events;
    }

    private string[] Names() => [.. Read().Select(entry => entry.Name)];
}
