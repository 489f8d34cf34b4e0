using Rollcall.Core.Applying;
using Rollcall.Core.Connecting;
using Rollcall.Core.Directory;
using Rollcall.Core.Mapping;

namespace Rollcall.Core.Planning;

/// <summary>Makes a plan from what was read and what stands. Pure: the same input gives the same plan, whatever the order of
/// people or pages (R15). Four passes: judge everybody, decide teams and levels once for all, plan each person, take back cycles.</summary>
public static class Planner
{
    public static Plan Plan(PlanInput input) => new PlanMaker(input).Make();

    /// <summary>Ties the records of a batch to employees; the result says whom to load before planning.</summary>
    public static Match[] MatchAll(
        WorkspaceConfig workspace, CompiledMapping mapping, DirectorySchema schema, ReadBatch batch, Reading? complete, KnownRecords known,
        PeopleIndex people, IReadOnlyList<MatchDecision> decisions, bool[]? blanksHeld)
    {
        var table = new TargetTable(workspace, [mapping], schema.Layout);
        return new Matcher(mapping, schema.Layout, table, known, people, decisions, id => complete?.ProvesAbsent(id) ?? false, batch.Kind, blanksHeld)
            .MatchAll(batch.Changed);
    }
}

/// <summary>One planning, from start to end.</summary>
internal sealed class PlanMaker
{
    private readonly PlanInput input;
    private readonly TargetTable table;
    private readonly FindingLedger ledger = new();
    private readonly TeamBook teams;
    private readonly LevelBook levels;
    private readonly ManagerGraph graph;
    private readonly EmailClaims emails;
    private readonly PersonPlanner people;
    private readonly StatusPlanner statuses;
    private readonly Matcher matcher;
    private readonly PersonJudge judge;
    private readonly Returners returners;
    private readonly RecordKeeper keeper;
    private readonly PlanAssembler assembler;
    private readonly Dictionary<string, EmployeeId> newTies = new(StringComparer.Ordinal);
    private readonly HashSet<string> excludedRecords = new(StringComparer.Ordinal);
    private readonly List<MatchDecision> decided = [];
    private int excluded;
    private int heldPeople;

    public PlanMaker(PlanInput input)
    {
        this.input = input;
        table = new TargetTable(input.Workspace, [input.Mapping, .. input.Others.Values], input.Schema.Layout);
        teams = new TeamBook(input.Workspace.Id, input.Schema);
        levels = new LevelBook(input.Workspace.Id, input.Schema);
        graph = new ManagerGraph(input.People);
        emails = new EmailClaims(input.People);
        var managers = new ManagerResolver(input.People, TieOf, IsExcluded);
        people = new PersonPlanner(input, table, teams, new SlotResolver(levels, managers), managers, graph, emails, ledger);
        statuses = new StatusPlanner(input, table, ledger);
        matcher = new Matcher(
            input.Mapping, input.Schema.Layout, table, input.Known, input.People, input.Decisions, id => input.Complete?.ProvesAbsent(id) ?? false, input.Batch.Kind, input.BlanksHeld);
        keeper = new RecordKeeper(input);
        assembler = new PlanAssembler(input, teams, levels, ledger, keeper);
        foreach (var finding in input.Mapping.Findings.Concat(input.BlanksHeld is null ? [] : Coverage.Findings(input.Mapping, input.Batch.Coverage, input.Baseline)))
        {
            ledger.Add(finding);
        }

        judge = new PersonJudge(input, table, matcher);
        returners = new Returners(input, statuses, matcher);
    }

    public Plan Make()
    {
        var batch = input.Batch;
        var cases = new PersonCase[batch.Changed.Count];
        for (var i = 0; i < cases.Length; i++)
        {
            cases[i] = returners.Judge(judge.Judge(batch.Changed[i], input.Matches[i]));
        }

        AnnounceNew(cases);
        Observe(cases);
        teams.Decide();
        levels.Decide();

        var drafts = new List<PersonDraft>(cases.Length);
        for (var i = 0; i < cases.Length; i++)
        {
            drafts.Add(PlanPerson(cases[i]));
            cases[i] = default;
            batch.Changed[i] = default;
            if (i % 1000 == 999)
            {
                input.Progress?.Report(i + 1);
            }
        }

        drafts.AddRange(new AbsencePlanner(input, statuses, ledger, CarriersOfOthers, people).PlanMissing());
        TakeBack(drafts);
        AddNotes();
        return assembler.Assemble(drafts, decided, excluded, heldPeople);
    }

