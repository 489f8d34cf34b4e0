using Rollcall.Features.Invitations;

namespace Rollcall.Tests.Web.Invitations;

public sealed class InvitationTokenTests
{
    [Fact]
    public void A_token_reads_back_and_fits_its_own_hash_only()
    {
        var (id, secret) = (Guid.CreateVersion7(), InvitationToken.NewSecret());

        var read = InvitationToken.Read(InvitationToken.Write(id, secret))!;

        read.Id.ShouldBe(id);
        read.Fits(InvitationToken.HashOf(secret)).ShouldBeTrue();
        read.Fits(InvitationToken.HashOf(InvitationToken.NewSecret())).ShouldBeFalse();
        read.Hash.ShouldNotBe(secret);
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("../../../../../../../../../../../../../../../../../../../../../..")]
    public void What_is_no_token_is_none(string text) => InvitationToken.Read(text).ShouldBeNull();
}
