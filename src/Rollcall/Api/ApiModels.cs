using Rollcall.Core.Planning;

namespace Rollcall.Api;

/// <summary>A page of a list.</summary>
/// <param name="Items">In order.</param>
/// <param name="Total">How many there are in all.</param>
public sealed record ApiPage<T>(IReadOnlyList<T> Items, int Total);

/// <summary>One HRIS account.</summary>
/// <param name="Id">Never changes.</param>
/// <param name="Name">Unique in the workspace; what addresses use.</param>
/// <param name="Provider">Which kind of HRIS.</param>
/// <param name="State">enabled, paused or disabled.</param>
/// <param name="Schedule">When it syncs by itself.</param>
/// <param name="LastReadAt">When the last read that was applied began.</param>
/// <param name="LastFullReadAt">The same, of reads of everybody.</param>
/// <param name="Mappings">How many mappings it has.</param>
public sealed record ApiConnection(Guid Id, string Name, string Provider, string State, string Schedule, DateTimeOffset? LastReadAt, DateTimeOffset? LastFullReadAt, int Mappings);

/// <summary>Whom to sync, and on which condition.</summary>
/// <param name="Employee">An employee's id: only they are read. Everybody when left out.</param>
/// <param name="Key">The same by another key: email, unique full name, or the id that the HRIS has for somebody.</param>
/// <param name="OnlyChanges">Only those changed since the last read, where the HRIS can tell.</param>
/// <param name="Digest">Apply only exactly this plan; 12 characters of its digest or more. It was looked at, so the guard lets it pass.</param>
public sealed record ApiSyncRequest(Guid? Employee = null, string? Key = null, bool OnlyChanges = false, string? Digest = null)
{
    public override string ToString() => nameof(ApiSyncRequest);
}

/// <summary>A run that was asked for.</summary>
/// <param name="Run">The run to look at.</param>
/// <param name="State">started; or following, when another run goes on and everybody is read once more after it.</param>
public sealed record ApiStarted(Guid Run, string State);

/// <summary>One run.</summary>
/// <param name="Id">Names it.</param>
/// <param name="Connection">The connection's name; null when it was removed.</param>
/// <param name="State">running, succeeded, awaiting-approval, rejected, failed, interrupted, previewed or undone.</param>
/// <param name="Trigger">What started it.</param>
/// <param name="Reading">full, delta, single or undo.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="FinishedAt">Null while it goes on.</param>
/// <param name="Digest">Names exactly its plan; needed to apply or approve it.</param>
/// <param name="Changes">Changes that were written.</param>
/// <param name="Created">Employees the plan creates.</param>
/// <param name="Updated">Employees the plan changes.</param>
/// <param name="Deactivated">Employees the plan deactivates.</param>
/// <param name="HeldPeople">People who are held.</param>
/// <param name="HeldValues">Values that are held.</param>
/// <param name="Reason">Why it was stopped, failed or rejected. This, the plan and the undo only when one run is looked at.</param>
/// <param name="HasPlan">Whether its plan can still be applied.</param>
/// <param name="UndoneBy">The run that took it back.</param>
public sealed record ApiRun(
    Guid Id, string? Connection, string State, string Trigger, string Reading, DateTimeOffset StartedAt, DateTimeOffset? FinishedAt, string? Digest, int Changes,
    int? Created, int? Updated, int? Deactivated, int? HeldPeople, int? HeldValues, string? Reason, bool? HasPlan, Guid? UndoneBy)
{
    /// <summary>People whom the HRIS delivered.</summary>
    public int? Read { get; init; }

    /// <summary>Where it stands while it goes on. This and the following only when one run is looked at.</summary>
    public ApiProgress? Progress { get; init; }

    /// <summary>Everything that was counted.</summary>
    public PlanCounts? Counts { get; init; }

    /// <summary>What it held, or why it failed.</summary>
    public IReadOnlyList<ApiFinding>? Findings { get; init; }

    /// <summary>What it found is not kept any more.</summary>
    public bool FindingsRemoved { get; init; }

    /// <summary>Who applied or approved its plan.</summary>
    public string? ApprovedBy { get; init; }

    public override string ToString() => Id.ToString();
}

/// <summary>Where a run stands.</summary>
/// <param name="Stage">discover, read, map, plan, guard or apply.</param>
/// <param name="Done">People, or changes when applying, done in this stage.</param>
/// <param name="Total">How many there will be, when known.</param>
public sealed record ApiProgress(string Stage, int Done, int? Total);

/// <summary>One planned or written change, in words.</summary>
/// <param name="Subject">employee, team, level or custom-attribute.</param>
/// <param name="SubjectId">Its id.</param>
/// <param name="Who">Its name.</param>
/// <param name="Kind">The field, or what kind of change it is.</param>
/// <param name="Before">The value before, in words.</param>
/// <param name="After">The value after, in words.</param>
/// <param name="Cause">The source attribute or rule behind it.</param>
public sealed record ApiChange(string Subject, Guid SubjectId, string Who, string Kind, string? Before, string? After, string? Cause)
{
    /// <summary>create, set, add, remove or delete. This and the field only when each change is asked for.</summary>
    public string? Verb { get; init; }

