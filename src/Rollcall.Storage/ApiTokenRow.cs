namespace Rollcall.Storage;

/// <summary>A token that a program opens the API with; the token itself is kept nowhere.</summary>
public sealed class ApiTokenRow
{
    public Guid Id { get; set; }

    public Guid WorkspaceId { get; set; }

    public required string Name { get; set; }

    /// <summary>SHA-256 of the token.</summary>
    public required byte[] Hash { get; set; }

    public required string Start { get; set; }

    public int Scope { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }

    public DateTimeOffset? LastUsedAt { get; set; }
}
