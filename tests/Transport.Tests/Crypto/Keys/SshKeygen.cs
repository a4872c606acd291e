using System.Diagnostics;
using Xunit;

namespace Sluice.Transport.Tests.Crypto.Keys;

/// <summary>Runs the real ssh-keygen in a directory of its own.</summary>
internal sealed class SshKeygen : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("sluice-keys-");

    /// <summary>Makes a key with the given options and gives the path of its private file; the public one ends in .pub.</summary>
    public string Generate(string passphrase, params string[] options)
    {
        var path = Path.Combine(_directory.FullName, Path.GetRandomFileName());
        Run(["-q", "-N", passphrase, "-C", "a comment", "-f", path, .. options]);
        return path;
    }

    /// <summary>Writes a file that only its owner may read, as ssh-keygen demands of private keys.</summary>
    public string Write(string content)
    {
        var path = Path.Combine(_directory.FullName, Path.GetRandomFileName());
        File.WriteAllText(path, content);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return path;
    }

    /// <summary>Runs it and gives what it printed.</summary>
    public string Run(params string[] arguments) => Run("ssh-keygen", arguments);

    /// <summary>Runs another program of the same kind.</summary>
    public string Run(string program, string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments)
            {
                WorkingDirectory = _directory.FullName,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            process.StandardInput.Close();
            var error = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            Assert.True(process.ExitCode == 0, $"{program} failed: {error.Result}");
            return output;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Fail($"The program {program} is missing; install it (openssh-client, openssl).");
            throw;
        }
    }

    public void Dispose() => _directory.Delete(recursive: true);
}
