using Sluice.Transport.Connection;

using Xunit;

namespace Sluice.Transport.Tests.Connection;

/// <summary>All 256 message numbers in every phase and role, against the numbers that the RFCs allow there.</summary>
public sealed class MessageGuardTests
{
    private static readonly int[] _exchange = [1, 2, 3, 4, 20, 21, .. Enumerable.Range(30, 20)];
    private static readonly int[] _strictExchange = [1, 20, 21, .. Enumerable.Range(30, 20)];
    private static readonly int[] _connected = [1, 2, 3, 4, 20, 80, 81, 82, .. Enumerable.Range(90, 11), 192, 193];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Each_phase_takes_just_what_belongs_to_it(bool isServer)
    {
        AssertTakes(isServer, Phase.None, []);
        AssertTakes(isServer, Phase.FirstExchange, _exchange);
        AssertTakes(isServer, Phase.StrictFirstExchange, _strictExchange);
        AssertTakes(isServer, Phase.Exchange, _exchange);
        AssertTakes(isServer, Phase.Login, isServer ? [1, 2, 3, 4, 5, 7, 20, 50] : [1, 2, 3, 4, 6, 7, 20, 51, 52, 53]);
        AssertTakes(isServer, Phase.Connected, isServer ? [.. _connected, 50] : _connected);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(8, true)]
    [InlineData(22, true)]
    [InlineData(60, true)]
    [InlineData(128, true)]
    [InlineData(255, true)]
    [InlineData(5, false)]
    [InlineData(6, false)]
    [InlineData(52, false)]
    [InlineData(100, false)]
    public void Numbers_that_no_role_takes_are_unknown(byte number, bool isUnknown) => Assert.Equal(isUnknown, MessageGuard.IsUnknown(number));

    private static void AssertTakes(bool isServer, Phase phase, int[] numbers) =>
        Assert.Equal(numbers.Order(), Enumerable.Range(0, 256).Where(number => MessageGuard.Allows(isServer, phase, (byte)number)));
}
