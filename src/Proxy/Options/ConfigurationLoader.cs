namespace Sluice.Proxy.Options;

/// <summary>Reads a configuration file into a <see cref="SluiceModel"/>, or says everything that is wrong with it.</summary>
internal static class ConfigurationLoader
{
    /// <summary>Reads a file; relative paths in it are relative to its folder.</summary>
    public static ConfigurationResult Load(string file) => throw new NotImplementedException(file);

    /// <summary>Parses and checks what is already in memory; relative paths are relative to <paramref name="folder"/>.</summary>
    public static ConfigurationResult Build(SluiceConfig config, string folder) => throw new NotImplementedException(folder + config);
}