    /// <summary>The field's key; empty when all of the subject comes or goes.</summary>
    public string? Field { get; init; }

    public override string ToString() => Kind;
}

/// <summary>The changes of a plan or run.</summary>
/// <param name="Digest">Names exactly them; null for a run without a plan.</param>
/// <param name="Items">In the order of the plan.</param>
public sealed record ApiChanges(string? Digest, IReadOnlyList<ApiChange> Items)
{
    /// <summary>How many changes there are: a move from one team to another is one item of two changes.</summary>
    public int Changes { get; init; }

    /// <summary>When the HRIS was read, for a plan that is not applied.</summary>
    public DateTimeOffset? ReadAt { get; init; }

    /// <summary>Why the guard does not let the plan pass without a person.</summary>
    public IReadOnlyList<string> Guard { get; init; } = [];

    /// <summary>What an undo leaves as it is, because it changed since.</summary>
    public IReadOnlyList<ApiFinding> Kept { get; init; } = [];

    public override string ToString() => $"{Changes} changes";
}

/// <summary>A decision about a plan.</summary>
/// <param name="Digest">Of the plan that was looked at: another one is refused.</param>
/// <param name="Reason">Why; needed to approve a plan that the guard stopped.</param>
public sealed record ApiDecision(string Digest, string? Reason = null);

/// <summary>Why a plan is rejected.</summary>
public sealed record ApiRejection(string Reason);

/// <summary>What a decision came to.</summary>
/// <param name="Changes">Changes that were written.</param>
public sealed record ApiDecided(int Changes);

/// <summary>A field that employees have.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Label">Its name.</param>
/// <param name="CanSort">Whether a list can be sorted by it.</param>
public sealed record ApiField(string Key, string Label, bool CanSort);

/// <summary>One employee in a list.</summary>
/// <param name="Id">Names them.</param>
/// <param name="Name">First and last name.</param>
/// <param name="Status">created, invited, active or deactivated.</param>
/// <param name="Values">What was asked for by show, in words; null for none.</param>
public sealed record ApiEmployee(Guid Id, string Name, string Status, IReadOnlyDictionary<string, string?> Values)
{
    public override string ToString() => Id.ToString();
}

/// <summary>One value of an employee.</summary>
/// <param name="Field">The field's key.</param>
/// <param name="Label">Its name.</param>
/// <param name="Value">In words; null for none.</param>
/// <param name="Source">hris, manual, pinned or held; none when nobody owns an empty field.</param>
public sealed record ApiValue(string Field, string Label, string? Value, string Source)
{
    /// <summary>The same as it is stored: dates as 2026-01-31, numbers with a point, toggles as true or false; names for teams, levels and managers.</summary>
    public string? Stored { get; init; }

    /// <summary>The connection that writes the field.</summary>
    public string? Connection { get; init; }

    public override string ToString() => Field;
}

/// <summary>One employee with every value.</summary>
public sealed record ApiProfile(Guid Id, string Name, IReadOnlyList<ApiValue> Values)
{
    /// <summary>The records that HR systems have of them.</summary>
    public IReadOnlyList<ApiTie> Records { get; init; } = [];

    /// <summary>All changes after it are in the history; null when all ever are.</summary>
    public DateTimeOffset? HistoryKeptSince { get; init; }

    public override string ToString() => Id.ToString();
}

/// <summary>A record that an HRIS has of somebody.</summary>
/// <param name="Connection">The connection's name; null when it was removed.</param>
/// <param name="ExternalId">The id there.</param>
/// <param name="ExcludedSince">Since when it is left alone; null when it is not.</param>
/// <param name="ExcludedBy">The criterion that leaves it alone.</param>
public sealed record ApiTie(string? Connection, string ExternalId, DateTimeOffset? ExcludedSince, string? ExcludedBy)
{
    /// <summary>What it says of a day to come: first-day, last-day, or other when it is not known which; null for nothing.</summary>
    public string? Upcoming { get; init; }

    /// <summary>That day.</summary>
    public DateOnly? UpcomingOn { get; init; }

    public override string ToString() => nameof(ApiTie);
}

/// <summary>One step of an explanation.</summary>
/// <param name="Question">What is asked: source, scope, match, mapping or result.</param>
/// <param name="IsGood">Whether the value came past it.</param>
/// <param name="Text">In words.</param>
public sealed record ApiExplainStep(string Question, bool IsGood, string Text)
{
    public override string ToString() => Question;
}

