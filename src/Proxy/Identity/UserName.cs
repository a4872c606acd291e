namespace Sluice.Proxy.Identity;

/// <summary>What a user may be called, by the name of a file or by a certificate's principal.</summary>
internal static class UserName
{
    /// <summary>True for 1 to 64 letters, digits, <c>_</c> and <c>-</c>, which do not begin with <c>-</c>.</summary>
    public static bool IsValid(string name) =>
        name.Length is > 0 and <= 64 && name[0] != '-' && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-');
}