    private EmployeeId? TieOf(ConnectionId connection, string externalId)
    {
        if (connection != input.Mapping.Connection)
        {
            return input.TieOfOther(connection, externalId);
        }

        return newTies.TryGetValue(externalId, out var planned) ? planned : input.Known.EmployeeOf(externalId);
    }

    private bool IsExcluded(ConnectionId connection, string externalId) =>
        connection == input.Mapping.Connection
        && (excludedRecords.Contains(externalId) || input.Known.IsExcluded(externalId));

    /// <summary>Those the plan creates can be managers of others in the same plan.</summary>
    private void AnnounceNew(PersonCase[] cases)
    {
        foreach (var person in cases)
        {
            if (person.Scope == PersonScope.Excluded)
            {
                excludedRecords.Add(person.Read.Record.ExternalId);
            }

            if (person.Scope != PersonScope.Included || person.Match.Employee is not { } employee)
            {
                continue;
            }

            newTies[person.Read.Record.ExternalId] = employee;
            var identity = person.Match.Who!;
            if (person.Match.IsNew)
            {
                input.People.Add(DirectoryEntry.Of(employee, identity.Email, identity.FullName, identity.Birthday, AccountStatus.Created, manager: null, isOwner: false));
            }

            if (identity.Email is not null)
            {
                emails.Claim(identity.Email, employee);
            }

            if (returners.LeftBehind(person) is { } old)
            {
                input.People.LoseEmail(old.Id);
            }
        }
    }

    private void Observe(PersonCase[] cases)
    {
        foreach (var person in cases)
        {
            if (person.Scope == PersonScope.Included)
            {
                foreach (var carrier in CarriersOf(person))
                {
                    ObserveCarrier(carrier);
                }
            }
        }

        foreach (var missing in input.Complete?.Missing ?? [])
        {
            if (input.Known.EmployeeOf(missing) is { } employee)
            {
                foreach (var carrier in CarriersOfOthers(employee))
                {
                    ObserveCarrier(carrier);
                }
            }
        }
    }

    private void ObserveCarrier(Carrier carrier)
    {
        foreach (var rule in carrier.Mapping.Rules)
        {
            if (rule.To.Kind is not (TargetKind.Team or TargetKind.Level))
            {
                continue;
            }

            var result = RuleRunner.Run(carrier.Mapping, rule, carrier.Values, carrier.BlanksHeld);
            if (result.Kind is not (RuleResultKind.Value or RuleResultKind.Empty))
            {
                continue;
            }

            var items = PersonPlanner.ItemsOf(new TargetEntry(carrier.Mapping, rule), result);
            if (rule.To.Kind == TargetKind.Level && items.Count > 0)
            {
                levels.Observe(rule, result.Kind == RuleResultKind.Value ? ValueConverter.Text(result.Value) : items[0].Label);
            }
            else if (rule.To.Kind == TargetKind.Team)
            {
                foreach (var item in items)
                {
                    teams.Observe(carrier.Mapping.Connection, rule, item);
                }
            }
        }
    }

    private Carrier[] CarriersOf(PersonCase person)
    {
        var own = new Carrier(input.Mapping, person.Read.Record.ExternalId, person.Read.Record.Values, input.BlanksHeld);
        return input.Others.Count == 0 || person.Match.IsNew || person.Match.Employee is not { } employee
            ? [own]
            : [own, .. CarriersOfOthers(employee)];
    }

    /// <summary>The stored records of other connections that still carry somebody.</summary>
    private Carrier[] CarriersOfOthers(EmployeeId employee)
    {
        if (input.Others.Count == 0)
        {
            return [];
        }

        return [.. input.OtherRecords[employee]
            .Where(r => r is { Scope: RecordScope.Included or RecordScope.Held, Values: not null }
                && input.Others.TryGetValue(r.Connection, out var mapping) && r.MissingReads < mapping.Config.MissingReadsBeforeLeaving)
            .OrderBy(r => r.Connection).ThenBy(r => r.ExternalId, StringComparer.Ordinal)
            .Select(r => new Carrier(input.Others[r.Connection], r.ExternalId, RecordCodec.Decode(r.Values, input.Others[r.Connection].Attributes), BlanksHeld: null, r.Scope == RecordScope.Held))];
    }

    private PersonDraft PlanPerson(PersonCase person)
    {
        var draft = new PersonDraft(person.Read.Record.ExternalId) { Employee = person.Match.Employee };
        switch (person.Scope)
        {
            case PersonScope.Excluded:
                excluded++;
                break;
            case PersonScope.Held:
                heldPeople++;
                draft.IsOpen = true;
                ledger.Add(person.Reason!, FindingSeverity.Held, person.Attribute, target: null, person.Employment.Hold?.Word, nearest: null, draft.ExternalId);
                break;
            case PersonScope.NotPickedUp:
                break;
            case PersonScope.Included:
                PlanIncluded(draft, person);
                break;
        }

        draft.Record = keeper.RecordOf(person, draft);
        return draft;
    }

