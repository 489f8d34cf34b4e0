namespace Rollcall.Storage;

/// <summary>What a program asked for under a key of its own, and what it was answered.</summary>
public sealed class ApiAnswerRow
{
    public Guid TokenId { get; set; }

    public required string Key { get; set; }

    /// <summary>SHA-256 of method, address and body: the same key with another request is a mistake.</summary>
    public required byte[] RequestHash { get; set; }

    public int State { get; set; }

    public int? Status { get; set; }

    /// <summary>Encrypted: an answer may carry a token that is shown once.</summary>
    public string? ProtectedAnswer { get; set; }

    public DateTimeOffset CreatedAt { get; set; }
}
