namespace Sluice.Testing;

/// <summary>Where this checkout lies and what was built in it.</summary>
public static class RepositoryRoot
{
    /// <summary>The folder that holds Proxy.sln.</summary>
    public static string FullName { get; } = Find();

    /// <summary>The built executable, in the same configuration as the running test.</summary>
    public static string ProxyAssembly
    {
        get
        {
            var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
            var path = Path.Combine(FullName, "src", "Proxy", "bin", configuration, "net10.0", "sluice.dll");
            return File.Exists(path)
                ? path
                : throw new FileNotFoundException($"The proxy is not built: run `dotnet build -c {configuration} src/Proxy`.", path);
        }
    }

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Proxy.sln")))
                return folder.FullName;
        }

        throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} holds Proxy.sln: run the tests inside the checkout.");
    }
}