/// <summary>Why an employee has a value, or none.</summary>
/// <param name="Target">The field.</param>
/// <param name="Value">What stands now.</param>
/// <param name="Verdict">The answer in a word.</param>
/// <param name="Code">The finding behind it.</param>
/// <param name="Steps">The way of the value.</param>
/// <param name="Fix">What to do next.</param>
public sealed record ApiExplanation(string Target, string? Value, string Verdict, string? Code, IReadOnlyList<ApiExplainStep> Steps, string? Fix)
{
    /// <summary>The run that wrote what stands; null when a person did, or nothing is known of it.</summary>
    public Guid? Run { get; init; }

    public override string ToString() => Target;
}

/// <summary>One entry of an employee's history.</summary>
/// <param name="At">When.</param>
/// <param name="Run">The run that wrote it; null for an edit by a person.</param>
/// <param name="Text">In words.</param>
public sealed record ApiHistoryEntry(DateTimeOffset At, Guid? Run, string Text)
{
    /// <summary>The change behind it, in words.</summary>
    public required ApiChange Change { get; init; }

    /// <summary>It is from before the history that is kept: what was before it is not known any more.</summary>
    public bool IsCut { get; init; }

    public override string ToString() => $"{At:O}";
}

/// <summary>What is held or wrong now.</summary>
/// <param name="Code">Stable; docs/findings.md has a section for each.</param>
/// <param name="Severity">held, notice or error.</param>
/// <param name="Connection">The connection's name.</param>
/// <param name="Attribute">The source attribute, if it is about one.</param>
/// <param name="Target">The field, if it is about one.</param>
/// <param name="People">How many people it concerns.</param>
/// <param name="What">What happened.</param>
/// <param name="Why">Why.</param>
/// <param name="Fix">What to do next.</param>
public sealed record ApiFinding(string Code, string Severity, string Connection, string? Attribute, string? Target, int People, string What, string Why, string Fix)
{
    /// <summary>The option, team or level in question.</summary>
    public string? Value { get; init; }

    /// <summary>The most similar one that there is.</summary>
    public string? Nearest { get; init; }

    /// <summary>External ids of those concerned, the first 100.</summary>
    public IReadOnlyList<string> ExternalIds { get; init; } = [];

    public override string ToString() => Code;
}

/// <summary>One team.</summary>
/// <param name="Id">Names it.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Kind">team, department, division, business-unit, cost-center or other.</param>
/// <param name="Parent">The team that it is part of.</param>
/// <param name="Aliases">Other spellings a source may send for it.</param>
/// <param name="Leads">Employees who lead it.</param>
/// <param name="Members">How many people are in it.</param>
/// <param name="Bindings">How many units of HR systems are bound to it.</param>
public sealed record ApiTeam(Guid Id, string Name, string Kind, Guid? Parent, IReadOnlyList<string> Aliases, IReadOnlyList<Guid> Leads, int Members, int Bindings);

/// <summary>One level; lower orders first.</summary>
public sealed record ApiLevel(Guid Id, string Name, int Order, IReadOnlyList<string> Aliases, int People);

/// <summary>One custom attribute.</summary>
/// <param name="Key">Never changes.</param>
/// <param name="Name">What people see.</param>
/// <param name="Type">text, number, date, single-select, multi-select, toggle, phone, url or currency.</param>
/// <param name="Options">Labels, for selects.</param>
/// <param name="Filled">How many people have a value.</param>
/// <param name="People">How many people there are.</param>
public sealed record ApiAttribute(string Key, string Name, string Type, IReadOnlyList<string> Options, int Filled, int People);

/// <summary>A piece of the change log.</summary>
/// <param name="Cursor">Where to go on; unchanged when nothing came.</param>
/// <param name="HasMore">Whether more is there already.</param>
/// <param name="Items">Committed changes, in the order in which they became true; of one employee always in order.</param>
public sealed record ApiFeed(long Cursor, bool HasMore, IReadOnlyList<ApiFeedEntry> Items);

/// <summary>One entry of the change log, as it is stored.</summary>
/// <param name="Cursor">Its place.</param>
/// <param name="At">When it became true.</param>
/// <param name="Run">The run that wrote it; null for an edit by a person.</param>
/// <param name="Verb">create, set, add, remove or delete.</param>
/// <param name="Subject">employee, team, level or custom-attribute.</param>
/// <param name="SubjectId">Its id.</param>
/// <param name="Field">The field; null when all of the subject came or went.</param>
/// <param name="Before">The stored value before; ids for teams, levels and managers.</param>
/// <param name="After">The stored value after.</param>
/// <param name="Cause">The source attribute or rule behind it.</param>
public sealed record ApiFeedEntry(
    long Cursor, DateTimeOffset At, Guid? Run, string Verb, string Subject, Guid SubjectId, string? Field, string? Before, string? After, string? Cause)
{
    public override string ToString() => $"{Cursor}";
}
