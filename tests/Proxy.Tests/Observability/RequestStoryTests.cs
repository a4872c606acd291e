using Sluice.Proxy.Cli;
using Sluice.Proxy.Observability.Stories;

using Xunit;

namespace Sluice.Proxy.Tests.Observability;

public sealed class RequestStoryTests
{
    private const string Log = """
        Nov 23 host sluice[7]: 2026-05-04T11:22:30.000Z INF  Connected to backend main at 192.0.2.9:22 (SSH-2.0-OpenSSH_9.2) in 12 ms by connection pokat-nimub.
        2026-05-04T11:22:33.400Z INF lusab-babad Accepted publickey for git from 192.0.2.7 port 50022 ssh2: ED25519 SHA256:abc
        2026-05-04T11:22:33.456Z INF lusab-babad-1 Request of alice: git-upload-pack team/app.git goes to backend main on connection pokat-nimub.
        2026-05-04T11:22:33.457Z INF lusab-babad-2 Request of alice: git-upload-pack team/other.git goes to backend main on connection pokat-nimub.
        2026-05-04T11:22:34.000Z INF pokat-nimub Flight recorder of connection pokat-nimub with 192.0.2.9:22, channels: 2, ended by Peer: ConnectionLost: +0.001 in KEXINIT 1000 B | +1.000..2.000 out CHANNEL_DATA ch 0 x12 3456 B
        2026-05-04T11:22:34.001Z INF zifuv-hotad Connection closed by authenticating user git 192.0.2.1 port 1 [preauth]
        2026-05-04T11:22:34.002Z INF lusab-babad-1 access connection_id=lusab-babad user=alice client_address=192.0.2.7:50022 service=git-upload-pack repository="team/a \"b\".git" backend=main bytes_in=12 bytes_out=3456 duration_seconds=1.2 exit_status=128 exit_signal="" outcome=Error closed_by=Backend reason=ConnectionLost detail="The connection was lost: reset." waited_backend=1.1
        2026-05-04T11:22:34.003Z INF lusab-babad-2 access connection_id=lusab-babad user=alice outcome=Ok closed_by=Backend reason=PeerClosed detail=""
        not a line of ours with lusab-babad-1 in it
        """;

    [Fact]
    public void A_request_is_explained_from_a_text_log()
    {
        var (status, story, _) = Explain("lusab-babad-1", Log);

        Assert.Equal(0, status);
        Assert.Equal(
            """
            Request lusab-babad-1: git-upload-pack team/a "b".git by alice from 192.0.2.7:50022, backend main
            The backend's side ended it: ConnectionLost: The connection was lost: reset.
            It took 1.2 s; 12 bytes came from the client and 3456 went to it.
            exit_status 128, waited_backend 1.1

              11:22:30.000 Connected to backend main at 192.0.2.9:22 (SSH-2.0-OpenSSH_9.2) in 12 ms by connection pokat-nimub.
              11:22:33.400 Accepted publickey for git from 192.0.2.7 port 50022 ssh2: ED25519 SHA256:abc
              11:22:33.456 Request of alice: git-upload-pack team/app.git goes to backend main on connection pokat-nimub.

              11:22:34.000 Flight recorder of connection pokat-nimub with 192.0.2.9:22, channels: 2, ended by Peer: ConnectionLost
                +0.001 in KEXINIT 1000 B
                +1.000..2.000 out CHANNEL_DATA ch 0 x12 3456 B

            """.ReplaceLineEndings("\n"),
            story);
    }

    [Fact]
    public void What_a_stranger_chose_does_not_steer_the_terminal_of_who_reads_it()
    {
        var line = LogLine.TryParse("""{"time":"2026-05-04T11:22:34.002Z","message":"Invalid user \u001b[2Jroot\nadmin","user":"\u001b]0;x\u0007"}""");
        Assert.Equal(@"Invalid user \u{1b}[2Jroot\nadmin", line?.Message);
        Assert.Equal(@"\u{1b}]0;x\u{7}", line?["user"]);
    }

    [Theory]
    [InlineData("Ok", "Backend", "It went well.")]
    [InlineData("Failed", "Backend", "The backend's command failed with exit status 1; the backend has told the client why.")]
    [InlineData("Refused", "Proxy", "Sluice refused it: Reason: why.")]
    [InlineData("Aborted", "Client", "The client's side ended it: Reason: why.")]
    [InlineData("Error", "Backend", "The backend's side ended it: Reason: why.")]
    [InlineData("Error", "Proxy", "Sluice ended it: Reason: why.")]
    public void The_verdict_names_a_side(string outcome, string side, string expected)
    {
        var line = LogLine.TryParse($$"""{"time":"2026-05-04T11:22:34.002Z","message":"access","outcome":"{{outcome}}","closed_by":"{{side}}","reason":"Reason","detail":"why.","exit_status":1,"exit_signal":null}""");
        Assert.Equal(expected, StoryText.Verdict(line));
    }

    [Fact]
    public void A_request_without_an_end_is_said_to_run() => Assert.Equal("It is still running, or its end is not in this log.", StoryText.Verdict(null));

    [Theory]
    [InlineData("lusab-babad")]
    [InlineData("lusab")]
    [InlineData("../etc/passwd-1")]
    [InlineData("")]
    public void What_is_no_request_id_is_said_to_be_none(string id)
    {
        var (status, _, error) = Explain(id, Log);
        Assert.Equal(1, status);
        Assert.Contains("is not a request's id", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_request_that_is_not_in_the_log_is_said_not_to_be()
    {
        var (status, _, error) = Explain("lusab-gabad-1", Log);
        Assert.Equal(1, status);
        Assert.Contains("No line of this log", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("{\"time\":1}")]
    [InlineData("[]")]
    [InlineData("2026-05-04T11:22:34.002Z INF")]
    public void What_is_no_line_of_the_log_is_passed_over(string line) => Assert.Null(LogLine.TryParse(line));

    private static (int Status, string Story, string Error) Explain(string id, string log)
    {
        var (output, error) = (new StringWriter { NewLine = "\n" }, new StringWriter());
        var status = ExplainCommand.Run(id, [], new StringReader(log), output, error);
        return (status, output.ToString(), error.ToString());
    }
}
