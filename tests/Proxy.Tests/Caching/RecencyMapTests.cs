using Sluice.Proxy.Caching;

using Xunit;

namespace Sluice.Proxy.Tests.Caching;

public sealed class RecencyMapTests
{
    [Fact]
    public void What_was_not_used_for_longest_is_forgotten_first()
    {
        var map = new RecencyMap<int, string>(2);
        map.Set(1, "one");
        map.Set(2, "two");
        Assert.True(map.TryGet(1, out _));
        map.Set(3, "three");
        Assert.False(map.TryGet(2, out _));
        Assert.True(map.TryGet(1, out var one));
        Assert.Equal("one", one);
        Assert.Equal(2, map.Count);
    }

    [Fact]
    public void A_replaced_value_is_used_and_pushes_nothing_out()
    {
        var map = new RecencyMap<int, string>(2);
        map.Set(1, "one");
        map.Set(2, "two");
        map.Set(1, "uno");
        map.Set(3, "three");
        Assert.True(map.TryGet(1, out var one));
        Assert.Equal("uno", one);
        Assert.False(map.TryGet(2, out _));
    }

    [Fact]
    public void It_agrees_with_a_plain_list_over_many_random_steps()
    {
        var map = new RecencyMap<int, int>(8);
        var model = new List<(int Key, int Value)>();
        var random = new Random(20261123);
        for (var step = 0; step < 20_000; step++)
        {
            var key = random.Next(20);
            var at = model.FindIndex(entry => entry.Key == key);
            switch (random.Next(100))
            {
                case < 50:
                    Assert.Equal(at >= 0, map.TryGet(key, out var value));
                    if (at < 0) break;
                    Assert.Equal(model[at].Value, value);
                    model.Add(model[at]);
                    model.RemoveAt(at);
                    break;
                case < 90:
                    map.Set(key, step);
                    if (at >= 0) model.RemoveAt(at);
                    model.Add((key, step));
                    if (model.Count > 8) model.RemoveAt(0);
                    break;
                case < 99:
                    Assert.Equal(at >= 0, map.Remove(key));
                    if (at >= 0) model.RemoveAt(at);
                    break;
                default:
                    map.Clear();
                    model.Clear();
                    break;
            }
            Assert.Equal(model.Count, map.Count);
        }
    }

    [Fact]
    public void Without_room_it_keeps_nothing()
    {
        var map = new RecencyMap<int, string>(0);
        map.Set(1, "one");
        Assert.Equal(0, map.Count);
    }
}
