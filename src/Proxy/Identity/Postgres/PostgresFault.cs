using Npgsql;

namespace Sluice.Proxy.Identity.Postgres;

/// <summary>Says in one line what went wrong with the database.</summary>
internal static class PostgresFault
{
    /// <summary>The innermost words that help: the wrapper's "Exception while reading from stream" does not.</summary>
    public static string Of(Exception e)
    {
        var text = e switch
        {
            PostgresException server => server.MessageText,
            NpgsqlException { InnerException: { } inner } => $"{e.Message.TrimEnd('.')} ({inner.Message.TrimEnd('.')})",
            _ => e.Message,
        };
        return text.ReplaceLineEndings(" ").TrimEnd('.') + ".";
    }
}
