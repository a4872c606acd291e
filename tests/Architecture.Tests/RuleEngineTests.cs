namespace Sluice.Architecture.Tests;

/// <summary>The rules find what they are there to find: each is shown a made-up source that breaks it.</summary>
public sealed class RuleEngineTests
{
    private static readonly SourceFile _reader =
        SourceFile.Parse("src/Transport/Wire/WireReader.cs", "namespace Sluice.Transport.Wire;\n\ninternal ref struct WireReader { }\n");

    private static readonly SourceFile _connection =
        SourceFile.Parse("src/Transport/Connection/SshConnection.cs", "namespace Sluice.Transport;\n\npublic sealed class SshConnection { }\n");

    [Theory]
    [InlineData("src/Transport/Io/X.cs", "using Sluice.Transport.Wire;")]
    [InlineData("src/Transport/Io/X.cs", "var x = new Wire.WireReader();")]
    [InlineData("src/Transport/Wire/X.cs", "void Close(SshConnection connection);")]
    [InlineData("src/Transport/Drawer/X.cs", "class X;")]
    public void An_arrow_that_is_not_drawn_is_found(string path, string code)
    {
        var violation = Assert.Single(ArrowRule.Check([Parse(path, code), _reader, _connection]));

        Assert.Equal(path, violation.File);
    }

    [Theory]
    [InlineData("src/Transport/Packets/X.cs", "using Sluice.Transport.Wire;")]
    [InlineData("src/Transport/Wire/X.cs", "var x = new WireReader();")]
    [InlineData("src/Transport/Io/X.cs", "// using Sluice.Transport.Wire;")]
    [InlineData("src/Transport/Io/X.cs", "var x = \"Sluice.Transport.Wire\";")]
    public void An_arrow_that_is_drawn_and_a_word_that_is_no_code_are_not(string path, string code) =>
        Assert.Empty(ArrowRule.Check([Parse(path, code), _reader, _connection]));

    [Theory]
    [InlineData("src/Transport/Channels/X.cs", "using System.Net.Sockets;")]
    [InlineData("src/Transport/Connection/X.cs", "Socket socket;")]
    [InlineData("src/Transport/Connection/X.cs", "ArrayPool<byte>.Shared.Rent(1);")]
    [InlineData("src/Transport/Packets/X.cs", "using System.Security.Cryptography;")]
    [InlineData("src/Transport/Handshake/X.cs", "Org.BouncyCastle.Security.SecureRandom random;")]
    [InlineData("src/Transport/Authentication/X.cs", "async Task X() { }")]
    [InlineData("src/Transport/Wire/X.cs", "var now = DateTime.UtcNow;")]
    [InlineData("src/Proxy/Routing/X.cs", "TimeProvider time;")]
    [InlineData("src/Proxy/Commands/X.cs", "using Sluice.Transport;")]
    [InlineData("src/Proxy/Relay/X.cs", "using Sluice.Transport.Wire;")]
    [InlineData("src/Proxy/Sessions/X.cs", "using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);")]
    [InlineData("src/Transport/Wire/X.cs", "using Sluice.Proxy.Relay;")]
    [InlineData("src/Proxy/Sessions/X.cs", "using Sluice.Testing;")]
    public void A_crossed_border_is_found_at_its_line(string path, string code)
    {
        var violations = Border.All.SelectMany(border => border.Check([Parse(path, code)])).ToList();

        Assert.NotEmpty(violations);
        Assert.All(violations, violation => Assert.Equal(3, violation.Line));
    }

    [Theory]
    [InlineData("src/Transport/Io/X.cs", "using System.Net.Sockets;")]
    [InlineData("src/Transport/Buffers/X.cs", "ArrayPool<byte>.Shared.Rent(1);")]
    [InlineData("src/Transport/Crypto/X.cs", "using System.Security.Cryptography;")]
    [InlineData("src/Transport/Connection/X.cs", "ValueTask RunAsync();")]
    [InlineData("src/Proxy/Relay/X.cs", "using Sluice.Transport;")]
    [InlineData("src/Transport/Wire/X.cs", "/* a Socket,\n a Task */ int x; // DateTime")]
    public void What_a_border_allows_is_not_found(string path, string code) =>
        Assert.Empty(Border.All.SelectMany(border => border.Check([Parse(path, code)])));

    [Theory]
    [InlineData("a; // b", "a;     ")]
    [InlineData("a \"b // c\" d", "a          d")]
    [InlineData("a '\"' d", "a     d")]
    [InlineData("a @\"b\\\" d", "a       d")]
    [InlineData("a \"b\\\"c\" d", "a        d")]
    [InlineData("\"\"\"a \"b\" c\"\"\" d", "              d")]
    [InlineData("a /* b */ c", "a         c")]
    public void Comments_and_literals_are_blanked(string text, string code) => Assert.Equal(code, Assert.Single(CodeOnly.Lines(text)));

    private static SourceFile Parse(string path, string code) => SourceFile.Parse(path, $"namespace Sluice;\n\n{code}\n");
}
