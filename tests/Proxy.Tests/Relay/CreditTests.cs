using Sluice.Proxy.Relay;

using Xunit;

namespace Sluice.Proxy.Tests.Relay;

public sealed class CreditTests
{
    private const long Cap = 1000;

    [Fact]
    public void Nothing_is_granted_before_the_receiver_granted()
    {
        var credit = new Credit(Cap);

        Assert.Equal(0u, credit.Take(queued: 0));
    }

    [Fact]
    public void The_sender_gets_what_the_receiver_granted()
    {
        var credit = new Credit(Cap);
        credit.Receive(300);

        Assert.Equal(300u, credit.Take(queued: 0));
        Assert.Equal(0u, credit.Take(queued: 0));
    }

    [Fact]
    public void The_sender_gets_no_more_than_the_cap()
    {
        var credit = new Credit(Cap);
        credit.Receive(1_000_000);

        Assert.Equal(1000u, credit.Take(queued: 0));
    }

    [Fact]
    public void Bytes_that_wait_for_the_receiver_take_up_the_cap()
    {
        var credit = new Credit(Cap);
        credit.Receive(1_000_000);
        credit.Take(queued: 0);
        credit.Pass(1000);

        Assert.Equal(0u, credit.Take(queued: 1000));
        Assert.Equal(600u, credit.Take(queued: 400));
    }

    [Fact]
    public void Small_change_waits_until_it_is_a_quarter_of_the_cap()
    {
        var credit = new Credit(Cap);
        credit.Receive(1_000_000);
        credit.Take(queued: 0);
        credit.Pass(249);

        Assert.Equal(0u, credit.Take(queued: 0));
        credit.Pass(1);
        Assert.Equal(250u, credit.Take(queued: 0));
    }

    [Fact]
    public void A_receiver_with_a_window_of_one_byte_makes_progress()
    {
        var credit = new Credit(Cap);
        for (var i = 0; i < 10; i++)
        {
            credit.Receive(1);
            Assert.Equal(1u, credit.Take(queued: 0));
            credit.Pass(1);
        }
        Assert.Equal(10, credit.Passed);
    }

    [Fact]
    public void Small_change_is_granted_when_the_sender_has_no_more_left_than_that()
    {
        var credit = new Credit(Cap);
        credit.Receive(100);
        credit.Take(queued: 0);
        credit.Receive(20);

        Assert.Equal(0u, credit.Take(queued: 0));
        credit.Pass(80);
        Assert.Equal(20u, credit.Take(queued: 0));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 1000)]
    [InlineData(1000, 64)]
    [InlineData(32768, 1 << 20)]
    public void Whatever_the_sizes_all_bytes_pass_and_no_credit_is_invented(int receiverWindow, long cap)
    {
        var random = new Random(receiverWindow);
        var credit = new Credit(cap);
        long received = receiverWindow, granted = 0, passed = 0, queued = 0;
        credit.Receive(receiverWindow);
        for (var i = 0; i < 20_000; i++)
        {
            granted += credit.Take(queued);
            Assert.InRange(granted, passed, received);
            Assert.InRange(granted - passed, 0, cap);
            if (granted == passed && queued == 0 && received == passed) received += Adjust(receiverWindow);
            var piece = (int)Math.Min(granted - passed, random.Next(0, receiverWindow + 1));
            passed += piece;
            credit.Pass(piece);
            queued = random.NextInt64(0, Math.Min(cap, queued + piece) + 1);
            if (random.Next(3) == 0 && received < passed + receiverWindow) received += Adjust(random.Next(1, receiverWindow + 1));
        }
        Assert.InRange(passed, 1000, long.MaxValue);

        long Adjust(int bytes)
        {
            credit.Receive(bytes);
            return bytes;
        }
    }

    [Fact]
    public async Task Two_threads_that_take_at_once_never_grant_more_than_was_received()
    {
        var flow = new SharedCredit();
        using var done = new CancellationTokenSource();
        var receiver = Task.Run(() => flow.ReceiveUntil(done.Token), TestContext.Current.CancellationToken);

        var passed = await Task.Run(flow.PassMany, TestContext.Current.CancellationToken);

        await done.CancelAsync();
        await receiver;
        Assert.Equal(SharedCredit.Total, passed);
        Assert.InRange(flow.Granted, passed, flow.Received);
    }

    /// <summary>One credit used as the two receive loops use it.</summary>
    private sealed class SharedCredit
    {
        public const long Total = 2_000_000;
        private Credit _credit = new(cap: 4096);
        private long _granted;
        private long _received;

        public long Granted => Volatile.Read(ref _granted);

        public long Received => Volatile.Read(ref _received);

        public void ReceiveUntil(CancellationToken done)
        {
            while (!done.IsCancellationRequested)
            {
                if (Received > _credit.Passed + 8192) continue;
                Interlocked.Add(ref _received, 512);
                _credit.Receive(512);
                Interlocked.Add(ref _granted, _credit.Take(queued: 0));
            }
        }

        public long PassMany()
        {
            long passed = 0;
            while (passed < Total)
            {
                var piece = (int)Math.Min(Math.Min(Granted - passed, 700), Total - passed);
                Assert.True(passed + piece <= Received, "more was granted than received");
                passed += piece;
                _credit.Pass(piece);
                Interlocked.Add(ref _granted, _credit.Take(queued: 0));
            }
            return passed;
        }
    }

    [Fact]
    public void A_receiver_that_keeps_up_would_use_a_wider_cap()
    {
        var credit = new Credit(Cap);
        credit.Receive(10 * Cap);
        Assert.False(credit.WantsMore(queued: 0), "nothing has passed yet");
        credit.Take(queued: 0);
        credit.Pass((int)Cap);

        Assert.True(credit.WantsMore(queued: 0));
        Assert.False(credit.WantsMore(queued: Cap / 2), "it does not keep up");
        credit.Widen(Cap);
        Assert.Equal(2 * Cap, credit.Cap);
        Assert.Equal(2000u, credit.Take(queued: 0));
    }

    [Fact]
    public void A_receiver_that_grants_no_more_than_the_cap_needs_no_wider_one()
    {
        var credit = new Credit(Cap);
        credit.Receive(Cap);
        credit.Take(queued: 0);
        credit.Pass((int)Cap);

        Assert.False(credit.WantsMore(queued: 0));
    }

    [Fact]
    public void What_a_lost_sender_was_granted_goes_to_the_next()
    {
        var credit = new Credit(Cap);
        credit.Receive(500);
        Assert.Equal(500u, credit.Take(queued: 0));

        credit.TakeBack();

        Assert.Equal(500u, credit.Take(queued: 0));
    }
}
