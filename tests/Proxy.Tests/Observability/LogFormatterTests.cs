using System.Net;
using System.Text.Json;

using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Time.Testing;

using Sluice.Proxy.Observability;
using Sluice.Transport;

using Xunit;

namespace Sluice.Proxy.Tests.Observability;

public sealed class LogFormatterTests
{
    private static readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 5, 4, 11, 22, 33, 456, TimeSpan.Zero));

    private static readonly AccessRecord _record = new()
    {
        RequestId = "lusab-babad-1",
        ConnectionId = "lusab-babad",
        User = "alice",
        KeyFingerprint = "SHA256:abc",
        ClientAddress = new IPEndPoint(IPAddress.Parse("192.0.2.7"), 50022),
        Service = "git-upload-pack",
        Repository = "team/a \"b\".git",
        Backend = "main",
        BytesIn = 12,
        BytesOut = 3456,
        Duration = TimeSpan.FromMilliseconds(1234.5),
        Waits = new WaitSplit(TimeSpan.FromMilliseconds(200), TimeSpan.FromMilliseconds(1034.5), TimeSpan.Zero, TimeSpan.Zero),
        ExitStatus = 0,
        Outcome = RequestOutcome.Ok,
        ClosedBy = Side.Backend,
        Reason = EndReason.PeerClosed,
    };

    [Fact]
    public void A_line_for_people_has_time_level_id_and_sentence()
    {
        var line = Text(logger => logger.AcceptedPublicKey("git", new IPEndPoint(IPAddress.Parse("192.0.2.7"), 50022), TestKeys.New(), "lusab-babad"));
        Assert.Matches("^2026-05-04T11:22:33\\.456Z INF lusab-babad Accepted publickey for git from 192\\.0\\.2\\.7 port 50022 ssh2: ED25519 SHA256:[A-Za-z0-9+/]{43}\n$", line);
    }

    [Fact]
    public void The_access_line_for_people_has_every_value_by_name_but_for_waits_that_were_none()
    {
        var line = Text(logger => Access(logger, _record));
        Assert.Equal(
            "2026-05-04T11:22:33.456Z INF lusab-babad-1 access connection_id=lusab-babad user=alice key_fingerprint=SHA256:abc client_address=192.0.2.7:50022 "
            + "service=git-upload-pack repository=\"team/a \\\"b\\\".git\" backend=main bytes_in=12 bytes_out=3456 duration_seconds=1.2345 wait_client_seconds=0.2 wait_backend_seconds=1.0345 exit_status=0 exit_signal=\"\" "
            + "outcome=Ok closed_by=Backend reason=PeerClosed detail=\"\"\n",
            line);
    }

    [Fact]
    public void Times_for_people_have_no_exponent()
    {
        var line = Text(logger => Access(logger, _record with { Waits = new WaitSplit(TimeSpan.Zero, TimeSpan.FromMicroseconds(51), TimeSpan.Zero, TimeSpan.Zero) }));
        Assert.Contains(" wait_backend_seconds=0.000051 ", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "0s")]
    [InlineData(2424, "2.424s")]
    [InlineData(7000, "7s")]
    [InlineData(90_500, "90.5s")]
    [InlineData(60_000, "1m")]
    [InlineData(600_000, "10m")]
    [InlineData(5_400_400, "1h30m")]
    public void Durations_are_short(long milliseconds, string expected) => Assert.Equal(expected, LogText.Duration(TimeSpan.FromMilliseconds(milliseconds)));

    [Fact]
    public void A_line_for_machines_is_one_flat_object()
    {
        var line = Json(logger => Access(logger, _record));
        Assert.Single(line.TrimEnd('\n').Split('\n'));
        var fields = JsonDocument.Parse(line).RootElement;
        Assert.Equal(("Access", "access", "information", 1200), (Word("event"), Word("message"), Word("level"), fields.GetProperty("event_id").GetInt32()));
        Assert.Equal(("lusab-babad-1", "team/a \"b\".git", "Backend"), (Word("request_id"), Word("repository"), Word("closed_by")));
        Assert.Equal((3456, 0, 1.2345), (fields.GetProperty("bytes_out").GetInt64(), fields.GetProperty("exit_status").GetInt32(), fields.GetProperty("duration_seconds").GetDouble()));
        Assert.Equal(JsonValueKind.Null, fields.GetProperty("exit_signal").ValueKind);
        Assert.DoesNotContain(fields.EnumerateObject(), field => field.Value.ValueKind is JsonValueKind.Object or JsonValueKind.Array);

        string? Word(string name) => fields.GetProperty(name).GetString();
    }

    [Fact]
    public void A_stranger_cannot_begin_a_line_or_steer_the_terminal()
    {
        const string user = "x\nAccepted publickey\u001b[2J\u202e";
        void Log(ILogger logger) => logger.InvalidUser(user, new IPEndPoint(IPAddress.Loopback, 1), TestKeys.New(), "id");
        var line = Text(Log);
        Assert.Equal(1, line.Count(c => c == '\n'));
        Assert.Contains("user x\\nAccepted\\u{20}publickey\\u{1b}[2J\\u{202e} from 127.0.0.1", line, StringComparison.Ordinal);
        var json = Assert.Single(Json(Log).TrimEnd('\n').Split('\n'));
        Assert.DoesNotContain('\u001b', json);
    }

    [Fact]
    public void A_strangers_name_cannot_pass_for_the_address_behind_it()
    {
        const string user = "git from 192.0.2.1 port 22 ssh2: x";
        var line = Text(logger => logger.FailedPublicKey(user, new IPEndPoint(IPAddress.Loopback, 1), TestKeys.New(), "id"));
        Assert.Matches("^[^ ]+ INF id Failed publickey for [^ ]+ from 127\\.0\\.0\\.1 port 1 ssh2: ED25519 ", line);
    }

    [Fact]
    public void A_fingerprint_can_be_searched_for_in_lines_for_machines() =>
        Assert.Contains("SHA256:a+b/c", Json(logger => logger.KeyNotAccepted("SHA256:a+b/c", "why", "id")), StringComparison.Ordinal);

    [Fact]
    public void An_exception_stays_on_its_line()
    {
        void Log(ILogger logger) => logger.Log(LogLevel.Error, default, "state", new InvalidOperationException("a\nb"), (state, _) => state);
        Assert.Contains("state System.InvalidOperationException: a\\nb", Text(Log), StringComparison.Ordinal);
        Assert.Contains("a\nb", JsonDocument.Parse(Json(Log)).RootElement.GetProperty("exception").GetString(), StringComparison.Ordinal);
    }

    private static void Access(ILogger logger, AccessRecord record)
    {
        using var metrics = new SluiceMetrics();
        new AccessLog(new Typed(logger), metrics).Ended(record);
    }

    private static string Text(Action<ILogger> log) => Write(new TextLogFormatter(_time), log);

    private static string Json(Action<ILogger> log) => Write(new JsonLogFormatter(_time), log);

    private static string Write(ConsoleFormatter formatter, Action<ILogger> log)
    {
        using var writer = new StringWriter { NewLine = "\n" };
        log(new Formatting(formatter, writer));
        return writer.ToString();
    }

    private sealed class Typed(ILogger logger) : ILogger<AccessLog>
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logger.IsEnabled(logLevel);

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            logger.Log(logLevel, eventId, state, exception, formatter);
    }

    private sealed class Formatting(ConsoleFormatter console, TextWriter writer) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            console.Write(new LogEntry<TState>(logLevel, "Sluice", eventId, state, exception, formatter), null, writer);
    }
}
