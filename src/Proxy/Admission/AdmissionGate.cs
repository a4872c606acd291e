using System.Net;

using Microsoft.Extensions.Logging;

using Sluice.Proxy.Observability;
using Sluice.Proxy.Options;
using Sluice.Transport;

namespace Sluice.Proxy.Admission;

/// <summary>
/// Who may connect (MaxStartups, PerSourceMaxStartups, PerSourcePenalties), and whose key exchange is computed next. What
/// is dropped costs a look into a table under a lock, and nothing afterwards.
/// </summary>
internal sealed class AdmissionGate : IConnectionGate, IDisposable
{
    private static readonly ReadOnlyMemory<byte> _notAllowed = "Not allowed at this time\r\n"u8.ToArray();
    private static readonly ReadOnlyMemory<byte> _exceeded = "Exceeded MaxStartups\r\n"u8.ToArray();

    private readonly Func<AdmissionModel> _model;
    private readonly AdmissionMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly long _origin;
    private readonly DropLog _log;
    private readonly Lock _lock = new();
    private readonly Startups _startups;
    private readonly SourceTable _sources4 = new();
    private readonly SourceTable _sources6 = new();

    /// <param name="model">The limits that are in force now.</param>
    /// <param name="metrics">Counts.</param>
    /// <param name="logger">Hears of drops.</param>
    /// <param name="time">The clock.</param>
    /// <param name="percent">Gives a number from 0 to 99 by chance.</param>
    public AdmissionGate(Func<AdmissionModel> model, AdmissionMetrics metrics, ILogger logger, TimeProvider time, Func<int>? percent = null)
    {
        (_model, _metrics, _time, _origin) = (model, metrics, time, time.GetTimestamp());
        _startups = new Startups(percent ?? (() => Random.Shared.Next(100)));
        _log = new DropLog(logger);
        Queue = new ExchangeQueue(() => _model().MaxKeyExchanges, time);
        metrics.Observe(Numbers);
    }

    /// <summary>Those who wait for their key exchange.</summary>
    public ExchangeQueue Queue { get; }

    /// <summary>The limits that are in force now.</summary>
    public AdmissionModel Model => _model();

    /// <inheritdoc/>
    public IConnectionPass? Admit(IPEndPoint source, IPEndPoint destination, bool isProxy, out ReadOnlyMemory<byte> farewell)
    {
        var pass = new ConnectionPass(this);
        return TryAdmit(pass, source, destination, isProxy, out farewell) ? pass : null;
    }

    /// <inheritdoc/>
    public void OnOutOfDescriptors() => _metrics.Dropped(DropReason.Descriptors);

    /// <summary>What is under way now.</summary>
    public AdmissionNumbers Numbers()
    {
        lock (_lock)
        {
            return new AdmissionNumbers(
                _startups.Strangers, _startups.Known, _startups.AtGate, Queue.Computing, Queue.Queued, _sources4.Count + _sources6.Count);
        }
    }

