using System.CommandLine;
using Rollcall.Api;
using Rollcall.Features.Mail;

namespace Rollcall.Cli;

/// <summary><c>invitations list | create | revoke</c>.</summary>
internal static class InvitationsCommand
{
    private static readonly Argument<string> Email = new("email") { Description = "Whose account the link makes." };
    private static readonly Argument<string> Which = new("invitation") { Description = "The email that was invited, or the invitation's id as “list” gives it." };
    private static readonly Option<string> Role = new("--role") { Description = "What accepting gives: viewer, admin or owner.", DefaultValueFactory = _ => "viewer" };
    private static readonly Option<string?> Address = new("--address") { Description = "Where the link leads, such as https://rollcall.example.com; the workspace's own address when left out." };
    private static readonly Option<int> Take = new("--take") { Description = "So many at most.", DefaultValueFactory = _ => 200 };

    public static Command Create() => RollcallCli.Group("invitations", "Links that let people in.",
        RollcallCli.Command("list", "List all invitations, the newest first. Links are not stored and cannot be shown again.", ListAsync, Take),
        RollcallCli.Command("create", "Make a link and print it, this once; no mail is sent.", CreateAsync, Email, Role, Address),
        RollcallCli.Command("revoke", "Let the link stop working.", RevokeAsync, Which));

    private static async Task<int> ListAsync(CliSession session, CancellationToken cancellationToken)
    {
        var take = session.Parse.GetValue(Take);
        if (take < 1)
        {
            throw new CommandError(ExitCodes.Usage, "--take is 1 or more.", "Leave it out for the newest 200.");
        }

        var (invitations, total) = await session.Company.Invitations.ListAsync(take, cancellationToken);
        session.Terminal.Write(invitations,
            new Column<ApiInvitation>("email", i => i.Email),
            new Column<ApiInvitation>("role", i => i.Role),
            new Column<ApiInvitation>("state", i => i.State),
            new Column<ApiInvitation>("created", i => i.CreatedAt),
            new Column<ApiInvitation>("expires", i => i.ExpiresAt),
            new Column<ApiInvitation>("accepted", i => i.AcceptedAt),
            new Column<ApiInvitation>("employee", i => i.Employee?.ToString()),
            new Column<ApiInvitation>("id", i => i.Id.ToString()));
        if (total > invitations.Count)
        {
            session.Terminal.Say($"{invitations.Count} of {total}; --take {total} lists all.");
        }

        return ExitCodes.Ok;
    }

    private static async Task<int> CreateAsync(CliSession session, CancellationToken cancellationToken)
    {
        var (email, word) = (session.Parse.GetValue(Email)!.Trim(), session.Parse.GetValue(Role)!);
        if (MembersApi.RoleOf(word) is not { } role || !InvitationsApi.Roles.Contains(role))
        {
            throw new CommandError(ExitCodes.Usage, $"“{word}” is no role that a link can give.", $"Write one of {string.Join(", ", InvitationsApi.Roles.Select(RollcallApi.Word))}.");
        }

        if (!EmailAddress.IsOne(email))
        {
            throw new CommandError(ExitCodes.Usage, "This is no email.", "Write it like mara@example.com.");
        }

        var made = await session.Company.Invitations.CreateAsync(email, role, session.AddressOf(Address), cancellationToken)
            ?? throw new CommandError(ExitCodes.Refused, "A member has this email already.", $"Change their role instead: rollcall members role {email} {word}");
        session.Terminal.Write(new { id = made.Id, link = made.Link, expiresAt = made.ExpiresAt }, [made.Link]);
        session.Terminal.Say($"Whoever has it comes in with it, once, until {made.ExpiresAt:yyyy-MM-dd HH:mm} UTC. It is not shown again, and an older link for this email works no more.");
        return ExitCodes.Ok;
    }

    private static async Task<int> RevokeAsync(CliSession session, CancellationToken cancellationToken)
    {
        var which = session.Parse.GetValue(Which)!.Trim();
        var (all, _) = await session.Company.Invitations.ListAsync(int.MaxValue, cancellationToken);
        var found = all.Where(i => i.Id.ToString() == which || string.Equals(i.Email, which, StringComparison.OrdinalIgnoreCase)).ToList();
        if (found.Count > 1)
        {
            // An employee and a member who need not be in the directory can have the same address.
            found = [.. found.Where(i => i.State is not ("accepted" or "revoked"))];
        }

        if (found.Count > 1)
        {
            throw new CommandError(ExitCodes.Refused, $"There are {found.Count} open invitations for “{which}”.", $"Name one by its id: {string.Join(", ", found.Select(i => i.Id))}.");
        }

        if (found is not [var one] || !await session.Company.Invitations.RevokeAsync(one.Id, cancellationToken))
        {
            throw new CommandError(ExitCodes.NotFound, $"There is no open invitation for “{which}”.", "“rollcall invitations list” shows them.");
        }

        session.Terminal.Say($"The link for {one.Email} works no more.");
        return ExitCodes.Ok;
    }
}
