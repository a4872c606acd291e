using System.Text;

using Sluice.Proxy.GameDays.Faults;
using Sluice.Proxy.Observability;
using Sluice.Testing;

using Xunit;

namespace Sluice.Proxy.Tests.Observability;

public sealed class LogOutputTests
{
    [Fact]
    public async Task A_full_disk_costs_lines_and_the_log_says_how_many_once_it_works_again()
    {
        using var disk = new MemoryStream();
        using var full = new BreakableStream(disk);
        var log = new CapturedLog<LogOutput>();
        using var output = new LogOutput(full) { Logger = log };

        output.Write("one\n"u8);
        full.IsFull = true;
        output.Write("two\n"u8);
        output.Write("three\nfour\n"u8);
        full.IsFull = false;
        output.Write("five\n"u8);
        output.Write("six\n"u8);

        Assert.Equal("one\n\nfive\nsix\n", Encoding.UTF8.GetString(disk.ToArray()));
        await Eventually.HoldsAsync(() => log.Events.Count > 0, TimeSpan.FromSeconds(10), () => "nothing was told");
        Assert.StartsWith("The log lacks 3 lines, because it could not be written for 0.", Assert.Single(log.Events).Text, StringComparison.Ordinal);
        Assert.EndsWith("s: No space left on device (a game day has it so)", log.Events[0].Text, StringComparison.Ordinal);
    }
}
