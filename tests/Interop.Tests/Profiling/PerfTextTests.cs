using Sluice.Profile.Collecting;
using Sluice.Profile.Stacks;

namespace Sluice.Interop.Tests.Profiling;

/// <summary>What perf and the runtime write is read as it is meant.</summary>
public sealed class PerfTextTests
{
    private static readonly string[] _names =
    [
        "0x7fb7d1df0020 40 instance bool [Sluice.Transport] Sluice.Transport.Wire.Reader::TryRead(uint8[])[OptimizedTier1]",
        "00007fb7d1df0100 80 instance void [Sluice.Proxy] Sluice.Proxy.Sessions.RequestWalk+<RunAsync>d__16::MoveNext()[Tier0]",
        "not a line",
    ];

    private static readonly string[] _mappings =
    [
        "7fb7d1df0000-7fb7d1e00000 r-xs 00190000 00:01 1029 /memfd:doublemapper (deleted)",
        "7fb7e0000000-7fb7e0010000 rw-s 00190000 00:01 1029 /memfd:doublemapper (deleted)",
    ];

    private const string Script = """
        dotnet  5461 
        	ffffffff813a4413 tcp_sendmsg ([kernel.kallsyms])
        	          190021 [unknown] (/memfd:doublemapper (deleted))
        	    7fb7d1df0110 [unknown] ([unknown])
        	          44b2fe [unknown] (/usr/lib/libcoreclr.so)

        dotnet  5462 
        	          19005f [unknown] (/memfd:doublemapper (deleted))
        	          190060 [unknown] (/memfd:doublemapper (deleted))

        """;

    private readonly PerfMap _map = PerfMap.Parse(_names, _mappings);

    [Fact]
    public void A_method_is_found_by_address_and_by_its_place_in_the_runtimes_file()
    {
        Assert.Equal("Sluice.Transport.Wire.Reader.TryRead", _map.Find(0x7fb7d1df0020));
        Assert.Equal("Sluice.Transport.Wire.Reader.TryRead", _map.FindInFile(0x19005f));
        Assert.Null(_map.Find(0x7fb7d1df0060));
        Assert.Null(_map.Find(0x10));
        Assert.Null(_map.FindInFile(0x10));
    }

    [Fact]
    public void Frames_come_from_the_kernel_the_runtime_and_native_libraries()
    {
        var samples = PerfSampler.Parse(new StringReader(Script), _map);

        Assert.Equal(2, samples.Count);
        var stacks = samples.Stacks.Select(stack => string.Join(" < ", stack.Frames)).ToList();
        Assert.Contains("kernel!tcp_sendmsg < Sluice.Transport.Wire.Reader.TryRead < Sluice.Proxy.Sessions.RequestWalk.RunAsync < libcoreclr.so!?", stacks);
        Assert.Contains("Sluice.Transport.Wire.Reader.TryRead < stub!?", stacks);
    }

    [Fact]
    public void A_sample_belongs_to_the_innermost_room()
    {
        Assert.Equal(("Transport/Wire", "Sluice.Transport.Wire.Reader.TryRead"), Rooms.Find(["kernel!tcp_sendmsg", "Sluice.Transport.Wire.Reader.TryRead", "Sluice.Proxy.Sessions.RequestWalk.RunAsync"]));
        Assert.Equal("Transport/Connection", Rooms.Of("Sluice.Transport.SshConnection.Close"));
        Assert.Null(Rooms.Find(["kernel!tcp_sendmsg"]));
    }

    [Fact]
    public void Own_and_whole_weights_are_told_apart()
    {
        var samples = new StackSamples("samples");
        samples.Add(["a", "b"], 1);
        samples.Add(["a", "b"], 1);
        samples.Add(["b", "b"], 3);

        Assert.Equal([new MethodWeight("b", 3, 5), new MethodWeight("a", 2, 2)], samples.ByMethod());
        Assert.Equal(5, samples.Total);
    }
}
