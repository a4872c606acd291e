using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

using Sluice.Proxy.Admin.Live;

using Xunit;

namespace Sluice.Proxy.Tests.Admin.Live;

public sealed class SessionQueryTests
{
    [Fact]
    public void Without_a_word_the_oldest_hundred_come_first()
    {
        Assert.True(SessionQuery.TryRead(Words(""), out var query, out _));
        Assert.Equal(new SessionQuery("", null, SessionSort.Age, false, 100, 0), query);
    }

    [Theory]
    [InlineData("sort=rate", nameof(SessionSort.Rate), false)]
    [InlineData("sort=User", nameof(SessionSort.User), true)]
    [InlineData("sort=user&order=desc", nameof(SessionSort.User), false)]
    [InlineData("sort=bytes&order=asc", nameof(SessionSort.Bytes), true)]
    public void Numbers_come_largest_first_and_words_from_A(string words, string sort, bool isAscending)
    {
        Assert.True(SessionQuery.TryRead(Words(words), out var query, out _));
        Assert.Equal((sort, isAscending), (query.Sort.ToString(), query.IsAscending));
    }

    [Theory]
    [InlineData("sort=colour", "sort takes one of age, rate,")]
    [InlineData("sort=3", "sort takes one of")]
    [InlineData("limit=0", "limit takes a number from 1 to 1000.")]
    [InlineData("limit=1001", "limit takes a number from 1 to 1000.")]
    [InlineData("limit=-1", "limit takes a number from 1 to 1000.")]
    [InlineData("skip=50001", "skip takes a number from 0 to 50000.")]
    [InlineData("order=up", "order takes asc or desc.")]
    public void What_makes_no_sense_is_said(string words, string fault)
    {
        Assert.False(SessionQuery.TryRead(Words(words), out _, out var said));
        Assert.StartsWith(fault, said, StringComparison.Ordinal);
    }

    [Fact]
    public void A_search_has_a_bound() => Assert.False(SessionQuery.TryRead(Words($"q={new string('x', 201)}"), out _, out _));

    private static QueryCollection Words(string query) => new(QueryHelpers.ParseQuery(query));
}
