using Microsoft.Extensions.Logging;

using Sluice.Proxy.Admission;
using Sluice.Proxy.Options;

using Xunit;

namespace Sluice.Proxy.Tests.Admission;

public sealed class DescriptorBudgetTests
{
    private const string Limits = """
        Limit                     Soft Limit           Hard Limit           Units
        Max processes             63704                63704                processes
        Max open files            1024                 524288               files
        Max locked memory         8388608              8388608              bytes
        """;

    [Fact]
    public void The_limit_in_force_is_read()
    {
        Assert.True(DescriptorBudget.TryParse(Limits, out var limit));
        Assert.Equal(1024, limit);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Max open files            unlimited            unlimited            files")]
    [InlineData("Max open files")]
    public void What_is_no_number_is_no_limit(string text) => Assert.False(DescriptorBudget.TryParse(text, out _));

    [Theory]
    [InlineData(10_000, LogLevel.Information, "10000 descriptors are allowed, which is enough for 9700 connections of clients")]
    [InlineData(1024, LogLevel.Warning, "raise LimitNOFILE (ulimit -Hn) to 4300 at least, or lower MaxStartups.")]
    public void It_is_said_and_a_warning_if_it_is_too_little(long limit, LogLevel level, string text)
    {
        var log = new CapturedLog<DescriptorBudget>();
        new DescriptorBudget(limit, 300).Report(log, AdmissionModel.Default.MaxStartups);
        var line = Assert.Single(log.Events);
        Assert.Equal(level, line.Level);
        Assert.Contains(text, line.Text, StringComparison.Ordinal);
    }
}
