using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

using Microsoft.Extensions.Logging;

using Npgsql;

using Sluice.Proxy.Caching;

namespace Sluice.Proxy.Identity.Postgres;

/// <summary>
/// Listens to what the database tells of changed keys. When it cannot, nothing that is kept counts as fresh at the moment
/// that the connection is lost, and again when there is another, since nobody knows what was told between.
/// </summary>
internal sealed class KeyNotifications : IDisposable
{
    /// <summary>The channel of the database's triggers.</summary>
    public const string Channel = "sluice_user_key";

    private static readonly TimeSpan _firstDelay = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan _longestDelay = TimeSpan.FromSeconds(30);

    private readonly NpgsqlDataSource _source;
    private readonly AnswerCache<KeyFingerprint, ImmutableArray<KnownKey>> _cache;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _listening;
    private TimeSpan _delay = _firstDelay;
    private bool _isTold;
    private int _isDisposed;

    /// <summary>Begins to listen, and goes on until it is disposed of.</summary>
    public KeyNotifications(
        NpgsqlDataSource source, AnswerCache<KeyFingerprint, ImmutableArray<KnownKey>> cache, ILogger logger, TimeProvider time)
    {
        _source = source;
        _cache = cache;
        _logger = logger;
        _time = time;
        _listening = Task.Run(RunAsync);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0) return;
        _stopping.Cancel();
        // The connection has to be back before its pool ends; breaking it takes no longer than this.
        _ = _listening.Wait(TimeSpan.FromSeconds(2));
        _stopping.Dispose();
    }

    [SuppressMessage("Design", "CA1031", Justification = "Whatever ends one attempt to listen, the next one is made.")]
    private async Task RunAsync()
    {
        var stopping = _stopping.Token;
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(stopping).ConfigureAwait(false);
            }
            catch (Exception) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                _cache.Expire();
                if (!_isTold) _logger.KeyChangesNotHeard(PostgresFault.Of(e));
                _isTold = true;
            }
            await Task.Delay(_delay, _time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _delay = _delay * 2 < _longestDelay ? _delay * 2 : _longestDelay;
        }
    }

    private async Task ListenAsync(CancellationToken stopping)
    {
        var connection = await _source.OpenConnectionAsync(stopping).ConfigureAwait(false);
        await using var _ = connection.ConfigureAwait(false);
        connection.Notification += OnNotification;
        try
        {
            var command = new NpgsqlCommand($"LISTEN {Channel}", connection);
            await using (command.ConfigureAwait(false)) await command.ExecuteNonQueryAsync(stopping).ConfigureAwait(false);
            _cache.Expire();
            _delay = _firstDelay;
            _isTold = false;
            _logger.KeyChangesHeard();
            while (true) await connection.WaitAsync(stopping).ConfigureAwait(false);
        }
        finally
        {
            connection.Notification -= OnNotification;
        }
    }

    private void OnNotification(object sender, NpgsqlNotificationEventArgs e)
    {
        if (e.Channel != Channel) return;
        if (KeyFingerprint.TryParseHex(e.Payload, out var fingerprint))
        {
            _cache.Invalidate(fingerprint);
            _logger.KeyChanged(fingerprint);
        }
        else
        {
            // "*", or what another version tells: everything may be meant.
            _cache.Clear();
            _logger.KeysFlushed();
        }
    }
}
