using Rollcall.Features.Access;

namespace Rollcall.Tests.Web;

public sealed class CommonPasswordsTests
{
    [Theory]
    [InlineData("dragon", true)]
    [InlineData("Dragon", true)]
    [InlineData("DRAGON2026!!", true)]
    [InlineData("dragon 12345", true)]
    [InlineData("1q2w3e4r5t6y", true)]
    [InlineData("123456789012", true)]
    [InlineData("a long sentence about boats", false)]
    [InlineData("dragon boats on the river", false)]
    [InlineData("", false)]
    public void What_people_choose_most_is_known_with_any_digits_behind_it(string password, bool isCommon) => CommonPasswords.Contain(password).ShouldBe(isCommon);
}
