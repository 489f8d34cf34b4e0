using System.Runtime.CompilerServices;
using Rollcall.Core.Applying;
using Rollcall.Core.Connecting;
using Rollcall.Core.Directory;
using Rollcall.Core.Mapping;
using Rollcall.Core.Planning;

namespace Rollcall.Core.Runs;

/// <summary>Loads what the pure stages of a run need, each thing as late and as little as possible: an unchanged company costs its
/// fingerprints only.</summary>
internal sealed class RunScene : IAsyncDisposable
{
    private readonly IDirectory directory;
    private readonly SyncRequest request;
    private readonly SourceSchema source;
    private readonly DirectorySchema schema;
    private readonly OptionBooks options = new();
    private readonly CompiledMapping mapping;
    private readonly IReadOnlyList<AttributeCoverage> baseline;
    private readonly string configDigest;
    private readonly bool isConfigNew;
    private readonly DateOnly today;
    private readonly DateTimeOffset readAt;
    private readonly CancellationTokenSource ended = new();
    private Task<Beforehand>? beforehand;

    private RunScene(IDirectory directory, SyncRequest request, SourceSchema source, Standing standing, DateTimeOffset now)
    {
        this.directory = directory;
        this.request = request;
        this.source = source;
        schema = request.Apply is ApplyMode.Preview { NewAttributes: var coming } ? With(standing.Schema, coming) : standing.Schema;
        baseline = standing.Coverage;
        Known = standing.Known;
        readAt = now;
        today = WorkspaceClock.Today(request.Workspace.TimeZone, now);
        var connection = request.Connection;
        mapping = MappingCompiler.Compile(connection.Id, connection.Config, connection.Descriptor, source, schema, baseline, options);
        configDigest = MappingCompiler.ConfigDigest(
            request.Workspace, request.Others.Select(o => o.Config).Append(connection.Config), request.EditEpoch);
        isConfigNew = configDigest != standing.ConfigDigest;
    }

    public KnownRecords Known { get; }

