using System.Net;

using Sluice.Proxy.Admin;
using Sluice.Proxy.Options;

using Xunit;

namespace Sluice.Proxy.Tests.Options;

/// <summary>How commands find the proxy that runs with a file in which something may be wrong by now.</summary>
public sealed class AdminLookupTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly StringWriter _errors = new();

    public void Dispose()
    {
        _errors.Dispose();
        _folder.Dispose();
    }

    private AdminAddress Usual => new AdminAddress.Unix(Path.Combine(_folder.Root, "sluice.sock"));

    [Fact]
    public void What_is_wrong_elsewhere_is_no_matter()
    {
        var lookup = Find("""{ "Sluice": { "AdminListen": "127.0.0.1:9223", "RekeyLimit": "soon", "Hoarse": 1, "Backends": [] } }""");
        Assert.Equal(new AdminAddress.Tcp(new(IPAddress.Loopback, 9223)), Assert.Single(lookup.Admin.Addresses));
        Assert.Null(lookup.Warning);
    }

    [Theory]
    [InlineData("{ \"Sluice\": {", "This is not the JSON that was expected")]
    [InlineData("""{ "Sluice": { "AdminListen": "localhost" } }""", "'localhost' is not unix: and a path")]
    [InlineData("""{ "Sluice": { "AdminListen": "unix:a\u0000b" } }""", "There is a NUL character")]
    public void What_cannot_be_read_is_looked_for_at_the_usual_place(string text, string warning)
    {
        var lookup = Find(text);
        Assert.Equal(Usual, Assert.Single(lookup.Admin.Addresses));
        Assert.StartsWith(warning, lookup.Warning!.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_token_that_cannot_be_read_keeps_nobody_from_the_socket()
    {
        var lookup = Find("""{ "Sluice": { "AdminListen": [ "unix:a.sock", "0.0.0.0:1" ], "AdminTokenFile": "none" } }""");
        Assert.Equal(new AdminAddress.Unix(Path.Combine(_folder.Root, "a.sock")), lookup.Admin.Addresses[0]);
        Assert.StartsWith("There is no file", lookup.Warning!.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_there_is_neither_file_nor_socket_one_sentence_says_so()
    {
        Assert.Null(AdminClient.Open(Path.Combine(_folder.Root, "sluice.json"), _errors));
        Assert.EndsWith("There is no such file: give the configuration's path with --config.", _errors.ToString().TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public void Where_there_is_a_socket_it_is_asked_and_the_fault_is_one_line()
    {
        _folder.Write("sluice.sock", "");
        using var client = AdminClient.Open(_folder.Write("sluice.json", "{"), _errors);
        Assert.NotNull(client);
        Assert.Single(_errors.ToString().TrimEnd().Split('\n'));
        Assert.EndsWith($"Asking the proxy at {Usual}.", _errors.ToString().TrimEnd(), StringComparison.Ordinal);
    }

    private AdminLookup Find(string text) => ConfigurationLoader.FindAdmin(_folder.Write("sluice.json", text));
}
