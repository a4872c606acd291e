using System.Collections.Frozen;
using System.Net;

using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

using Sluice.Proxy.Identity;
using Sluice.Proxy.Observability;
using Sluice.Proxy.Options;
using Sluice.Transport;

using Xunit;

namespace Sluice.Proxy.Tests.Identity;

public sealed class KeyDirectoryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly SluiceMetrics _metrics = new();
    private readonly KeyMetrics _keyMetrics = new();
    private readonly CapturedLog<KeyDirectory> _log = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 5, 4, 12, 0, 0, TimeSpan.Zero));
    private readonly SshPublicKey _key = TestKeys.New();
    private FolderKeys? _source;

    public void Dispose()
    {
        _source?.Dispose();
        _folder.Dispose();
        _metrics.Dispose();
        _keyMetrics.Dispose();
    }

    [Theory]
    [InlineData("git", true)]
    [InlineData("hg", true)]
    [InlineData("alice", true)]
    [InlineData("bob", false)]
    [InlineData("root", false)]
    [InlineData("", false)]
    public async Task Users_log_in_as_git_or_by_their_own_name(string login, bool expected)
    {
        _folder.Write("alice.pub", TestKeys.PublicLine(_key, "at home"));
        using var directory = Open();
        var identity = await Ask(directory, login);
        Assert.Equal(expected ? new SluiceIdentity("alice", _key.Fingerprint, "at home") : null, identity);
    }

    [Fact]
    public async Task An_empty_list_of_login_users_takes_any_name()
    {
        _folder.Write("alice.pub", TestKeys.PublicLine(_key));
        using var directory = Open(loginUsers: []);
        Assert.NotNull(await Ask(directory, "whoever"));
    }

    [Fact]
    public async Task A_key_ends_at_its_expiry_without_a_reload()
    {
        _folder.Write("alice.pub", "expiry-time=\"202605041201Z\" " + TestKeys.PublicLine(_key));
        using var directory = Open();
        Assert.NotNull(await Ask(directory, "git"));
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Null(await Ask(directory, "git"));
        Assert.Contains(_log.Events, e => e.Text.Contains("expired at 2026-05-04 12:01:00Z", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_key_is_good_from_where_its_line_says()
    {
        _folder.Write("alice.pub", "from=\"192.0.2.0/24\" " + TestKeys.PublicLine(_key));
        using var directory = Open();
        Assert.NotNull(await Ask(directory, "git", "192.0.2.7"));
        Assert.Null(await Ask(directory, "git", "198.51.100.7"));
    }

    [Fact]
    public async Task A_look_up_that_takes_its_time_blocks_nobody_and_gives_the_keys_id()
    {
        var found = new TaskCompletionSource<KeyLookup>();
        using var directory = Open(new FakeKeys { Find = _ => new(found.Task) });
        var asking = Ask(directory, "git");
        Assert.False(asking.IsCompleted);
        found.SetResult(new KeyLookup([new AuthorizedKey("alice", _key, KeyOptions.None, "at home", "key 7", "7")]));
        Assert.Equal(new SluiceIdentity("alice", _key.Fingerprint, "at home", KeyId: "7"), await asking);
    }

    [Fact]
    public async Task A_look_up_that_fails_lets_nobody_in_and_accuses_nobody()
    {
        using var directory = Open(new FakeKeys { Find = _ => new(new KeyLookup([], "It is down.")) });
        Assert.Null(await Ask(directory, "root"));
        var line = Assert.Single(_log.Events);
        Assert.Equal((LogLevel.Warning, $"The key {_key.Fingerprint} for root from 192.0.2.7 port 50022 could not be looked up: It is down."), (line.Level, line.Text));
    }

    [Fact]
    public async Task What_is_revoked_is_refused_before_the_source_is_asked_and_behind_it()
    {
        var revoked = _folder.Write("lists/revoked", "");
        var model = new KeysModel(_folder.Root, FrozenSet.Create("git"), RevokedKeys: revoked);
        var source = new FakeKeys { Find = key => new(new KeyLookup([new AuthorizedKey("alice", key, KeyOptions.None, "", "key 7")])) };
        using var directory = new KeyDirectory(model, source, _metrics, _log, _time);
        Assert.NotNull(await Ask(directory, "git"));
        var lookup = source.Find;
        source.Find = key =>
        {
            _folder.Write("lists/revoked", TestKeys.PublicLine(_key));
            directory.Flush();
            return lookup(key);
        };
        Assert.Null(await Ask(directory, "git"));
        Assert.Equal(2, source.Asked.Count);
        Assert.Null(await Ask(directory, "git"));
        Assert.Equal(2, source.Asked.Count);
    }

    [Fact]
    public async Task A_refused_key_is_logged_in_sshds_phrase_with_the_connections_id()
    {
        using var directory = Open();
        Assert.Null(await Ask(directory, "git", "::ffff:192.0.2.7"));
        var line = Assert.Single(_log.Events, e => e.Text.StartsWith("Failed", StringComparison.Ordinal));
        Assert.Equal($"Failed publickey for git from 192.0.2.7 port 50022 ssh2: ED25519 {_key.Fingerprint}", line.Text);
        Assert.Contains(KeyValuePair.Create<string, object?>("connectionId", "lusab-babad"), line.Fields);
    }

    [Fact]
    public async Task A_login_name_of_nobodys_is_logged_as_an_invalid_user()
    {
        _folder.Write("alice.pub", TestKeys.PublicLine(TestKeys.New()));
        using var directory = Open();
        foreach (var user in new[] { "root", "alice" }) Assert.Null(await Ask(directory, user));
        Assert.Equal("Invalid user root from 192.0.2.7 port 50022", Assert.Single(_log.Events, e => e.Text.StartsWith("Invalid", StringComparison.Ordinal)).Text);
        Assert.StartsWith("Failed publickey for alice from", Assert.Single(_log.Events, e => e.Text.StartsWith("Failed", StringComparison.Ordinal)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_is_taken_up_when_the_burst_is_over_or_at_the_next_look()
    {
        using var directory = Open();
        Assert.Null(await Ask(directory, "git"));
        _folder.Write("alice.pub", TestKeys.PublicLine(_key));
        _time.Advance(FolderWatch.Period);
        Assert.NotNull(await Ask(directory, "git"));
        File.Delete(Path.Combine(_folder.Root, "alice.pub"));
        _time.Advance(FolderWatch.Period);
        Assert.Null(await Ask(directory, "git"));
    }

    [Fact]
    public async Task The_systems_events_bring_a_change_in_without_waiting_for_the_period()
    {
        using var directory = Open(Model(["git"]), TimeProvider.System);
        _folder.Write("alice.pub", TestKeys.PublicLine(_key));
        var deadline = TimeProvider.System.GetTimestamp();
        while (await Ask(directory, "git") is null)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(deadline) < FolderWatch.Period - TimeSpan.FromSeconds(5), "No event brought the change in.");
            await Task.Delay(20);
        }
    }

    [Fact]
    public async Task A_folder_that_vanishes_leaves_the_keys_in_force_and_says_so()
    {
        _folder.Write("keys/alice.pub", TestKeys.PublicLine(_key));
        var model = new KeysModel(Path.Combine(_folder.Root, "keys"), FrozenSet.Create("git"));
        using var directory = Open(model, _time);
        Directory.Move(model.Directory, model.Directory + "-gone");
        directory.Flush();
        Assert.NotNull(await Ask(directory, "git"));
        Assert.Contains(_log.Events, e => e.Level == LogLevel.Error && e.Text.Contains("stay in force", StringComparison.Ordinal));
    }

    [Fact]
    public void Faults_are_told_once_and_not_at_every_look()
    {
        _folder.Write("alice.pub", "ssh-ed25519 AAAA");
        using var directory = Open();
        directory.Flush();
        Assert.Single(_log.Events, e => e.Level == LogLevel.Warning && e.Text.StartsWith("alice.pub:1 is not used", StringComparison.Ordinal));
    }

    [Fact]
    public void A_folder_that_everybody_may_write_to_is_warned_of()
    {
        File.SetUnixFileMode(_folder.Root, (UnixFileMode)0b111_111_111);
        using var directory = Open();
        Assert.Contains(_log.Events, e => e.Level == LogLevel.Warning && e.Text.Contains("chmod o-w", StringComparison.Ordinal));
    }

    private KeyDirectory Open(IEnumerable<string>? loginUsers = null) => Open(Model(loginUsers ?? ["git", "hg"]), _time);

    private KeyDirectory Open(IKeySource source) => new(Model(["git"]), source, _metrics, _log, _time);

    private KeyDirectory Open(KeysModel model, TimeProvider time)
    {
        _source?.Dispose();
        _source = new FolderKeys(model.Directory, _keyMetrics, _log, time);
        return new KeyDirectory(model, _source, _metrics, _log, time);
    }

    private KeysModel Model(IEnumerable<string> loginUsers) => new(_folder.Root, loginUsers.ToFrozenSet());

    private async Task<object?> Ask(KeyDirectory directory, string user, string from = "192.0.2.7") =>
        await directory.AuthenticateAsync(new PublicKeyAttempt(user, _key, new IPEndPoint(IPAddress.Parse(from), 50022), "lusab-babad"), CancellationToken.None);
}