    /// <summary>Asks the HRIS what it offers, and meanwhile the directory what stands.</summary>
    public static async Task<RunScene> LoadAsync(IDirectory directory, SyncRequest request, TimeProvider time, CancellationToken cancellationToken)
    {
        var standing = Task.Run(() => Standing.LoadAsync(directory, request.Connection.Id, cancellationToken), cancellationToken);
        try
        {
            var offered = await request.Source.DiscoverAsync(cancellationToken);
            return new RunScene(directory, request, offered, await standing, time.GetUtcNow());
        }
        finally
        {
            await Task.WhenAny(standing);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await ended.CancelAsync();
        if (beforehand is not null)
        {
            await Task.WhenAny(beforehand);
        }

        ended.Dispose();
    }

    /// <summary>Reads as much as the request asks for. The second part is set only for a complete read.</summary>
    public async Task<(ReadBatch Batch, Reading? Complete)> ReadAsync(IProgress<int> progress, CancellationToken cancellationToken)
    {
        var notes = new ReadNotes();
        var requested = mapping.Requested;
        var read = new ReadRequest(requested, notes) { Answers = request.Mode is ReadMode.People ? AnswerMemory.None : AnswersOf(requested) };
        if (Known.All.Any(IsWaiting))
        {
            LoadBeforehand();
        }

        switch (request.Mode)
        {
            case ReadMode.Changes changes when !isConfigNew:
                var since = WithDecidedAsync(request.Source.ReadChangesAsync(read, changes.Since, cancellationToken), read, cancellationToken);
                return (await DeltaAsync(ReadingKind.Delta, since, requested, notes, progress, cancellationToken), null);
            case ReadMode.People some:
                return (await DeltaAsync(ReadingKind.Single, WithDecidedAsync(request.Source.ReadSomeAsync(read, some.ExternalIds, cancellationToken), read, cancellationToken), requested, notes, progress, cancellationToken), null);
            default:
                var people = request.Source.ReadAsync(read, cancellationToken);
                var complete = await Reading.CompleteAsync(
                    people, Known, mapping, requested, MayPass, notes, readAt, LoadBeforehand, progress, cancellationToken);
                return (complete.Batch, complete);
        }
    }

    /// <summary>Matches, and loads those concerned.</summary>
    public async Task<PlanInput> PrepareAsync(ReadBatch batch, Reading? complete, IProgress<int> progress, CancellationToken cancellationToken)
    {
        var missing = complete?.Missing ?? [];
        var isIdle = batch.Changed.Count == 0 && missing.Count == 0;
        var before = isIdle ? Beforehand.Nothing : await BeforehandAsync(cancellationToken);
        var people = before.People;
        var decisions = isIdle ? [] : await directory.ReadDecisionsAsync(request.Connection.Id, cancellationToken);
        var blanksHeld = complete is null ? null : Coverage.BlanksHeld(mapping, batch.Coverage, baseline);
        var matches = Planner.MatchAll(request.Workspace, mapping, schema, batch, complete, Known, people, decisions, blanksHeld);

        var concerned = matches.Where(m => m is { Employee: not null, IsNew: false }).Select(m => m.Employee!.Value)
            .Concat(matches.Select((m, i) => m.IsNew ? Known.EmployeeOf(batch.Changed[i].Record.ExternalId) : null).OfType<EmployeeId>())
            .Concat(missing.Select(id => Known.EmployeeOf(id)).OfType<EmployeeId>()).ToHashSet();
        var employees = await EmployeesOfAsync(concerned, before, cancellationToken);
        var others = OtherMappings();
        var otherRecords = concerned.Count == 0 || others.Count == 0 ? [] : await directory.ReadRecordsOfAsync(concerned, cancellationToken);
        var ties = await TiesOfOthersAsync(otherRecords, cancellationToken);
        return new PlanInput
        {
            Workspace = request.Workspace,
            Mapping = mapping,
            Others = others,
            Schema = schema,
            Source = source,
            Options = options,
            Batch = batch,
            Complete = complete,
            Known = Known,
            People = people,
            Matches = matches,
            Employees = employees,
            Records = await RecordsOfAsync(batch, missing, matches, before, cancellationToken),
            OtherRecords = otherRecords.Where(r => r.Connection != request.Connection.Id && r.Employee is not null).ToLookup(r => r.Employee!.Value),
            TieOfOther = (connection, externalId) => ties.GetValueOrDefault(connection)?.EmployeeOf(externalId),
            Decisions = decisions,
            Baseline = baseline,
            BlanksHeld = blanksHeld,
            ConfigDigest = request.Mode is ReadMode.People ? "" : configDigest,
            IsConfigNew = isConfigNew,
            AsOf = before.At,
            Unannounced = UnannouncedIn(batch),
            Today = today,
            Progress = progress,
        };
    }

    /// <summary>Those who are new or other than at the read before; not those who are looked at again for reasons of ours.</summary>
    private int UnannouncedIn(ReadBatch batch) => request is not { Webhook.IsSilent: true, Mode: not ReadMode.People } || isConfigNew ? 0 : batch.Changed.Count(c =>
        Known.IndexOf(c.Record.ExternalId) is var at && (at < 0 || Known.All[at] is { Fingerprint: not null, DueOn: null, MissingReads: 0 }));

    /// <summary>Whether somebody who comes with the same values need not be looked at: nothing of theirs waits, and nobody changed the configuration.</summary>
    private bool MayPass(KnownRecord record) =>
        (!isConfigNew || request.Mode is ReadMode.People) && record is { Fingerprint: not null, MissingReads: 0 } && (record.DueOn is not { } due || due > today);

    /// <summary>Whether somebody has to be looked at whatever comes of them; not those who were gone already.</summary>
    private bool IsWaiting(KnownRecord record) => record.MissingReads == 0 && !MayPass(record);

    /// <summary>The answers of the last reads. What is made of them depends on the attributes and their options, and on this program.</summary>
    private AnswerMemory AnswersOf(Directory.ValueList<string> requested) =>
        AnswerMemory.Of(Known, MayPass, AnswerMemory.ContextOf(request.Connection.Descriptor, source, mapping.Attributes, requested));

    private static DirectorySchema With(DirectorySchema standing, Directory.ValueList<CustomAttribute> coming) => coming.Count == 0
        ? standing
        : new DirectorySchema(standing.Teams, standing.Levels, [.. standing.Attributes, .. coming.Where(c => standing.Attributes.All(a => a.Key != c.Key))]);

    /// <summary>Begins to load while the read goes on what will be needed after it: the directory in brief, and whoever is known to have to be looked at.</summary>
    private void LoadBeforehand() => beforehand ??= Task.Run(() => Beforehand.LoadAsync(directory, request.Connection.Id, schema.Layout, [.. Known.All.Where(IsWaiting)], Known.Count, ended.Token), ended.Token);

    /// <summary>As it is now: a long read leaves time for others to change the directory.</summary>
    private async Task<Beforehand> BeforehandAsync(CancellationToken cancellationToken)
    {
        LoadBeforehand();
        var loaded = await beforehand!.WaitAsync(cancellationToken);
        if (loaded.At == await directory.ReadLastChangeAsync(cancellationToken))
        {
            return loaded;
        }

        return await Beforehand.LoadAsync(directory, request.Connection.Id, schema.Layout, waiting: [], Known.Count, cancellationToken);
    }

    /// <summary>Those matched and those missing, in full.</summary>
    private async Task<IReadOnlyDictionary<EmployeeId, EmployeeState>> EmployeesOfAsync(HashSet<EmployeeId> concerned, Beforehand before, CancellationToken cancellationToken)
    {
        var others = concerned.Where(e => !before.Employees.ContainsKey(e)).ToHashSet();
        var loaded = others.Count == 0 ? [] : await directory.ReadEmployeesAsync(schema.Layout, others, cancellationToken);
        return loaded.Concat(concerned.Select(before.Employees.GetValueOrDefault).OfType<EmployeeState>()).ToDictionary(e => e.Id);
    }

    private async Task<ReadBatch> DeltaAsync(
        ReadingKind kind, IAsyncEnumerable<SourceRecord> source, Directory.ValueList<string> requested, ReadNotes notes, IProgress<int> progress,
        CancellationToken cancellationToken)
    {
        var delta = await Delta.ReadAsync(
            kind, source, () => WaitingAsync(cancellationToken), Known, mapping, requested, MayPass, notes, readAt, progress, cancellationToken);
        return delta.Batch;
    }

    /// <summary>Also those who were held until somebody said who they are: what is kept of them is what they were before the doubt.</summary>
    private async IAsyncEnumerable<SourceRecord> WithDecidedAsync(
        IAsyncEnumerable<SourceRecord> source, ReadRequest read, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var record in source.WithCancellation(cancellationToken))
        {
            yield return record;
        }

        var held = Known.All.Where(k => k.Scope == RecordScope.Held).Select(k => k.ExternalId).ToHashSet(StringComparer.Ordinal);
        var decided = held.Count == 0 ? [] : await directory.ReadDecisionsAsync(request.Connection.Id, cancellationToken);
        string[] asked = [.. decided.Select(d => d.ExternalId).Where(held.Contains)];
        if (asked.Length == 0)
        {
            yield break;
        }

        await foreach (var record in request.Source.ReadSomeAsync(read, asked, cancellationToken))
        {
            yield return record;
        }
    }

