using Rollcall.Core.Directory;

namespace Rollcall.Core.Planning;

/// <summary>What a change does to its subject.</summary>
public enum ChangeVerb
{
    /// <summary>The subject comes into being with <see cref="Change.Snapshot"/>.</summary>
    Create,

    /// <summary>One field goes from <see cref="Change.Before"/> to <see cref="Change.After"/>.</summary>
    Set,

    /// <summary><see cref="Change.After"/> joins a set (teams, additional managers, options, aliases).</summary>
    Add,

    /// <summary><see cref="Change.Before"/> leaves a set.</summary>
    Remove,

    /// <summary>The subject goes. Only an undo of its creation plans this.</summary>
    Delete,
}

/// <summary>What a change is about.</summary>
public enum SubjectKind
{
    Employee, Team, Level, CustomAttribute,
}

/// <summary>One entry of a plan, and after it was applied one entry of the change log. Flat on purpose: inverting,
/// storing and replaying are the same few lines for every kind.</summary>
public sealed record Change
{
    public required ChangeVerb Verb { get; init; }

    public required SubjectKind Subject { get; init; }

    /// <summary>Employee, team or level id; empty for a custom attribute, whose key is in <see cref="Field"/>.</summary>
    public required Guid SubjectId { get; init; }

    /// <summary>A key of <see cref="Fields"/>; <see cref="TeamFields"/> for teams; <c>custom:KEY</c> for options.
    /// Empty for <see cref="ChangeVerb.Create"/> and <see cref="ChangeVerb.Delete"/>.</summary>
    public string Field { get; init; } = "";

    /// <summary>The canonical value before; what applying checks the live row against. Teams and managers are ids as text.</summary>
    public string? Before { get; init; }

    public string? After { get; init; }

    /// <summary>For sets: whose entry it is. For <see cref="Fields.ExternalId"/>: the connection.</summary>
    public ConnectionId? Origin { get; init; }

    /// <summary>Why, in a few words: the source attribute key, or a rule such as <c>end-date</c> or <c>missing</c>. Never a value.</summary>
    public string? Cause { get; init; }

    /// <summary>For <see cref="ChangeVerb.Create"/> and <see cref="ChangeVerb.Delete"/>: <see cref="EmployeeState"/>,
    /// <see cref="TeamState"/> or <see cref="LevelState"/>.</summary>
    public object? Snapshot { get; init; }

    /// <summary>The change that takes this one back.</summary>
    public Change Inverse() => this with
    {
        Verb = Verb switch
        {
            ChangeVerb.Create => ChangeVerb.Delete,
            ChangeVerb.Delete => ChangeVerb.Create,
            ChangeVerb.Add => ChangeVerb.Remove,
            ChangeVerb.Remove => ChangeVerb.Add,
            ChangeVerb.Set => ChangeVerb.Set,
        },
        Before = After,
        After = Before,
    };

    /// <summary>Verb, subject and field: values are personal data.</summary>
    public override string ToString() => $"{Verb} {Subject} {Field}";
}

/// <summary>Fields of teams in changes.</summary>
public static class TeamFields
{
    public const string Name = "name";
    public const string Alias = "alias";

    /// <summary>An HRIS id tied to the team; the connection is in <see cref="Change.Origin"/>.</summary>
    public const string Binding = "binding";

    /// <summary>The id of the team it is part of; edits by people only.</summary>
    public const string Parent = "parent";

    /// <summary>The id of an employee who leads it; edits by people only.</summary>
    public const string Lead = "lead";

    /// <summary>Its kind; edits by people only.</summary>
    public const string Kind = "kind";
}
