using Microsoft.AspNetCore.Identity;

namespace Rollcall.Storage;

/// <summary>Somebody who can sign in. What they may do stands in <see cref="MemberRow"/>, workspace by workspace. Prints as its id only.</summary>
public sealed class AccountRow : IdentityUser<Guid>
{
    /// <summary>How the person is greeted.</summary>
    public string? DisplayName { get; set; }

    public override string ToString() => Id.ToString();
}

/// <summary>What a member of a workspace may do. Each role may do all that those before it may.</summary>
public enum MemberRole
{
    /// <summary>Sees the directory, the org chart and their own profile, each attribute only if its read access allows.</summary>
    Employee,

    /// <summary>Sees everything, changes nothing.</summary>
    Viewer,

    /// <summary>Connects, maps, previews, applies, approves, undoes.</summary>
    Admin,

    /// <summary>Also members, roles and the workspace itself.</summary>
    Owner,
}

/// <summary>An account in a workspace.</summary>
public sealed class MemberRow
{
    public Guid WorkspaceId { get; set; }

    public Guid AccountId { get; set; }

    /// <summary>A <see cref="MemberRole"/>.</summary>
    public int Role { get; set; }

    /// <summary>Who they are in the directory, when they are in it.</summary>
    public Guid? EmployeeId { get; set; }

    public DateTimeOffset CreatedAt { get; set; }
}
