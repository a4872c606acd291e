using System.CommandLine;
using System.Text.Json;

using Sluice.Load;

var to = new Option<string>("--to") { Description = "ADDRESS:PORT of the server; the address must be one of 127.0.0.0/8 or [::1].", Required = true, Recursive = true };
var user = new Option<string>("--user") { Description = "The login name.", DefaultValueFactory = _ => "git", Recursive = true };
var identity = new Option<string>("--identity") { Description = "The private key to log in with.", Required = true, Recursive = true };
var hostKeys = new Option<string>("--hostkeys") { Description = "A file with the server's public host keys.", Required = true, Recursive = true };
var cipher = new Option<string?>("--cipher") { Description = "The only cipher that is offered, as CIPHER or CIPHER+MAC.", Recursive = true };
var prefix = new Option<string>("--path") { Description = "What stands before the backend's word in the path.", DefaultValueFactory = _ => "/load", Recursive = true };
var limit = new Option<int>("--limit") { Description = "Seconds after which it gives up.", DefaultValueFactory = _ => 300, Recursive = true };
var count = new Option<int>("--count") { Description = "How many.", DefaultValueFactory = _ => 100 };
var width = new Option<int>("--width") { Description = "How many at a time.", DefaultValueFactory = _ => 8 };
var channel = new Option<bool>("--channel") { Description = "With an idle command on each." };
var bytes = new Option<long>("--bytes") { Description = "Bytes of each transfer.", DefaultValueFactory = _ => 20 << 20 };
var upload = new Option<bool>("--up") { Description = "Upload instead of download." };
var seconds = new Option<int>("--seconds") { Description = "For how long at most.", DefaultValueFactory = _ => 5 };
var streams = new Option<int>("--streams") { Description = "Unbounded downloads beside it.", DefaultValueFactory = _ => 0 };
Bounds.Within(limit, 1, 3600);
Bounds.Within(count, 1, 1_000_000);
Bounds.Within(width, 1, 1024);
Bounds.Within(bytes, 1, 1L << 40);
Bounds.Within(seconds, 1, 600);
Bounds.Within(streams, 0, 64);
Bounds.Loopback(to);

var root = new RootCommand(
    """
    Puts an SSH server under load and prints one line of JSON that says what was seen, failures included. The server's commands
    are those of the light backend (bench/EndToEnd/peers/light-backend), behind any proxy. It connects to loopback addresses only.
    """)
{
    to, user, identity, hostKeys, cipher, prefix, limit,
};
Add("logins", "Clients that log in, run one command and leave. Milliseconds.", [count, width, seconds], (arguments, target, cancellation) =>
    LoginLoad.RunAsync(target, Word(arguments, "true"), arguments.GetValue(count), arguments.GetValue(width), TimeSpan.FromSeconds(arguments.GetValue(seconds)), cancellation));
Add("sessions", "Commands one after the other on one connection.", [count], (arguments, target, cancellation) =>
    SessionLoad.RunAsync(target, Word(arguments, "true"), arguments.GetValue(count), cancellation));
Add("idle", "Connections that stay until a line comes on standard input; it prints `holding N` once they are there.", [count, width, channel], (arguments, target, cancellation) =>
    IdleLoad.RunAsync(target, arguments.GetValue(channel) ? Word(arguments, "idle") : null, arguments.GetValue(count), arguments.GetValue(width), Console.Out, Console.In, cancellation));
Add("transfers", "Transfers at one time. MB are 1,000,000 bytes.", [count, bytes, upload], (arguments, target, cancellation) => TransferLoad.RunAsync(
    target, arguments.GetValue(upload) ? Word(arguments, "up") : Word(arguments, $"down/{arguments.GetValue(bytes)}"), arguments.GetValue(count), arguments.GetValue(bytes), arguments.GetValue(upload), cancellation));
Add("echo", "Round trips of one byte, one each millisecond at most. Microseconds.", [seconds, streams], (arguments, target, cancellation) => EchoLoad.RunAsync(
    target, Word(arguments, "echo"), Word(arguments, $"down/{1L << 50}"), arguments.GetValue(streams), TimeSpan.FromSeconds(arguments.GetValue(seconds)), cancellation));
return await root.Parse(args).InvokeAsync();

string Word(ParseResult arguments, string word) => $"git-upload-pack '{arguments.GetValue(prefix)}/{word}'";

void Add(string name, string description, IReadOnlyList<Option> options, Func<ParseResult, Target, CancellationToken, Task<object>> run)
{
    var command = new Command(name, description);
    foreach (var option in options) command.Options.Add(option);
    command.SetAction(async (arguments, interrupted) =>
    {
        var connections = options.Contains(width) && !options.Contains(channel) ? arguments.GetValue(width) : options.Contains(count) && name != "sessions" ? arguments.GetValue(count) : 1 + arguments.GetValue(streams);
        if (Bounds.Descriptors(connections) is { } fault)
        {
            await Console.Error.WriteLineAsync(fault);
            return 2;
        }
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(interrupted);
        patience.CancelAfter(TimeSpan.FromSeconds(arguments.GetValue(limit)));
        try
        {
            var target = Target.Create(
                arguments.GetRequiredValue(to), arguments.GetRequiredValue(user), arguments.GetRequiredValue(identity), arguments.GetRequiredValue(hostKeys), arguments.GetValue(cipher));
            Console.WriteLine(JsonSerializer.Serialize(await run(arguments, target, patience.Token)));
            return 0;
        }
        catch (Exception failure) when (failure is LoadFailedException or IOException or FormatException or TimeoutException or OperationCanceledException)
        {
            await Console.Error.WriteLineAsync(failure is OperationCanceledException ? $"It was not done within {arguments.GetValue(limit)} s: see --limit." : failure.Message);
            return 1;
        }
    });
    root.Subcommands.Add(command);
}
