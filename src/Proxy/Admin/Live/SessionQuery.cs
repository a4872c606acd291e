using System.Globalization;

using Microsoft.AspNetCore.Http;

namespace Sluice.Proxy.Admin.Live;

/// <summary>Which sessions are wanted, and how many: there may be tens of thousands.</summary>
/// <param name="Search">What must stand in one of a session's words; empty asks for nothing.</param>
/// <param name="User">The user's name, exactly; null for all.</param>
/// <param name="Sort">The order.</param>
/// <param name="IsAscending">From the smallest, or from A.</param>
/// <param name="Limit">The most that are given.</param>
/// <param name="Skip">How many are left out before.</param>
internal sealed record SessionQuery(string Search, string? User, SessionSort Sort, bool IsAscending, int Limit, int Skip)
{
    /// <summary>The most that may be asked for at once.</summary>
    public const int MostRows = 1000;

    private const int DefaultLimit = 100;
    private const int MostSkipped = 50_000;
    private const int LongestSearch = 200;

    /// <summary>True if the order is by a word.</summary>
    public bool IsByWord => Sort >= SessionSort.User;

    /// <summary>Reads it from a URL; false and a sentence if something in it makes no sense.</summary>
    public static bool TryRead(IQueryCollection words, out SessionQuery query, out string fault)
    {
        (query, fault) = (new SessionQuery("", null, SessionSort.Age, false, DefaultLimit, 0), "");
        var search = words["q"].ToString().Trim();
        if (search.Length > LongestSearch) fault = $"q takes at most {LongestSearch} characters.";
        var sort = SessionSort.Age;
        if (words["sort"].ToString() is { Length: > 0 } written && !TryReadSort(written, out sort))
            fault = $"sort takes one of {string.Join(", ", Enum.GetNames<SessionSort>().Select(name => name.ToLowerInvariant()))}.";
        if (!TryReadNumber(words["limit"], DefaultLimit, 1, MostRows, out var limit)) fault = $"limit takes a number from 1 to {MostRows}.";
        if (!TryReadNumber(words["skip"], 0, 0, MostSkipped, out var skip)) fault = $"skip takes a number from 0 to {MostSkipped}.";
        var order = words["order"].ToString();
        if (order is not ("" or "asc" or "desc")) fault = "order takes asc or desc.";
        var user = words["user"].ToString();
        query = new SessionQuery(search, user.Length == 0 ? null : user, sort, order == "asc" || (order.Length == 0 && sort >= SessionSort.User), limit, skip);
        return fault.Length == 0;
    }

    // Enum.TryParse would take numbers as well.
    private static bool TryReadSort(string written, out SessionSort sort) =>
        Enum.TryParse(written, ignoreCase: true, out sort) && written.All(char.IsAsciiLetter) && Enum.IsDefined(sort);

    private static bool TryReadNumber(string? written, int otherwise, int least, int most, out int number)
    {
        number = otherwise;
        return string.IsNullOrEmpty(written)
            || (int.TryParse(written, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number >= least && number <= most);
    }
}
