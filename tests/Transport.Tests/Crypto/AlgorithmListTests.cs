using Sluice.Transport.Crypto;
using Xunit;

namespace Sluice.Transport.Tests.Crypto;

public sealed class AlgorithmListTests
{
    private static readonly AlgorithmChoice _choice = new("Ciphers", ["one", "two-a", "two-b", "three"], ["one", "two-a", "two-b", "three", "weak-a", "weak-b"]);

    [Theory]
    [InlineData(null, "one,two-a,two-b,three")]
    // A list replaces, in its own order, and may name the weak.
    [InlineData("three,one", "three,one")]
    [InlineData("three, one ,three", "three,one")]
    [InlineData("weak-a", "weak-a")]
    [InlineData("+weak-b", "one,two-a,two-b,three,weak-b")]
    [InlineData("+one,weak-a", "one,two-a,two-b,three,weak-a")]
    [InlineData("+", "one,two-a,two-b,three")]
    [InlineData("-one", "two-a,two-b,three")]
    [InlineData("-two-*", "one,three")]
    [InlineData("-two-?", "one,three")]
    [InlineData("-t*,one", "")]
    [InlineData("-*-a,th?ee", "one,two-b")]
    // Removing what is no default changes nothing and is no mistake.
    [InlineData("-weak-a", "one,two-a,two-b,three")]
    [InlineData("-weak-*", "one,two-a,two-b,three")]
    [InlineData("^three", "three,one,two-a,two-b")]
    [InlineData("^weak-a,two-b", "weak-a,two-b,one,two-a,three")]
    public void Apply_reads_the_syntax_of_sshd_config(string? wish, string expected)
    {
        var faults = new List<string>();
        Assert.Equal(expected, string.Join(',', AlgorithmList.Apply(_choice, wish, faults)));
        Assert.Equal(expected.Length == 0 ? 1 : 0, faults.Count);
    }

    [Theory]
    [InlineData("one,four", "one", "Ciphers: 'four' is not a supported algorithm; expected some of one, two-a, two-b, three, weak-a, weak-b.")]
    [InlineData("+four", "one,two-a,two-b,three", "Ciphers: 'four' is not a supported algorithm; expected some of one, two-a, two-b, three, weak-a, weak-b.")]
    [InlineData("-four", "one,two-a,two-b,three", "Ciphers: 'four' is not a supported algorithm; expected some of one, two-a, two-b, three, weak-a, weak-b.")]
    [InlineData("-four*", "one,two-a,two-b,three", "Ciphers: 'four*' is not a supported algorithm; expected some of one, two-a, two-b, three, weak-a, weak-b.")]
    [InlineData("-ONE", "one,two-a,two-b,three", "Ciphers: 'ONE' is not a supported algorithm; expected some of one, two-a, two-b, three, weak-a, weak-b.")]
    [InlineData("+weak-*", "one,two-a,two-b,three", "Ciphers: 'weak-*' has a wildcard, which only a list that removes ('-') may have; name each algorithm.")]
    [InlineData("", "", "Ciphers: no algorithm is left; expected some of one, two-a, two-b, three, weak-a, weak-b.")]
    public void Apply_tells_each_fault(string wish, string expected, string fault)
    {
        var faults = new List<string>();
        Assert.Equal(expected, string.Join(',', AlgorithmList.Apply(_choice, wish, faults)));
        Assert.Equal([fault], faults);
    }

    [Fact]
    public void Weak_algorithms_come_in_by_name_alone()
    {
        var defaults = AlgorithmCatalog.Create(new AlgorithmPreferences());
        Assert.DoesNotContain(defaults.KexAlgorithms, name => name.EndsWith("-sha1", StringComparison.Ordinal));
        Assert.DoesNotContain(defaults.Macs, name => name.Contains("sha1", StringComparison.Ordinal));
        var wish = new AlgorithmPreferences { KexAlgorithms = "+diffie-hellman-group14-sha1", MACs = "hmac-sha1" };
        Assert.Empty(wish.Validate());
        var widened = AlgorithmCatalog.Create(wish);
        Assert.Equal("diffie-hellman-group14-sha1", widened.KexAlgorithms[^1]);
        Assert.Equal(["hmac-sha1"], widened.Macs);
        Assert.DoesNotContain("diffie-hellman-group-exchange-sha1", widened.KexAlgorithms);
    }

    [Fact]
    public void Patterns_remove_whole_families()
    {
        var catalog = AlgorithmCatalog.Create(new AlgorithmPreferences { KexAlgorithms = "-ecdh-*,diffie-hellman-*", Ciphers = "-*-ctr" });
        Assert.DoesNotContain(catalog.KexAlgorithms, name => name.StartsWith("ecdh", StringComparison.Ordinal) || name.StartsWith("diffie", StringComparison.Ordinal));
        Assert.Contains("curve25519-sha256", catalog.KexAlgorithms);
        Assert.Equal(["chacha20-poly1305@openssh.com", "aes128-gcm@openssh.com", "aes256-gcm@openssh.com"], catalog.Ciphers);
    }
}
