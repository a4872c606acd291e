#pragma warning disable CA1050, IDE0130 // .NET looks for exactly this name, outside of any namespace.

/// <summary>
/// Makes a mistake in another program: .NET runs this before that program's own code where <c>DOTNET_STARTUP_HOOKS</c> names this
/// assembly. A thread throws when a file appears, and nobody catches it.
/// </summary>
internal static class StartupHook
{
    /// <summary>The variable that names the file.</summary>
    public const string Variable = "THROW_WHEN_THERE_IS";

    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { } file) return;
        var thread = new Thread(() =>
        {
            while (!File.Exists(file)) Thread.Sleep(20);
            throw new InvalidOperationException("A mistake that nobody catches.");
        })
        {
            IsBackground = true,
        };
        thread.Start();
    }
}
