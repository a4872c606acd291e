using System.CommandLine;

using Sluice.Proxy.Observability.Stories;

namespace Sluice.Proxy.Cli;

/// <summary><c>sluice explain REQUEST-ID</c>: tells from the log what became of a request, and whose fault it was.</summary>
internal static class ExplainCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var id = new Argument<string>("REQUEST-ID") { Description = "The id that the user read, as in lusab-babad-1." };
        var log = new Option<string[]>("--log") { Description = "A file of the log, text or JSON; may be given again. Without it the log is read from standard input.", HelpName = "FILE" };
        var command = new Command("explain", "Say from the log what became of a request, and whose fault it was.") { id, log };
        command.SetAction(arguments => Run(
            arguments.GetRequiredValue(id), arguments.GetValue(log) ?? [], Console.In, arguments.InvocationConfiguration.Output, arguments.InvocationConfiguration.Error));
        return command;
    }

    /// <summary>Writes the story; the exit code is 1 if there is none.</summary>
    public static int Run(string id, IReadOnlyList<string> files, TextReader input, TextWriter output, TextWriter error)
    {
        if (!RequestStory.IsId(id))
        {
            error.WriteLine($"'{id}' is not a request's id: it looks like lusab-babad-1 and stands in the message that the user read.");
            return 1;
        }
        try
        {
            var piped = files.Count == 0 ? ReadAll(input) : null;
            var story = RequestStory.Read(id, () => piped ?? files.SelectMany(File.ReadLines));
            if (story.Lines.Count > 0)
            {
                StoryText.Write(story, output);
                return 0;
            }
            error.WriteLine($"No line of this log is about {id}: give the log of the time when it failed.");
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            error.WriteLine($"The log cannot be read: {unreadable.Message}");
        }
        return 1;
    }

    private static List<string> ReadAll(TextReader input)
    {
        var lines = new List<string>();
        while (input.ReadLine() is { } line) lines.Add(line);
        return lines;
    }
}
