using Sluice.Proxy.GameDays;
using Sluice.Proxy.Options;
using Sluice.Proxy.Tests.Hosting;
using Sluice.Testing;

using Xunit;

namespace Sluice.Proxy.Tests.GameDays;

public sealed class GameDayTests : IDisposable
{
    private static readonly GameDayRequest _plain = new();

    private readonly TemporaryFolder _folder = new();
    private readonly CapturedLog<GameDay> _log = new();
    private readonly FakeFault _fault = new();
    private readonly GameDay _gameDay;

    public GameDayTests() => _gameDay = new GameDay([_fault], new CurrentModel(SluiceHostTests.Model(_folder)), _log);

    public void Dispose()
    {
        _gameDay.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_fault_ends_by_itself_when_its_time_is_up()
    {
        Assert.Null(_gameDay.Begin(_fault, new GameDayRequest(For: "200ms"), "a tester"));
        Assert.Equal("fake", _gameDay.Running);

        await Eventually.HoldsAsync(() => _fault.Ends == 1 && _gameDay.Running is null && _log.Events.Count == 2, TimeSpan.FromSeconds(10), () => "it did not end");

        Assert.Equal("its time is up", _gameDay.View().Last!.Why);
        Assert.Equal(
            ["Game day: fake begins for 0.2s, ordered by a tester. It fails.", "Game day: fake is over after 0.2 s: its time is up."],
            _log.Events.Select(line => line.Text));
    }

    [Fact]
    public void A_fault_is_stopped_once_and_at_the_latest_with_the_process()
    {
        Assert.Null(_gameDay.Begin(_fault, _plain, "a tester"));
        Assert.True(_gameDay.Stop("a tester stopped it"));
        Assert.False(_gameDay.Stop("a tester stopped it"));
        Assert.Null(_gameDay.Begin(_fault, _plain, "a tester"));
        Assert.Equal(30, _gameDay.View().Running!.Left, 1.0);
        _gameDay.Dispose();
        Assert.Equal(2, _fault.Ends);
    }

    [Fact]
    public void One_fault_is_played_at_a_time()
    {
        Assert.Null(_gameDay.Begin(_fault, _plain, "a tester"));
        Assert.Equal("fake is being played: wait for its end, or say sluice gameday stop.", _gameDay.Begin(_fault, _plain, "another"));
        Assert.Equal(1, _fault.Begins);
    }

    [Theory]
    [InlineData("soon", null, null, "'soon' is not a time such as 30s or 2m.")]
    [InlineData("0s", null, null, "'0s' is not a time such as 30s or 2m.")]
    [InlineData("61s", null, null, "fake may last 60 s at most, and not 61s.")]
    [InlineData(null, "main", null, "fake befalls no backend: leave --backend out.")]
    [InlineData(null, null, "1d", "fake knows no --by.")]
    public void An_order_that_makes_no_sense_is_refused_in_a_sentence(string? time, string? backend, string? by, string sentence)
    {
        Assert.Equal(sentence, _gameDay.Begin(_fault, new GameDayRequest(time, backend, by), "a tester"));
        Assert.Equal(0, _fault.Begins);
    }

    [Fact]
    public void What_cannot_be_begun_changes_nothing()
    {
        _fault.Fault = new IOException("there is no fuse");
        Assert.Equal("fake could not be begun: there is no fuse", _gameDay.Begin(_fault, _plain, "a tester"));
        Assert.Null(_gameDay.Running);
    }

    private sealed class FakeFault : IGameDayFault
    {
        public int Begins { get; private set; }

        public int Ends { get; private set; }

        public IOException? Fault { get; set; }

        public string Name => "fake";

        public string Does => "It fails.";

        public string Expects => "Nothing.";

        public TimeSpan Longest => TimeSpan.FromMinutes(1);

        public Action Begin(GameDayOrder order)
        {
            if (Fault is not null) throw Fault;
            Begins++;
            return () => Ends++;
        }
    }
}