    /// <summary>What holds for an address now.</summary>
    public WhyReport Why(IPAddress address)
    {
        var model = _model();
        lock (_lock)
        {
            var block = SourceBlock.Of(address, model.NetBlock);
            return WhyReport.Create(address, block, Table(block).Find(block), IsExempt(address, model), _startups, Queue, model, Now);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Queue.Dispose();

    /// <summary>Counts a connection in; false if it has to go.</summary>
    internal bool TryAdmit(ConnectionPass pass, IPEndPoint source, IPEndPoint destination, bool isProxy, out ReadOnlyMemory<byte> farewell)
    {
        var model = _model();
        Judgement judgement;
        lock (_lock)
        {
            judgement = isProxy ? JudgeProxy(pass, model) : Judge(pass, source.Address, model);
        }
        if (judgement.IsDryRun) _metrics.WouldDrop();
        if (judgement.Reason is { } dropped) _metrics.Dropped(dropped);
        _log.Write(judgement, source, destination, Now);
        farewell = judgement.Reason switch
        {
            null => default,
            DropReason.Penalty or DropReason.Overflow => _notAllowed,
            _ => _exceeded,
        };
        return judgement.Reason is null;
    }

    /// <summary>A connection is over before its user was known, or is a user's from now on.</summary>
    internal void Release(ConnectionPass pass, PenaltyKind penalty, bool isWelcome)
    {
        lock (_lock)
        {
            _startups.Add(pass.Class, -1);
            if (pass.Source is not { } source) return;
            source.Startups--;
            var now = Now;
            if (isWelcome) source.Welcome(now);
            else if (!pass.IsExempt && _model().Penalties is { IsEnabled: true } penalties) source.Punish(penalty, penalties, now);
            Table(source.Block).Forget(source, now);
        }
    }

    /// <summary>A key exchange waited too long.</summary>
    internal void OnTurnMissed(ConnectionPass pass)
    {
        _metrics.Dropped(DropReason.KeyExchangeTimeout);
        lock (_lock) pass.Source?.CountDrop(DropReason.KeyExchangeTimeout, Now);
    }

    private long Now => (long)_time.GetElapsedTime(_origin).TotalMilliseconds;

    private SourceTable Table(SourceBlock block) => block.IsV6 ? _sources6 : _sources4;

    /// <summary>What waits for a header has no source yet: it is bounded by itself, or a flood behind a proxy would shut out all who come through it.</summary>
    private Judgement JudgeProxy(ConnectionPass pass, AdmissionModel model)
    {
        if (_startups.MustDrop(StartupClass.AtGate, model.MaxStartups)) return new Judgement(DropReason.MaxStartups, _startups.All);
        pass.Enter(StartupClass.AtGate, null, isExempt: true);
        _startups.Add(StartupClass.AtGate, 1);
        return new Judgement(null, _startups.All);
    }

    private Judgement Judge(ConnectionPass pass, IPAddress address, AdmissionModel model)
    {
        var now = Now;
        var block = SourceBlock.Of(address, model.NetBlock);
        var table = Table(block);
        var source = table.Find(block);
        var penalties = model.Penalties;
        var isExempt = IsExempt(address, model);
        var isKeptOut = penalties.IsEnabled && !isExempt && source?.IsKeptOut(now) == true;
        if (isKeptOut && !penalties.IsDryRun) return Drop(DropReason.Penalty, source, now);
        var which = source?.IsKnown(now) == true ? StartupClass.Known : StartupClass.Stranger;
        if (_startups.MustDrop(which, model.MaxStartups)) return Drop(DropReason.MaxStartups, source ?? Remember(table, block, model, now), now);
        if (source?.Startups >= model.PerSourceMaxStartups) return Drop(DropReason.PerSourceMaxStartups, source, now);
        var (most, isFull) = block.IsV6 ? (penalties.MaxSources6, penalties.DenyAll6) : (penalties.MaxSources4, penalties.DenyAll4);
        source ??= table.FindOrAdd(block, most, isFull && penalties is { IsEnabled: true, IsDryRun: false }, now);
        // Who is exempt may come in although there is no room to remember it.
        if (source is null && !isExempt) return Drop(DropReason.Overflow, null, now);
        source ??= new Source(block);
        source.Startups++;
        if (pass.IsEntered) _startups.Add(pass.Class, -1);
        pass.Enter(which, source, isExempt);
        _startups.Add(which, 1);
        return new Judgement(null, _startups.All, isKeptOut ? source.LastPenalty : PenaltyKind.None, isKeptOut, model.MaxStartups.Begin);
    }

    private Judgement Drop(DropReason reason, Source? source, long now)
    {
        source?.CountDrop(reason, now);
        return new Judgement(reason, _startups.All, reason == DropReason.Penalty ? source!.LastPenalty : PenaltyKind.None);
    }

    /// <summary>A source that is only there to be told of, as long as there is much room.</summary>
    private static Source? Remember(SourceTable table, SourceBlock block, AdmissionModel model, long now)
    {
        var most = (block.IsV6 ? model.Penalties.MaxSources6 : model.Penalties.MaxSources4) / 2;
        return table.Count < most ? table.FindOrAdd(block, most, isFull: true, now) : null;
    }

    private static bool IsExempt(IPAddress address, AdmissionModel model)
    {
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        foreach (var network in model.Exempt)
        {
            if (network.Contains(address)) return true;
        }
        return false;
    }
}
