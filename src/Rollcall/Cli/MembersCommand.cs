using System.CommandLine;
using Rollcall.Api;
using Rollcall.Cli.Local;
using Rollcall.Features.Access;
using Rollcall.Storage;

namespace Rollcall.Cli;

/// <summary><c>members list | role | remove | password</c>.</summary>
internal static class MembersCommand
{
    private static readonly Argument<string> Who = new("member") { Description = "Their email, or their id as “list” gives it." };
    private static readonly Argument<string> Role = new("role") { Description = "employee, viewer, admin or owner." };
    private static readonly Option<string?> Address = new("--address") { Description = "Where the link leads, such as https://rollcall.example.com; the workspace's own address when left out." };
    private static readonly Option<bool> Yes = new("--yes") { Description = "Keep them out." };

    public static Command Create() => RollcallCli.Group("members", "People who may come in, and what they may do.",
        RollcallCli.Command("list", "List them, owners first.", ListAsync),
        RollcallCli.Command("role", "Change what somebody may do; the last owner stays one.", RoleAsync, Who, Role),
        RollcallCli.Command("remove", "Keep somebody out; the last owner stays in.", RemoveAsync, Who, Yes),
        RollcallCli.Here("password", "Make a link with which they set a new password, and print it, this once.", PasswordAsync, Who, Address));

    private static async Task<int> ListAsync(CliSession session, CancellationToken cancellationToken)
    {
        session.Terminal.Write(await session.Company.Members.ListAsync(cancellationToken),
            new Column<ApiMember>("email", m => m.Email),
            new Column<ApiMember>("name", m => m.Name),
            new Column<ApiMember>("role", m => m.Role),
            new Column<ApiMember>("employee", m => m.Employee?.ToString()),
            new Column<ApiMember>("since", m => m.Since),
            new Column<ApiMember>("id", m => m.Id.ToString()));
        return ExitCodes.Ok;
    }

    private static async Task<int> RoleAsync(CliSession session, CancellationToken cancellationToken)
    {
        var word = session.Parse.GetValue(Role)!;
        if (MembersApi.RoleOf(word) is not { } role)
        {
            throw new CommandError(ExitCodes.Usage, $"“{word}” is no role.", $"Write one of {string.Join(", ", Enum.GetValues<MemberRole>().Select(RollcallApi.Word))}.");
        }

        var found = await FindAsync(session, cancellationToken);
        Expect(await session.Company.Members.ChangeRoleAsync(found.Id, role, cancellationToken), session);
        session.Terminal.Say($"{Name(found)} is {word} now.");
        return ExitCodes.Ok;
    }

    private static async Task<int> RemoveAsync(CliSession session, CancellationToken cancellationToken)
    {
        var found = await FindAsync(session, cancellationToken);
        if (!session.Parse.GetValue(Yes))
        {
            throw new CommandError(ExitCodes.Refused, $"{Name(found)} could not come in any more. Nothing was changed.", "Add --yes to remove them.");
        }

        Expect(await session.Company.Members.RemoveAsync(found.Id, cancellationToken), session);
        session.Terminal.Say($"{Name(found)} is kept out. The account itself stays, for other workspaces.");
        return ExitCodes.Ok;
    }

    /// <summary>Only where the data is: whoever runs the machine may let anybody in, an owner of one workspace may not take over accounts of others.</summary>
    private static async Task<int> PasswordAsync(CliSession session, CancellationToken cancellationToken)
    {
        var found = await FindAsync(session, cancellationToken);
        var server = session.AddressOf(Address) ?? await (await LocalMembers.ServiceAsync(session, cancellationToken)).ServerAsync(cancellationToken) ?? throw CliSession.NoAddress();
        var token = await session.Get<PasswordLinks>().CreateAsync(found.Id, cancellationToken) ?? throw None(session);
        var link = new Uri(server, "/password/" + token).AbsoluteUri;
        session.Terminal.Write(new { member = found.Id, link, expiresAt = session.Get<TimeProvider>().GetUtcNow() + PasswordLinks.Life }, [link]);
        session.Terminal.Say($"Whoever has it sets the password of {Name(found)} with it, once, within a day. Bring it to them alone.");
        return ExitCodes.Ok;
    }

    private static void Expect(MemberOutcome came, CliSession session)
    {
        switch (came)
        {
            case MemberOutcome.Unknown:
                throw None(session);
            case MemberOutcome.LastOwner:
                throw new CommandError(ExitCodes.Refused, "Nothing was changed: the workspace would have no owner left.", "Make somebody else an owner first.", "last-owner");
        }
    }

    private static async Task<ApiMember> FindAsync(CliSession session, CancellationToken cancellationToken)
    {
        var who = session.Parse.GetValue(Who)!.Trim();
        return (await session.Company.Members.ListAsync(cancellationToken)).FirstOrDefault(m => string.Equals(m.Email, who, StringComparison.OrdinalIgnoreCase) || m.Id.ToString() == who)
            ?? throw None(session);
    }

    private static string Name(ApiMember member) => member.Email ?? member.Id.ToString();

    private static CommandError None(CliSession session) => new(ExitCodes.NotFound, $"There is no member “{session.Parse.GetValue(Who)}”.", "“rollcall members list” shows them.");
}
