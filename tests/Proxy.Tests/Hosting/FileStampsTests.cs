using Sluice.Proxy.Hosting;

using Xunit;

namespace Sluice.Proxy.Tests.Hosting;

/// <summary>What tells a changed file.</summary>
public sealed class FileStampsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Files_that_were_not_touched_are_the_same()
    {
        var file = _folder.Write("a", "one");

        Assert.Equal(FileStamps.Of([file, file]), FileStamps.Of([file]));
        Assert.NotEqual(FileStamps.None, FileStamps.Of([file]));
    }

    [Fact]
    public void A_file_that_is_written_made_or_taken_away_tells()
    {
        var (file, link) = (_folder.Write("a", "one"), Path.Combine(_folder.Root, "link"));
        File.CreateSymbolicLink(link, file);
        var before = FileStamps.Of([file]);
        var beforeByLink = FileStamps.Of([link]);

        _folder.Write("a", "three");

        Assert.NotEqual(before, FileStamps.Of([file]));
        Assert.NotEqual(beforeByLink, FileStamps.Of([link]));
        before = FileStamps.Of([file]);
        File.Delete(file);
        Assert.NotEqual(before, FileStamps.Of([file]));
        Assert.Equal(FileStamps.Of([file]), FileStamps.Of([file]));
    }
}
