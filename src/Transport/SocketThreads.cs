namespace Sluice.Transport;

/// <summary>The threads on which .NET waits for sockets.</summary>
public static class SocketThreads
{
    // The runtime has no other switch for it, and reads this one when the first socket is used.
    private const string Inline = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";

    /// <summary>
    /// Has what follows a receipt or a send run on the thread that heard of it, for the whole process, from its first
    /// socket on: to be called before there is one. An environment that says otherwise is left as it is. Whatever waits
    /// for anything but sockets without giving its thread away keeps connections waiting from here on.
    /// </summary>
    public static void RunContinuationsInline()
    {
        if (Environment.GetEnvironmentVariable(Inline) is null) Environment.SetEnvironmentVariable(Inline, "1");
    }
}
