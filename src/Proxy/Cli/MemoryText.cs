using Sluice.Proxy.Admin.Memory;
using Sluice.Proxy.Observability;

namespace Sluice.Proxy.Cli;

/// <summary>The three questions about memory, answered in plain words.</summary>
internal sealed class MemoryText(TextWriter output)
{
    /// <summary>Writes the answers, and the connections that cost most if there are any.</summary>
    public void Write(MemoryPage page, CollectionResult? collection)
    {
        output.WriteLine("How much does a connection cost?");
        PerConnection(page);
        output.WriteLine("Is it given back?");
        GivenBack(page, collection);
        output.WriteLine("What is the collector doing?");
        Collector(page.Collector);
        Top(page);
    }

    private void PerConnection(MemoryPage page)
    {
        var now = page.Now;
        Say($"{Plural.Of(now.Connections, "connection")} with {Plural.Of(now.Requests, "request")}. Accounted for are {Figures.Bytes(now.Accounted)}: "
            + $"{string.Join(", ", now.Rented.Select(role => $"{role.Key} blocks {Figures.Bytes(role.Value)}"))}, and objects of measured size "
            + $"({Figures.Bytes(page.ConnectionObjects)} a connection, {Figures.Bytes(page.RequestObjects)} a request).");
        Say($"The kernel's queues of running requests take {Figures.Bytes(now.Kernel)} more, which no process's memory shows.");
        if (now.Connections > 0)
        {
            var grown = Math.Max(0, now.Resident - page.First.Resident) / now.Connections;
            Say($"That is {Figures.Bytes(now.PerConnection)} for each connection. By what became resident since the start it is {Figures.Bytes(grown)}.");
        }
        Say($"Accounted / resident: {Figures.Bytes(now.Accounted)} / {Figures.Bytes(now.Resident)} = {Figures.Percent(page.AccountedShare)}. The rest is the runtime, "
            + $"code, caches and free space of the heaps; with nobody to serve, {Figures.Bytes(page.First.Resident)} were resident.");
    }

    private void GivenBack(MemoryPage page, CollectionResult? collection)
    {
        if (page.MostConnections is { } crowd)
        {
            Say($"At most there {(crowd.Connections == 1 ? "was" : "were")} {Plural.Of(crowd.Connections, "connection")}, {Ago(page.Now, crowd)}, with {Figures.Bytes(crowd.Resident)} resident; "
                + $"now there {(page.Now.Connections == 1 ? "is" : "are")} {page.Now.Connections} with {Figures.Bytes(page.Now.Resident)}.");
        }
        Say($"Most was resident {Ago(page.Now, page.MostResident)}: {Figures.Bytes(page.MostResident.Resident)}. "
            + (page.GivenBack is { } share ? $"Of what had come since the start, {Figures.Percent(share)} is given back." : "That is hardly more than at the start."));
        if (collection is not { Before: var before, After: var after })
        {
            Say("What a collection would free is told by --gc.");
            return;
        }
        Say($"A forced collection took {collection.Milliseconds:0} ms. Resident: {Change(before.Resident, after.Resident)}; "
            + $"heap: {Change(before.Heap, after.Heap)}; had of the system for it: {Change(before.Committed, after.Committed)}.");
    }

    private void Collector(CollectorReport collector)
    {
        Say($"{(collector.IsServer ? "Server" : "Workstation")} GC, {(collector.IsConcurrent ? "concurrent" : "not concurrent")}, latency mode {collector.Latency}, "
            + $"ConserveMemory {collector.ConserveMemory}, limit {Figures.Bytes(collector.HeapLimit)}.");
        Say($"{string.Join(", ", collector.Collections.Select((count, generation) => $"{count} of generation {generation}"))} since the start; "
            + $"they held everything up for {collector.Paused:0} ms, {collector.PauseShare:0.00} % of the time.");
        if (collector.Last is not { } last) return;
        Say($"The last one was number {last.Number}, of generation {last.Generation}{(last.IsCompacted ? ", compacting" : "")}{(last.IsConcurrent ? ", concurrent" : "")}, "
            + $"{last.Paused:0.0} ms: {Figures.Bytes(last.Heap)} of objects and {Figures.Bytes(last.Fragmented)} free between them, in {Figures.Bytes(last.Committed)} of the system's.");
    }

    private void Top(MemoryPage page)
    {
        if (page.Top.Count == 0) return;
        var listing = new Listing(output, "ID", "User", "Requests>", "Receive>", "Send>", "Held>", "Objects>", "Kernel in>", "Kernel out>", "Total>");
        foreach (var row in page.Top)
        {
            var (memory, kernel) = (row.Memory, row.Kernel);
            listing.Add(
                row.Id, row.User, $"{row.Requests.Count}", Figures.Bytes(memory.Receive), Figures.Bytes(memory.Send), Figures.Bytes(memory.Held), Figures.Bytes(memory.Objects),
                kernel is null ? null : Figures.Bytes(kernel.ReceiveQueue), kernel is null ? null : Figures.Bytes(kernel.SendQueue), Figures.Bytes(memory.Total + (kernel?.Total ?? 0)));
        }
        listing.Write();
    }

    private void Say(string sentence) => output.WriteLine($"  {sentence}");

    private static string Ago(MemorySample now, MemorySample then) => $"{Figures.Duration((now.Time - then.Time) / 1000.0)} ago";

    private static string Change(long before, long after) => $"{Figures.Bytes(before)} before, {Figures.Bytes(after)} after";
}
