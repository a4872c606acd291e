using System.Text;

using Sluice.Proxy.Commands;

using Xunit;

namespace Sluice.Proxy.Tests.Commands;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("git-upload-pack 'team/x.git'", "git-upload-pack", "Read", "team/x.git", null)]
    [InlineData("git-upload-pack '/srv/git/x.git'", "git-upload-pack", "Read", "/srv/git/x.git", null)]
    [InlineData("git upload-pack 'x.git'", "git-upload-pack", "Read", "x.git", null)]
    [InlineData("git-receive-pack 'x.git'", "git-receive-pack", "Write", "x.git", null)]
    [InlineData("git receive-pack x.git", "git-receive-pack", "Write", "x.git", null)]
    [InlineData("git-upload-archive 'x.git'", "git-upload-archive", "Read", "x.git", null)]
    [InlineData("git-upload-pack \"team/a b.git\"", "git-upload-pack", "Read", "team/a b.git", null)]
    [InlineData("git-upload-pack 'it'\\''s.git'", "git-upload-pack", "Read", "it's.git", null)]
    [InlineData("git-upload-pack 'wow'\\!'.git'", "git-upload-pack", "Read", "wow!.git", null)]
    [InlineData("git-upload-pack 'überall/ж.git'", "git-upload-pack", "Read", "überall/ж.git", null)]
    [InlineData("  git-upload-pack   'x.git' ", "git-upload-pack", "Read", "x.git", null)]
    [InlineData("git-upload-pack 'x;rm -rf $HOME'", "git-upload-pack", "Read", "x;rm -rf $HOME", null)]
    [InlineData("hg -R team/x serve --stdio", "hg", "Write", "team/x", null)]
    [InlineData("hg -R 'team/a b' serve --stdio", "hg", "Write", "team/a b", null)]
    [InlineData("git-lfs-authenticate 'x.git' download", "git-lfs-authenticate", "Read", "x.git", "download")]
    [InlineData("git-lfs-authenticate x.git upload", "git-lfs-authenticate", "Write", "x.git", "upload")]
    [InlineData("git-lfs-transfer 'x.git' upload", "git-lfs-transfer", "Write", "x.git", "upload")]
    public void TryParse_takes_what_clients_send(string line, string service, string access, string path, string? operation)
    {
        Assert.True(CommandLine.TryParse(Encoding.UTF8.GetBytes(line), out var command, out var refusal), refusal);
        Assert.Equal(service, command.Service.WireName());
        Assert.Equal(access, command.Access.ToString());
        Assert.Equal(path, command.Path);
        Assert.Equal(operation, command.Operation);
    }

    [Theory]
    [InlineData("", "git and Mercurial only")]
    [InlineData("   ", "git and Mercurial only")]
    [InlineData("ls -la", "git and Mercurial only")]
    [InlineData("git", "git and Mercurial only")]
    [InlineData("git gc 'x.git'", "git and Mercurial only")]
    [InlineData("/usr/bin/git-upload-pack 'x.git'", "git and Mercurial only")]
    [InlineData("Git-Upload-Pack 'x.git'", "git and Mercurial only")]
    [InlineData("git-upload-pack", "exactly one repository path")]
    [InlineData("git-upload-pack 'x.git' 'y.git'", "exactly one repository path")]
    [InlineData("git-upload-pack --strict 'x.git'", "exactly one repository path")]
    [InlineData("git-upload-pack ''", "is empty")]
    [InlineData("git-upload-pack '///./'", "is empty")]
    [InlineData("git-upload-pack '--help'", "begins with a dash")]
    [InlineData("git-upload-pack -h", "begins with a dash")]
    [InlineData("git-upload-pack '~root/x.git'", "Home directories")]
    [InlineData("git-upload-pack ~/x.git", "Home directories")]
    [InlineData("git-upload-pack '../x.git'", "contains '..'")]
    [InlineData("git-upload-pack 'a/../../x.git'", "contains '..'")]
    [InlineData("git-upload-pack 'a/..'", "contains '..'")]
    [InlineData("git-upload-pack 'x.git", "quote that does not end")]
    [InlineData("git-upload-pack \"x.git", "quote that does not end")]
    [InlineData("git-upload-pack 'x.git'; id", "shell would interpret")]
    [InlineData("git-upload-pack x.git;id", "shell would interpret")]
    [InlineData("git-upload-pack 'x'y", "shell would interpret")]
    [InlineData("git-upload-pack x'y'", "shell would interpret")]
    [InlineData("git-upload-pack $(id)", "shell would interpret")]
    [InlineData("git-upload-pack `id`", "shell would interpret")]
    [InlineData("git-upload-pack \"$HOME\"", "shell would interpret")]
    [InlineData("git-upload-pack \"a\\\"b\"", "shell would interpret")]
    [InlineData("git-upload-pack a\\ b", "shell would interpret")]
    [InlineData("git-upload-pack 'a'\\b", "shell would interpret")]
    [InlineData("git-upload-pack 'a'\\$'b'", "shell would interpret")]
    [InlineData("git-upload-pack 'a'\\'", "shell would interpret")]
    [InlineData("git-upload-pack x.git > y", "shell would interpret")]
    [InlineData("git-upload-pack 'x\0y'", "control characters")]
    [InlineData("git-upload-pack 'x\ny'", "control characters")]
    [InlineData("git-upload-pack\t'x'", "control characters")]
    [InlineData("git-upload-pack 'x\u0085y'", "control characters")]
    [InlineData("git-lfs-authenticate 'x.git'", "download or upload")]
    [InlineData("git-lfs-authenticate 'x.git' delete", "download or upload")]
    [InlineData("git-lfs-transfer 'x.git' upload now", "download or upload")]
    [InlineData("hg -R x serve", "hg -R PATH serve --stdio")]
    [InlineData("hg -R x serve --stdio --config=extensions.x=y", "hg -R PATH serve --stdio")]
    [InlineData("hg --config=a.b=c -R x serve --stdio", "hg -R PATH serve --stdio")]
    [InlineData("hg init x", "hg -R PATH serve --stdio")]
    [InlineData("hg -R --config=x serve --stdio", "begins with a dash")]
    [InlineData("hg -R '$HOME/x' serve --stdio", "must not contain")]
    [InlineData("hg -R bundle:x serve --stdio", "must not contain")]
    public void TryParse_refuses_everything_else_with_one_sentence(string line, string expected)
    {
        Assert.False(CommandLine.TryParse(Encoding.UTF8.GetBytes(line), out var command, out var refusal));
        Assert.Null(command);
        Assert.Contains(expected, refusal, StringComparison.Ordinal);
        Assert.EndsWith(".", refusal, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal);
    }

    [Fact]
    public void TryParse_refuses_bytes_that_are_not_utf8()
    {
        byte[] line = [.. "git-upload-pack 'x"u8, 0xff, (byte)'\''];
        Assert.False(CommandLine.TryParse(line, out _, out var refusal));
        Assert.Contains("UTF-8", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void TryParse_refuses_a_line_one_byte_too_long_and_takes_the_longest()
    {
        const string prefix = "git-upload-pack ";
        var longest = prefix + new string('a', CommandLine.MaxLength - prefix.Length);
        Assert.True(CommandLine.TryParse(Encoding.UTF8.GetBytes(longest), out _, out _));
        Assert.False(CommandLine.TryParse(Encoding.UTF8.GetBytes(longest + "a"), out _, out var refusal));
        Assert.Contains("longer than 4096", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void Parsing_what_was_rendered_gives_the_same_command()
    {
        var random = new Random(4251);
        const string alphabet = "abcXYZ019 _-./+@%:,=~!'\"\\$`;&|<>()[]{}*?#^é漢🙂";
        var accepted = 0;
        for (var round = 0; round < 20_000; round++)
        {
            var runes = alphabet.EnumerateRunes().ToArray();
            var path = string.Concat(Enumerable.Range(0, random.Next(1, 24)).Select(_ => runes[random.Next(runes.Length)].ToString()));
            var service = (HostingService)random.Next(6);
            if (RepositoryPath.Refuse(service, path) is not null) continue;
            accepted++;
            var isLfs = service is HostingService.GitLfsAuthenticate or HostingService.GitLfsTransfer;
            var writes = service is HostingService.GitReceivePack or HostingService.Hg || (isLfs && round % 2 == 0);
            var command = new HostingCommand(service, writes ? Access.Write : Access.Read, path, isLfs ? writes ? "upload" : "download" : null);
            Assert.True(CommandLine.TryParse(CommandLine.Render(command, path), out var parsed, out var refusal), $"{path}: {refusal}");
            Assert.Equal(command, parsed);
        }
        Assert.InRange(accepted, 10_000, 20_000);
    }

    [Fact]
    public void Random_bytes_and_mutated_lines_never_throw_and_never_give_an_unsafe_path()
    {
        var random = new Random(4254);
        var seeds = new[] { "git-upload-pack 'a/b'\\''c'", "hg -R 'a b' serve --stdio", "git-lfs-authenticate \"x\" upload" };
        for (var round = 0; round < 50_000; round++)
        {
            var line = Encoding.UTF8.GetBytes(seeds[round % seeds.Length]);
            if (round % 4 == 0) random.NextBytes(line);
            for (var i = random.Next(4); i > 0; i--) line[random.Next(line.Length)] = (byte)random.Next(256);
            if (!CommandLine.TryParse(line, out var command, out var refusal))
            {
                Assert.NotEmpty(refusal);
                continue;
            }
            Assert.Null(RepositoryPath.Refuse(command.Service, command.Path));
            Assert.DoesNotContain("..", command.Repository.Split('/'));
        }
    }

    [Fact]
    public void Render_quotes_as_git_does()
    {
        var command = new HostingCommand(HostingService.GitUploadPack, Access.Read, "x");
        Assert.Equal(@"git-upload-pack 'it'\''s wow'\!''", Encoding.UTF8.GetString(CommandLine.Render(command, "it's wow!")));
    }

    [Fact]
    public void A_shell_hears_of_a_rendered_path_exactly_what_it_is()
    {
        const string path = "a 'b' !c $HOME `id` \\ \"d\" ;& é";
        var line = Encoding.UTF8.GetString(CommandLine.Render(new HostingCommand(HostingService.GitUploadPack, Access.Read, path), path));
        using var shell = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("/bin/sh")
        {
            ArgumentList = { "-c", line.Replace("git-upload-pack", "printf %s", StringComparison.Ordinal) },
            RedirectStandardOutput = true,
        })!;
        Assert.Equal(path, shell.StandardOutput.ReadToEnd());
    }
}
