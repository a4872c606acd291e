using Sluice.Proxy.Cli;

return await SluiceCommandLine.Create().Parse(args).InvokeAsync(SluiceCommandLine.Invocation);
