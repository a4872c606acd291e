using System.Text;

using Sluice.Transport.Handshake;

using Xunit;

namespace Sluice.Transport.Tests.Fuzz;

public sealed class IdentificationTests
{
    /// <summary>Lines that fill the room before the identification leave no room for a guess about what comes next.</summary>
    [Theory]
    [InlineData(8192)]
    [InlineData(8190)]
    [InlineData(8000)]
    public void Lines_before_the_identification_are_judged_the_same_however_they_are_cut(int preamble)
    {
        var bytes = Encoding.ASCII.GetBytes(new string('x', preamble - 1) + "\nSSH-2.0-late\r\n");
        Assert.Equal(Identification.Outcome.Done, Identification.TryRead(bytes, allowPreamble: true, out var whole, out _));

        for (var length = 0; length < bytes.Length; length++)
            Assert.Equal(Identification.Outcome.NeedMore, Identification.TryRead(bytes.AsSpan(0, length), allowPreamble: true, out _, out _));
        Assert.Equal("SSH-2.0-late", whole);
    }

    [Fact]
    public void Lines_before_the_identification_have_their_bound_however_they_are_cut()
    {
        var bytes = Encoding.ASCII.GetBytes(new string('x', Identification.MaxPreamble) + "\nSSH-2.0-late\r\n");

        Assert.Equal(Identification.Outcome.Invalid, Identification.TryRead(bytes, allowPreamble: true, out _, out _));
        Assert.Equal(Identification.Outcome.Invalid, Identification.TryRead(bytes.AsSpan(0, Identification.MaxPreamble), allowPreamble: true, out _, out _));
        Assert.Equal(Identification.Outcome.NeedMore, Identification.TryRead(bytes.AsSpan(0, Identification.MaxPreamble - 1), allowPreamble: true, out _, out _));
    }
}
