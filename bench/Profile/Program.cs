using System.CommandLine;

using Sluice.Profile.Commands;

ThreadPool.SetMinThreads(32, 32);
var root = new RootCommand("Watches sluice's memory and processor time from outside, by the runtime's diagnostics socket and by the kernel.")
{
    MemoryCommand.Create(), CpuCommand.Create(), CountersCommand.Create(), HeapCommand.Create(), DumpCommand.Create(), SettingsCommand.Create(),
};
try
{
    return await root.Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (OperationCanceledException)
{
    return 130;
}
catch (Exception failure) when (failure is IOException or TimeoutException or Microsoft.Diagnostics.NETCore.Client.DiagnosticsClientException or Sluice.Testing.ProgramFailedException)
{
    Console.Error.WriteLine(failure.Message);
    return 1;
}
