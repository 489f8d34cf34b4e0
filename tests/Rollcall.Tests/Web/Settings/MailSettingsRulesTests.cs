using Rollcall.Features.Settings;
using Rollcall.Storage;

namespace Rollcall.Tests.Web.Settings;

public sealed class MailSettingsRulesTests
{
    private static readonly MailSettings Good = new("smtp.acme.example", 587, MailSecurity.StartTls, "u", HasPassword: true, "people@acme.example", "Acme", "https://rollcall.acme.example");

    [Fact]
    public void Good_settings_have_no_problem_and_nor_has_the_folder()
    {
        MailSettingsRules.ProblemOf(Good).ShouldBeNull();
        MailSettingsRules.ProblemOf(MailSettings.None).ShouldBeNull();
    }

    [Theory]
    [InlineData("smtp acme", 587, "a@b.example", "https://x.example", "host")]
    [InlineData("smtp.acme.example", 0, "a@b.example", "https://x.example", "port")]
    [InlineData("smtp.acme.example", 70000, "a@b.example", "https://x.example", "port")]
    [InlineData("smtp.acme.example", 25, null, "https://x.example", "from")]
    [InlineData("smtp.acme.example", 25, "people", "https://x.example", "from")]
    [InlineData("smtp.acme.example", 25, "Acme <people@acme.example>", "https://x.example", "from")]
    [InlineData("smtp.acme.example", 25, "a@b.example", null, "address")]
    [InlineData("smtp.acme.example", 25, "a@b.example", "x.example", "address")]
    [InlineData("smtp.acme.example", 25, "a@b.example", "ftp://x.example", "address")]
    [InlineData("smtp.acme.example", 25, "a@b.example", "https://x.example/path", "address")]
    [InlineData("smtp.acme.example", 25, "a@b.example", "https://user@x.example", "address")]
    [InlineData(null, 25, null, "x.example", "address")]
    public void What_cannot_work_is_named(string? host, int port, string? from, string? address, string problem) =>
        MailSettingsRules.ProblemOf(Good with { Host = host, Port = port, FromAddress = from, Address = address }).ShouldBe(problem);

    [Theory]
    [InlineData("smtp.acme.example", "clear")]
    [InlineData("localhost", null)]
    [InlineData("127.0.0.1", null)]
    public void A_password_leaves_this_machine_encrypted_or_not_at_all(string host, string? problem) =>
        MailSettingsRules.ProblemOf(Good with { Host = host, Security = MailSecurity.None }).ShouldBe(problem);

    [Fact]
    public void Blanks_are_nothing() =>
        MailSettingsRules.Clean(Good with { Host = " ", UserName = "", FromName = " A ", Address = " https://x.example/ " })
            .ShouldBe(Good with { Host = null, UserName = null, FromName = "A", Address = "https://x.example" });
}
