using Rollcall.Core.Applying;
using Rollcall.Core.Directory;

namespace Rollcall.Core.Planning;

/// <summary>Puts the drafts of all people into one plan, in an order that never depends on that of reading.</summary>
internal sealed class PlanAssembler(PlanInput input, TeamBook teams, LevelBook levels, FindingLedger ledger, RecordKeeper keeper)
{
    public Plan Assemble(List<PersonDraft> drafts, IReadOnlyList<MatchDecision> decided, int excluded, int heldPeople)
    {
        drafts.Sort((a, b) => string.CompareOrdinal(a.ExternalId, b.ExternalId));
        var changes = new List<Change>();
        foreach (var book in input.Options.All)
        {
            changes.AddRange(book.Added.Select(label => new Change
            {
                Verb = ChangeVerb.Add,
                Subject = SubjectKind.CustomAttribute,
                SubjectId = Guid.Empty,
                Field = Fields.Custom(book.Attribute.Key),
                After = label,
                Origin = input.Mapping.Connection,
                Cause = "new in the HRIS",
            }));
        }

        changes.AddRange(teams.Changes);
        changes.AddRange(levels.Changes);
        var records = new List<StoredRecord>();
        foreach (var draft in drafts)
        {
            if (draft.Created is { } created)
            {
                changes.Add(new Change
                {
                    Verb = ChangeVerb.Create,
                    Subject = SubjectKind.Employee,
                    SubjectId = created.Id.Value,
                    Origin = input.Mapping.Connection,
                    Cause = "new in the HRIS",
                    Snapshot = created,
                });
            }

            changes.AddRange(draft.Changes);
            keeper.Add(records, draft);
        }

        var baseline = input.Complete is null
            ? []
            : Coverage.Baseline(input.Mapping, input.Batch.Coverage, input.Baseline, input.BlanksHeld);
        return new Plan
        {
            Connection = input.Mapping.Connection,
            Reading = input.Batch.Kind,
            Changes = changes,
            Records = records,
            Answers = input.Batch.Answers,
            Decided = decided,
            AsOf = input.AsOf,
            IsUnproven = input.Complete is not null && input.Batch.Notes.Unproven is not null,
            Reopened = input is { IsConfigNew: true, Complete: { } read, Batch.Notes.Unproven: not null }
                ? [.. read.Unseen.Where(id => input.Known.All[input.Known.IndexOf(id)].Fingerprint is not null).Select(id => new RecordTie(id, input.Known.EmployeeOf(id)))]
                : [],
            Findings = FindingLabels.Named(ledger.ToList(), input.Source, input.Schema),
            Coverage = baseline,
            Counts = CountsOf(drafts, excluded, heldPeople),
            ConfigDigest = input.ConfigDigest,
            Layout = input.Schema.Layout.Definitions.Select(d => d.Key).ToValueList(),
            Digest = PlanDigest.Of(input.Mapping.Connection, changes),
            ReadAt = input.Batch.ReadAt,
        };
    }

    private PlanCounts CountsOf(List<PersonDraft> drafts, int excluded, int heldPeople)
    {
        var changes = drafts.SelectMany(d => d.Changes).ToList();
        return new PlanCounts
        {
            Read = input.Batch.Read,
            Unchanged = input.Batch.Unchanged,
            Excluded = excluded + (input.Batch.Kind == ReadingKind.Full ? ExcludedAndUnchanged() : 0),
            HeldPeople = heldPeople,
            HeldValues = drafts.Sum(d => d.HeldValues),
            PartlyHeld = drafts.Count(d => d.HeldValues > 0),
            Created = drafts.Count(d => d.Created is not null),
            Updated = drafts.Count(d => d.Created is null && d.Changes.Count > 0),
            Deactivated = changes.Count(c => c.Field == Fields.Status && c.After == AccountStatusWord.Deactivated),
            Reactivated = changes.Count(c => c.Field == Fields.Status && c.Before == AccountStatusWord.Deactivated),
            Rebound = changes.Count(c => c.Field == Fields.ExternalId && c.Before is not null),
            ManagerChanges = changes.Count(c => c.Field == Fields.Manager && c.Before is not null),
            Missing = input.Complete?.Missing.Count ?? 0,
            DirectoryEmployees = input.People.Count,
            DirectoryActive = input.People.Active,
            DirectoryTied = input.Known.Tied,
        };
    }

    private int ExcludedAndUnchanged()
    {
        var changed = input.Records.Keys.ToHashSet(StringComparer.Ordinal);
        return input.Known.All.Count(k => k.Scope == RecordScope.Excluded && k.MissingReads == 0 && !changed.Contains(k.ExternalId));
    }
}
