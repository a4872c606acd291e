using Microsoft.AspNetCore.Http;

namespace Sluice.Proxy.Admin;

/// <summary>The answers that several routes give.</summary>
internal static class AdminAnswer
{
    /// <summary>What was asked for makes no sense, and why.</summary>
    public static IResult Senseless(string fault) => Results.Problem(fault, statusCode: StatusCodes.Status400BadRequest);

    /// <summary>There is no such thing.</summary>
    public static IResult Missing(string sentence) => Results.Problem(sentence, statusCode: StatusCodes.Status404NotFound);

    /// <summary>Somebody else asks the same at this moment, or too many do.</summary>
    public static IResult Busy(string sentence) => Results.Problem(sentence, statusCode: StatusCodes.Status429TooManyRequests);
}
