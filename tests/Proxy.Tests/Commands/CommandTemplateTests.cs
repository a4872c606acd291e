using System.Text;

using Sluice.Proxy.Commands;

using Xunit;

namespace Sluice.Proxy.Tests.Commands;

public sealed class CommandTemplateTests
{
    private static readonly TemplateValues _values = new(
        "alice", "42", "SHA256:abc", "192.0.2.1", "c-1", "git-upload-pack '/team/it'\\''s.git'", "git-upload-pack", "team/it's.git", "/srv/team/it's.git");

    [Theory]
    [InlineData("gitolite-shell {user}", "gitolite-shell 'alice'")]
    [InlineData("gitea --config=/etc/gitea/app.ini serv key-{key_id}", "gitea --config=/etc/gitea/app.ini serv key-'42'")]
    [InlineData("x {fingerprint} {client_address} {request_id}", "x 'SHA256:abc' '192.0.2.1' 'c-1'")]
    [InlineData("x {service} {repository} {path}", @"x 'git-upload-pack' 'team/it'\''s.git' '/srv/team/it'\''s.git'")]
    [InlineData("env A={command} x", @"env A='git-upload-pack '\''/team/it'\''\'\'''\''s.git'\''' x")]
    [InlineData("x '{{a}}' {{ }} 'two words'{user}", @"x '{a}' \{ \} 'two words''alice'")]
    public void Fields_are_filled_in_and_quoted(string template, string expected)
    {
        Assert.True(Parse(template).TryRender(_values, out var line, out var refusal), refusal);
        Assert.Equal(expected, Encoding.UTF8.GetString(line));
    }

    [Theory]
    [InlineData("", "begin with the program")]
    [InlineData("   ", "begin with the program")]
    [InlineData("{command}", "begin with the program")]
    [InlineData("{user} x", "begin with the program")]
    [InlineData("x {", "single brace")]
    [InlineData("x }", "single brace")]
    [InlineData("x {user", "single brace")]
    [InlineData("x {us\ner}", "control characters")]
    [InlineData("x {us\u007fer}", "control characters")]
    [InlineData("x \"{us\u0085er}", "control characters")]
    [InlineData("x {a-name-that-is-longer-than-any-there-is}", "single brace")]
    [InlineData("x \n", "control characters")]
    [InlineData("x 'it", "does not end")]
    [InlineData("x '{user}'", "take them away")]
    [InlineData("x \"{user}\"", "take them away")]
    [InlineData("x \\{user}", "mean something to the shell")]
    [InlineData("x ${user}", "mean something to the shell")]
    [InlineData("x `id`", "mean something to the shell")]
    [InlineData("x \"$HOME\"", "within double quotes")]
    [InlineData("x; y", "mean something to the shell")]
    [InlineData("x # {user}", "mean something to the shell")]
    public void A_template_that_a_shell_could_read_otherwise_is_a_fault(string template, string expected)
    {
        Assert.False(CommandTemplate.TryParse(template, out _, out var fault, out _));
        Assert.Contains(expected, fault, StringComparison.Ordinal);
    }

    [Fact]
    public void A_field_that_nobody_knows_is_named()
    {
        Assert.False(CommandTemplate.TryParse("x {keyid}", out _, out var fault, out var unknown));
        Assert.Equal("keyid", unknown);
        Assert.Contains("{key_id}", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_without_an_id_is_refused_where_one_is_asked_for()
    {
        Assert.False(Parse("x key-{key_id}").TryRender(_values with { KeyId = "" }, out var line, out var refusal));
        Assert.Empty(line);
        Assert.Contains("ask your operator", refusal, StringComparison.Ordinal);
        Assert.True(Parse("x {user}").TryRender(_values with { KeyId = "" }, out _, out _));
    }

    [Theory]
    [InlineData("x {repository}", "-rf", false)]
    [InlineData("x -{repository}", "-rf", true)]
    [InlineData("x a={repository}", "-rf", true)]
    [InlineData("x {user}{repository}", "-rf", true)]
    [InlineData("x a={repository}", "a\nb", false)]
    [InlineData("x a={repository}", "a\0b", false)]
    [InlineData("x a={repository}", "a\u009bb", false)]
    public void A_value_that_would_be_an_option_or_a_line_of_its_own_is_refused(string template, string repository, bool expected) =>
        Assert.Equal(expected, Parse(template).TryRender(_values with { Repository = repository }, out _, out _));

    [Fact]
    public void The_line_is_bounded()
    {
        var quotes = new string('\'', CommandTemplate.MaxLength / 4);
        Assert.False(Parse("x {path}").TryRender(_values with { Path = quotes }, out var line, out var refusal));
        Assert.Empty(line);
        Assert.Contains("longer than 16384", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void Templates_that_are_written_alike_are_equal()
    {
        Assert.Equal(Parse("x {user}"), Parse("x {user}"));
        Assert.NotEqual(Parse("x {user}"), Parse("x {path}"));
    }

    private static CommandTemplate Parse(string template)
    {
        Assert.True(CommandTemplate.TryParse(template, out var parsed, out var fault, out _), fault);
        return parsed;
    }
}