    /// <summary>The readings of those who wait for something. Of whoever is held as a whole the last good reading is no news.</summary>
    private async Task<IEnumerable<SourceRecord>> WaitingAsync(CancellationToken cancellationToken) => beforehand is null
        ? []
        : (await beforehand.WaitAsync(cancellationToken)).Records.Values
            .Where(r => r is { Values: not null, Scope: not RecordScope.Held })
            .Select(r => new SourceRecord(r.ExternalId, RecordCodec.Decode(r.Values, mapping.Attributes)));

    private Dictionary<ConnectionId, CompiledMapping> OtherMappings() => request.Others.ToDictionary(
        o => o.Id,
        o => MappingCompiler.Compile(o.Id, o.Config, o.Descriptor, schema: null, schema, [], options));

    /// <summary>Ties of those other connections that carry somebody concerned, to resolve their references to managers.</summary>
    private async Task<Dictionary<ConnectionId, KnownRecords>> TiesOfOthersAsync(IReadOnlyList<StoredRecord> records, CancellationToken cancellationToken)
    {
        var ties = new Dictionary<ConnectionId, KnownRecords>();
        foreach (var connection in records.Select(r => r.Connection).Distinct().Where(c => c != request.Connection.Id))
        {
            ties[connection] = await KnownRecords.LoadAsync(directory.ReadKnownRecordsAsync(connection, cancellationToken), about: 0, cancellationToken);
        }

        return ties;
    }

