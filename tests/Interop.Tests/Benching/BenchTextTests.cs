using Sluice.EndToEnd.Loads;
using Sluice.EndToEnd.Meters;
using Sluice.EndToEnd.Running;
using Sluice.Load;

namespace Sluice.Interop.Tests.Benching;

/// <summary>What the bench reads of programs and of the kernel is read as it is meant.</summary>
public sealed class BenchTextTests
{
    [Fact]
    public void The_load_generators_line_becomes_values_by_name()
    {
        var values = LoadTool.Parse("""{"seconds":1.5,"milliseconds":{"Count":3,"P50":2.25},"failures":0,"faults":{"It was refused.":2}}""");

        Assert.Equal(new Dictionary<string, double> { ["seconds"] = 1.5, ["milliseconds.Count"] = 3, ["milliseconds.P50"] = 2.25, ["failures"] = 0 }, values);
    }

    [Fact]
    public void Processor_time_is_read_behind_a_name_with_blanks_and_brackets()
    {
        const string Line = "42 (a ) b) S 1 42 42 0 -1 4194560 10 20 0 0 150 50 1000 200 20 0 3 0 77 1 1";

        Assert.Equal(2, ProcessorTime.Of(Line, withChildren: false));
        Assert.Equal(14, ProcessorTime.Of(Line, withChildren: true));
    }

    [Fact]
    public void Shared_pages_count_once() => Assert.Equal(1536 * 1024, ProcessGroup.ProportionalBytes("55d0-7ffd ---p 00:00 0 [rollup]\nRss:    4096 kB\nPss:    1536 kB\nPss_Anon: 12 kB\n"));

    [Fact]
    public void Calls_are_read_from_perf() => Assert.Equal(123_456, SyscallMeter.ParsePerf("# started on Tue\n\n123456,,raw_syscalls:sys_enter,2000000000,100.00,,\n"));

    [Fact]
    public void Calls_are_read_from_strace() => Assert.Equal(310, SyscallMeter.ParseStrace(
        """
        % time     seconds  usecs/call     calls    errors syscall
        ------ ----------- ----------- --------- --------- ----------------
         90.00    0.009000          30       300           sendto
         10.00    0.001000         100        10         2 futex
        ------ ----------- ----------- --------- --------- ----------------
        100.00    0.010000          32       310         2 total
        """));

    [Fact]
    public void A_peers_script_says_what_there_is_to_know_of_it()
    {
        var peer = PeerFile.Parse("/somewhere/nine.sh", ["#!/bin/sh", "# about: a proxy", "# needs: nine=nine-bin python3:nine=python3-nine", "# hostkey: backend", "# user: git", "# descriptors: 1.5", "# crowd: 7", "exec nine"]);

        Assert.Equal("nine", peer.Name);
        Assert.Equal("a proxy", peer.About);
        Assert.Equal([("nine", "nine-bin"), ("python3:nine", "python3-nine")], peer.Needs);
        Assert.True(peer.HasBackendHostKey);
        Assert.False(peer.IsBackend);
        Assert.Equal("git", peer.User);
        Assert.Equal(1.5, peer.Descriptors);
        Assert.Equal(7, peer.Crowd);
    }

    [Theory]
    [InlineData("# colour: green", "none of about, needs")]
    [InlineData("# needs: nine=nine-bin", "must say at its head")]
    public void A_script_that_says_something_else_is_refused(string line, string sentence) =>
        Assert.Contains(sentence, Assert.Throws<FormatException>(() => PeerFile.Parse("/somewhere/nine.sh", ["#!/bin/sh", line])).Message);

    [Fact]
    public void Every_peer_of_the_repository_can_be_read() =>
        Assert.Superset(new HashSet<string> { "haproxy", "openssh", "go", "python", "sluice", "light" }, PeerFile.All.Keys.ToHashSet());

    [Fact]
    public void Percentiles_are_times_that_were_seen()
    {
        var spread = Percentiles.Of(Enumerable.Range(1, 200).Select(i => (double)i).Reverse());

        Assert.Equal(new Percentiles(200, 100, 190, 198, 200), spread);
        Assert.Equal(new Percentiles(1, 5, 5, 5, 5), Percentiles.Of([5]));
        Assert.Equal(new Percentiles(0, 0, 0, 0, 0), Percentiles.Of([]));
    }

    [Theory]
    [InlineData("127.0.0.1:22", true)]
    [InlineData("127.8.9.10:2222", true)]
    [InlineData("[::1]:22", true)]
    [InlineData("192.0.2.1:22", false)]
    [InlineData("0.0.0.0:22", false)]
    [InlineData("localhost:22", false)]
    [InlineData("127.0.0.1", false)]
    public void Load_is_for_loopback_addresses_with_a_port(string to, bool isFine) => Assert.Equal(isFine, Bounds.TryParse(to, out _));

    [Fact]
    public void A_crowd_that_descriptors_do_not_suffice_for_is_refused_with_a_sentence()
    {
        Assert.Equal(20_000, Bounds.MostDescriptors(["Limit  Soft Limit  Hard Limit  Units", "Max open files            20000                30000                files"]));
        Assert.Null(Bounds.Descriptors(1));
        Assert.Contains("ulimit -n", Bounds.Descriptors(int.MaxValue - 1000));
    }
}