    private void PlanIncluded(PersonDraft draft, PersonCase person)
    {
        var carriers = CarriersOf(person);
        var employment = person.Employment;
        if (matcher.DecisionOn(draft.ExternalId) is { } decision)
        {
            decided.Add(decision);
        }

        if (returners.LeftBehind(person) is { } old)
        {
            draft.Changes.Add(returners.EmailOf(old));
        }

        if (person.Match.IsNew || !input.Employees.TryGetValue(person.Match.Employee!.Value, out var actual))
        {
            people.PlanNew(draft, carriers, statuses.StatusOfNew(employment.Status!.Value));
            return;
        }

        Tie(draft, person, actual);
        people.PlanExisting(draft, actual, carriers);
        statuses.Plan(draft, actual, employment, carriers.AsSpan(1), input.Known);
    }

    private void Tie(PersonDraft draft, PersonCase person, EmployeeState actual)
    {
        var externalId = person.Read.Record.ExternalId;
        if (input.Known.EmployeeOf(externalId) == actual.Id)
        {
            return;
        }

        draft.Changes.Add(new Change
        {
            Verb = ChangeVerb.Set,
            Subject = SubjectKind.Employee,
            SubjectId = actual.Id.Value,
            Field = Fields.ExternalId,
            Before = person.Match.ReboundFrom,
            After = externalId,
            Origin = input.Mapping.Connection,
            Cause = person.Match.ReboundFrom is null ? "same email" : "new external id, same email",
        });
    }

    /// <summary>What shows only over everybody: whoever would be in a circle of managers, and who was to get an email that its holder keeps.</summary>
    private void TakeBack(List<PersonDraft> drafts)
    {
        TakeBack(drafts, graph.BreakCycles(), Fields.Manager, FindingCodes.ManagerCycle);
        var givenUp = drafts.SelectMany(d => d.Changes).Where(c => c.Field == Fields.Email).Select(c => new EmployeeId(c.SubjectId)).ToHashSet();
        TakeBack(drafts, emails.Disappointed(givenUp.Contains), Fields.Email, FindingCodes.EmailTaken);
    }

    private void TakeBack(List<PersonDraft> drafts, IReadOnlyCollection<EmployeeId> from, string field, string code)
    {
        if (from.Count == 0)
        {
            return;
        }

        var byEmployee = drafts.Where(d => d.Employee is not null).ToDictionary(d => d.Employee!.Value);
        var slot = input.Schema.Layout.IndexOf(field);
        var attribute = table.Slots[slot] is [var first, ..] && first.Rule.Rule.From.Count > 0 ? first.Rule.Rule.From[0] : null;
        foreach (var employee in from)
        {
            var draft = byEmployee[employee];
            draft.Changes.RemoveAll(c => c.Field == field && c.SubjectId == employee.Value);
            if (draft.Created is { } created)
            {
                created.Values[slot] = null;
            }

            draft.IsOpen = true;
            draft.HeldValues++;
            ledger.Add(code, FindingSeverity.Held, attribute, field, null, null, draft.ExternalId);
        }
    }

    private void AddNotes()
    {
        var notes = input.Batch.Notes;
        if (notes.Unproven is { } reason)
        {
            ledger.Add(new Finding { Code = FindingCodes.ReadUnproven, Severity = FindingSeverity.Notice, Detail = reason });
        }

        if (input.Unannounced > 0)
        {
            ledger.Add(new Finding { Code = FindingCodes.WebhooksSilent, Severity = FindingSeverity.Notice, Detail = input.Unannounced == 1 ? "somebody" : $"{input.Unannounced} people" });
        }

        foreach (var group in notes.Notes.GroupBy(n => (n.Code, n.Text)))
        {
            ledger.Add(new Finding
            {
                Code = FindingCodes.SourceNote,
                Severity = FindingSeverity.Notice,
                Value = group.Key.Code,
                Detail = group.Select(n => n.TraceId).FirstOrDefault(t => t is not null) is { } trace ? $"{group.Key.Text} (trace {trace})" : group.Key.Text,
                Count = group.Count(),
                People = group.Where(n => n.ExternalId is not null).Select(n => n.ExternalId!).Distinct(StringComparer.Ordinal)
                    .Order(StringComparer.Ordinal).Take(Finding.MaxPeople).ToValueList(),
            });
        }
    }
}
