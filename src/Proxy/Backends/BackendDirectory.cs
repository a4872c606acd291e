using System.Collections.Frozen;
using System.Collections.Immutable;

using Microsoft.Extensions.Logging;

using Sluice.Proxy.Backends.Groups;
using Sluice.Proxy.Backends.Health;
using Sluice.Proxy.Observability;
using Sluice.Proxy.Options;
using Sluice.Transport;

namespace Sluice.Proxy.Backends;

/// <summary>All backends and groups by name, exchanged as a whole when the configuration changes.</summary>
internal sealed class BackendDirectory : IBackends, IDisposable
{
    private static readonly TimeSpan _tick = TimeSpan.FromMilliseconds(250);

    /// <summary>A request that was routed by the configuration before still finds its backend for that long.</summary>
    private static readonly TimeSpan _farewell = TimeSpan.FromSeconds(15);

    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly BackendMetrics _metrics;
    private readonly SshConnector _connector;
    private readonly RecentWrites _writes = RecentWrites.For([]);
    private readonly ITimer _timer;
    private readonly Lock _changing = new();
    private volatile BackendTable _table = BackendTable.Empty;
    private volatile BackendTable _former = BackendTable.Empty;
    private long _formerUntil;
    private ImmutableArray<Backend> _removed = [];
    private HealthModel _health = HealthModel.Default;

    /// <summary>Begins with nothing: <see cref="Apply"/> says what there is.</summary>
    /// <param name="metrics">Shows them.</param>
    /// <param name="loggerFactory">Told of connections.</param>
    /// <param name="time">The clock.</param>
    /// <param name="faults">What is wrong on purpose with the way to them; null is nothing.</param>
    public BackendDirectory(SluiceMetrics metrics, ILoggerFactory loggerFactory, TimeProvider time, NetworkFaults? faults = null)
    {
        _metrics = metrics.Backends;
        _time = time;
        _connector = new SshConnector(loggerFactory, faults);
        _logger = loggerFactory.CreateLogger<Backend>();
        _timer = time.CreateTimer(static state => ((BackendDirectory)state!).OnTick(), this, _tick, _tick);
    }

    /// <summary>
    /// Takes over what the configuration says. A backend that is the same as before keeps its connections; one that is not
    /// there any more, or has changed, gives no more places and ends with its last session.
    /// </summary>
    public void Apply(SluiceModel model)
    {
        List<Backend> removed;
        lock (_changing)
        {
            var before = _table;
            var backends = model.Backends.Values
                .Select(wanted => before.Backends.TryGetValue(wanted.Name, out var same) && same.Model.IsSame(wanted) ? same : Create(wanted, model.Health))
                .ToFrozenDictionary(backend => backend.Model.Name, StringComparer.Ordinal);
            if (model.Health != _health)
            {
                foreach (var backend in backends.Values) backend.Judge(model.Health);
            }
            _writes.Serve(model.BackendGroups.Values);
            var groups = model.BackendGroups.Values.ToFrozenDictionary(group => group.Name, group => Create(group, backends), StringComparer.Ordinal);
            foreach (var backend in backends.Values) _metrics.Observe(backend.Model.Name, () => backend.Numbers);
            foreach (var name in before.Backends.Keys.Where(name => !backends.ContainsKey(name))) _metrics.Forget(name);
            removed = [.. before.Backends.Values.Where(backend => backends.GetValueOrDefault(backend.Model.Name) != backend)];
            (_former, _formerUntil) = (before, _time.Milliseconds() + (long)_farewell.TotalMilliseconds);
            (_table, _health) = (new BackendTable(backends, groups), model.Health);
            _removed = _removed.AddRange(removed);
        }
        foreach (var backend in removed) _logger.BackendDraining(backend.Model.Name, backend.Model.Address, backend.Places.Sessions);
        // What is to be ready before anybody asks is begun now.
        OnTick();
    }

    /// <summary>What there is now, for operators.</summary>
    public BackendTable Table => _table;

    /// <inheritdoc/>
    public async ValueTask<LeaseResult> LeaseAsync(LeaseRequest request)
    {
        var table = _table;
        var result = await LeaseAsync(request, table).ConfigureAwait(false);
        // Who waited in a line that a change of the configuration has ended begins again where the change leads.
        return result.Failure is { Reason: EndReason.Drained } && _table != table ? await LeaseAsync(request, _table).ConfigureAwait(false) : result;
    }

    /// <inheritdoc/>
    public WriteMark BeginWrite(string repository) => _writes.Begin(repository, _time.Milliseconds());

    /// <inheritdoc/>
    public void EndWrite(WriteMark write) => write.End(_time.Milliseconds());

    /// <inheritdoc/>
    public void OnClientEnded(SshConnection client)
    {
        foreach (var backend in _table.Backends.Values) backend.Places.OnClientEnded(client);
        foreach (var backend in _removed) backend.Places.OnClientEnded(client);
    }

    /// <summary>Closes every connection.</summary>
    public void Dispose()
    {
        _timer.Dispose();
        foreach (var backend in _table.Backends.Values.Concat(_removed)) backend.Places.Close();
    }

    private async ValueTask<LeaseResult> LeaseAsync(LeaseRequest request, BackendTable table)
    {
        var result = LeaseResult.Failed(request.Target, new End(EndReason.BackendUnreachable, EndSide.Local, "there is no backend of that name"));
        var now = _time.Milliseconds();
        var order = table.Order(request, now);
        if (order.Count == 0) order = _former.Order(request, now);
        foreach (var backend in order)
        {
            // Who has waited in one line is not sent to the end of another.
            if (result.Failure!.Reason == EndReason.Refused && !backend.Places.HasRoom) continue;
            result = await backend.Places.LeaseAsync(request).ConfigureAwait(false);
            if (result.Lease is not null) return result;
        }
        return result;
    }

    private Backend Create(BackendModel model, HealthModel health) => new(model, health, _connector, _logger, _time);

    private BackendGroup Create(BackendGroupModel model, FrozenDictionary<string, Backend> backends)
    {
        var members = model.Members.Select(member =>
        {
            var backend = backends[member.Backend];
            return new GroupMember(member, backend.Health, () => backend.Places.Sessions);
        });
        return new BackendGroup(model, [.. members], _writes, _logger);
    }

    private void OnTick()
    {
        foreach (var backend in _table.Backends.Values) backend.OnTick(mayProbe: true);
        if (_removed.IsEmpty) return;
        foreach (var backend in _removed) backend.OnTick(mayProbe: false);
        lock (_changing)
        {
            if (_time.Milliseconds() < _formerUntil) return;
            _former = BackendTable.Empty;
            foreach (var backend in _removed) backend.Places.Drain();
            _removed = _removed.RemoveAll(backend => backend.Places.State is { Connections: 0, Dialing: 0, Sessions: 0 });
        }
    }
}
