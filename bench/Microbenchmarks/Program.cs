using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using Sluice.Microbenchmarks;

// dotnet run -c Release --project bench/Microbenchmarks -- --filter '*' --job short --iterationTime 100
// runs everything in about three minutes; without the last four words the figures are steadier and take much longer.
BenchmarkSwitcher.FromAssembly(typeof(SealingBenchmarks).Assembly)
    .Run(args, DefaultConfig.Instance.WithSummaryStyle(SummaryStyle.Default.WithMaxParameterColumnWidth(50)));
