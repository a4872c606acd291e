using Sluice.Proxy.Cli;
using Sluice.Transport;

SocketThreads.RunContinuationsInline();
return await SluiceCommandLine.Create().Parse(args).InvokeAsync(SluiceCommandLine.Invocation);
