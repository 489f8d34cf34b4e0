using Microsoft.AspNetCore.Authorization;
using Rollcall.Storage;

namespace Rollcall.Features.Access;

/// <summary>Names of the policies that pages ask for.</summary>
public static class RolePolicy
{
    public const string Employee = nameof(MemberRole.Employee);
    public const string Viewer = nameof(MemberRole.Viewer);
    public const string Admin = nameof(MemberRole.Admin);
    public const string Owner = nameof(MemberRole.Owner);
}

/// <summary>At least this role in the workspace.</summary>
internal sealed class RoleRequirement(MemberRole role) : IAuthorizationRequirement
{
    public MemberRole Role { get; } = role;
}

/// <summary>Looks the role up in the database, not in the cookie.</summary>
internal sealed class RoleHandler(MemberStore members) : AuthorizationHandler<RoleRequirement>
{
    protected override async Task HandleRequirementAsync(AuthorizationHandlerContext context, RoleRequirement requirement)
    {
        if (await Visitor.MemberAsync(context.User, members, CancellationToken.None) is { } member && member.Role >= requirement.Role)
        {
            context.Succeed(requirement);
        }
    }
}
