using Sluice.Proxy.Backends;
using Sluice.Proxy.Backends.Pooling;
using Sluice.Proxy.Commands;

using Xunit;

namespace Sluice.Proxy.Tests.Backends.Pooling;

public sealed class PlaceQueueTests
{
    [Fact]
    public void Users_take_turns_however_many_requests_one_of_them_has()
    {
        var queue = new PlaceQueue();
        foreach (var user in new[] { "ci", "ci", "ci", "alice", "ci", "bob", "alice" }) queue.Add(Waiter(user, 0));

        Assert.Equal(["ci", "alice", "bob", "ci", "alice", "ci", "ci"], TakeAll(queue));
    }

    [Fact]
    public void A_user_s_own_requests_keep_their_order()
    {
        var queue = new PlaceQueue();
        PlaceWaiter[] waiters = [Waiter("ci", 1), Waiter("ci", 2), Waiter("ci", 3)];
        foreach (var waiter in waiters) queue.Add(waiter);

        Assert.Equal(waiters, [queue.Take(), queue.Take(), queue.Take()]);
    }

    [Fact]
    public void Who_has_waited_too_long_leaves_and_the_others_keep_their_turns()
    {
        var queue = new PlaceQueue();
        queue.Add(Waiter("ci", 10));
        queue.Add(Waiter("alice", 20));
        queue.Add(Waiter("ci", 30));
        queue.Add(Waiter("bob", 5));

        var expired = queue.TakeExpired(10);

        Assert.Equal([10, 5], expired.Select(waiter => waiter.Since));
        Assert.Equal(2, queue.Count);
        Assert.Equal(["alice", "ci"], TakeAll(queue));
    }

    [Fact]
    public void A_full_line_makes_room_for_a_user_at_the_cost_of_who_has_most_in_it()
    {
        var queue = new PlaceQueue();
        for (var i = 1; i <= 4; i++) queue.Add(Waiter("ci", i));
        queue.Add(Waiter("alice", 5));

        var displaced = queue.TryDisplace("bob");
        Assert.Equal(("ci", 4), (displaced!.Request.User, displaced.Since));
        queue.Add(Waiter("bob", 6));
        Assert.NotNull(queue.TryDisplace("alice"));
        queue.Add(Waiter("alice", 7));

        // Now each would have as much as the one with most.
        Assert.Null(queue.TryDisplace("ci"));
        Assert.Null(queue.TryDisplace("alice"));
        Assert.Equal(["ci", "alice", "bob", "ci", "alice"], TakeAll(queue));
    }

    [Fact]
    public void Everybody_is_told_once()
    {
        var queue = new PlaceQueue();
        queue.Add(Waiter("ci", 10));
        queue.Add(Waiter("alice", 20));

        Assert.Equal([10], queue.TellWaiting(15).Select(waiter => waiter.Since));
        Assert.Equal([20], queue.TellWaiting(25).Select(waiter => waiter.Since));
        Assert.Empty(queue.TellWaiting(25));
    }

    private static PlaceWaiter Waiter(string user, long since) =>
        new(new LeaseRequest("main", null!, user, "app", Access.Read, "id", _ => { }), since);

    private static List<string> TakeAll(PlaceQueue queue)
    {
        var users = new List<string>();
        while (queue.Count > 0) users.Add(queue.Take().Request.User);
        return users;
    }
}
