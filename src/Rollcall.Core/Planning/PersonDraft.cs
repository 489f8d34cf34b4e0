using Rollcall.Core.Connecting;
using Rollcall.Core.Directory;
using Rollcall.Core.Mapping;

namespace Rollcall.Core.Planning;

/// <summary>One connection's record of a person who is being planned.</summary>
/// <param name="IsDoubted">The values are the last good ones of a record that is held: what stands stays, and whether they still work there is not known.</param>
internal readonly record struct Carrier(CompiledMapping Mapping, string ExternalId, SourceValue[] Values, bool[]? BlanksHeld, bool IsDoubted = false);

/// <summary>What a plan makes of one person while it is being made: the changes, the record to keep, and whether anything is open.</summary>
internal sealed class PersonDraft(string externalId)
{
    public string ExternalId { get; } = externalId;

    public EmployeeId? Employee { get; set; }

    /// <summary>Set for somebody new; its values are filled in place.</summary>
    public EmployeeState? Created { get; set; }

    public List<Change> Changes { get; } = [];

    /// <summary>Something is held or pending: the record must be looked at again at the next run.</summary>
    public bool IsOpen { get; set; }

    /// <summary>The record to keep, before it is known whether <see cref="IsOpen"/>; null when nothing is kept.</summary>
    public StoredRecord? Record { get; set; }

    public int HeldValues { get; set; }

    public override string ToString() => ExternalId;
}
