using Rollcall.Features.Invitations;

namespace Rollcall.Tests.Web.Invitations;

/// <summary>What people write becomes a mail; what stands in for placeholders never becomes markup or another placeholder.</summary>
public sealed class InvitationTemplateTests
{
    private static readonly InvitationWords Mara = new("Mara", "Mara <b>Lind</b>", "Acme & Sons", "https://rollcall.example/invite/x?a=1&b=2", "8 December 2026");

    [Fact]
    public void Every_placeholder_is_filled_in()
    {
        var filled = InvitationTemplate.Fill("{company}: hello {first-name}", "{name}, {company}, {link}, {until}", Mara);

        filled.Subject.ShouldBe("Acme & Sons: hello Mara");
        filled.Text.ShouldBe("Mara <b>Lind</b>, Acme & Sons, https://rollcall.example/invite/x?a=1&b=2, 8 December 2026\n");
    }

    [Fact]
    public void Values_and_words_are_encoded_in_html_and_the_link_can_be_clicked()
    {
        var html = InvitationTemplate.Fill("x", "1 < 2 for {name}\nof {company}\n\n{link}", Mara).Html;

        html.ShouldContain("<p>1 &lt; 2 for Mara &lt;b&gt;Lind&lt;/b&gt;<br>\nof Acme &amp; Sons</p>");
        html.ShouldContain("<p><a href=\"https://rollcall.example/invite/x?a=1&amp;b=2\">https://rollcall.example/invite/x?a=1&amp;b=2</a></p>");
    }

    [Fact]
    public void A_value_with_braces_stays_what_it_is()
    {
        var filled = InvitationTemplate.Fill("{name}", "{name} {link}", Mara with { Name = "{link}" });

        filled.Subject.ShouldBe("{link}");
        filled.Text.ShouldStartWith("{link} https");
    }

    [Fact]
    public void A_subject_is_one_line() =>
        InvitationTemplate.Fill("Hello\r\nBcc: all@acme.example {name}", "{link}", Mara with { Name = "a\nb" }).Subject.ShouldBe("Hello Bcc: all@acme.example a b");

    [Theory]
    [InlineData("Hello {name}", "{link}", "")]
    [InlineData("Hello {Name}", "{link} {naem} {naem}", "Name naem")]
    [InlineData("100 % {} {1}", "{link}", "")]
    public void Placeholders_that_there_are_not_are_named(string subject, string text, string unknown) =>
        string.Join(' ', InvitationTemplate.Unknown(subject, text)).ShouldBe(unknown);
}