    private async Task<IReadOnlyDictionary<string, StoredRecord>> RecordsOfAsync(
        ReadBatch batch, IReadOnlyList<string> missing, Match[] matches, Beforehand before, CancellationToken cancellationToken)
    {
        var wanted = batch.Changed.Select(c => c.Record.ExternalId).Concat(missing)
            .Concat(matches.Where(m => m.ReboundFrom is not null).Select(m => m.ReboundFrom!))
            .Where(id => Known.IndexOf(id) >= 0).Distinct(StringComparer.Ordinal).ToList();
        var others = wanted.FindAll(id => !before.Records.ContainsKey(id));
        var loaded = others.Count == 0 ? [] : await directory.ReadRecordsAsync(request.Connection.Id, others, cancellationToken);
        return loaded.Concat(wanted.Select(before.Records.GetValueOrDefault).OfType<StoredRecord>()).ToDictionary(r => r.ExternalId, StringComparer.Ordinal);
    }

    /// <summary>What is loaded ahead, as of one moment.</summary>
    private sealed record Beforehand(long At, PeopleIndex People, Dictionary<EmployeeId, EmployeeState> Employees, Dictionary<string, StoredRecord> Records)
    {
        public static Beforehand Nothing => new(0, new PeopleIndex(), [], []);

        public static async Task<Beforehand> LoadAsync(
            IDirectory directory, ConnectionId connection, FieldLayout layout, IReadOnlyList<KnownRecord> waiting, int about, CancellationToken cancellationToken)
        {
            var at = await directory.ReadLastChangeAsync(cancellationToken);
            var people = await PeopleIndex.LoadAsync(directory.ReadEntriesAsync(cancellationToken), about, cancellationToken);
            var tied = waiting.Select(k => k.Employee).OfType<EmployeeId>().ToHashSet();
            var employees = tied.Count == 0 ? [] : await directory.ReadEmployeesAsync(layout, tied, cancellationToken);
            var records = waiting.Count == 0 ? [] : await directory.ReadRecordsAsync(connection, [.. waiting.Select(k => k.ExternalId)], cancellationToken);
            return new Beforehand(at, people, employees.ToDictionary(e => e.Id), records.ToDictionary(r => r.ExternalId, StringComparer.Ordinal));
        }
    }

    /// <summary>What stands before the run.</summary>
    private sealed record Standing(DirectorySchema Schema, IReadOnlyList<AttributeCoverage> Coverage, KnownRecords Known, string? ConfigDigest)
    {
        public static async Task<Standing> LoadAsync(IDirectory directory, ConnectionId connection, CancellationToken cancellationToken)
        {
            var coverage = await directory.ReadCoverageAsync(connection, cancellationToken);
            return new Standing(
                await directory.ReadSchemaAsync(cancellationToken),
                coverage,
                await KnownRecords.LoadAsync(directory.ReadKnownRecordsAsync(connection, cancellationToken), coverage.Select(c => c.Total).DefaultIfEmpty().Max(), cancellationToken),
                await directory.ReadConfigDigestAsync(connection, cancellationToken));
        }
    }
}
