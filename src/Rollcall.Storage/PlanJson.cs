using System.IO.Compression;
using System.Text.Json;
using Rollcall.Core.Applying;
using Rollcall.Core.Directory;
using Rollcall.Core.Planning;

namespace Rollcall.Storage;

/// <summary>The stored form of a parked plan: it comes back as exactly the plan that was shown, and says so by its digest.</summary>
public static class PlanJson
{
    /// <summary>Compressed: the words of a plan repeat.</summary>
    public static byte[] Write(Plan plan)
    {
        using var bytes = new MemoryStream();
        using (var zip = new GZipStream(bytes, CompressionLevel.Fastest))
        {
            JsonSerializer.Serialize(zip, ToDocument(plan));
        }

        return bytes.ToArray();
    }

    /// <exception cref="JsonException">The bytes are no plan of this version.</exception>
    /// <exception cref="InvalidDataException">The bytes are no stored plan.</exception>
    public static Plan Read(byte[] bytes)
    {
        using var zip = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
        var document = JsonSerializer.Deserialize<Document>(zip) ?? throw new JsonException("null is no plan");
        var layout = document.Layout.ToValueList();
        var snapshots = new SnapshotReader(LayoutOf(layout));
        return new Plan
        {
            Connection = new ConnectionId(document.Connection),
            Reading = document.Reading,
            Changes = [.. document.Changes.Select(c => new Change
            {
                Verb = c.Verb,
                Subject = c.Subject,
                SubjectId = c.SubjectId,
                Field = c.Field,
                Before = c.Before,
                After = c.After,
                Origin = c.Origin is { } origin ? new ConnectionId(origin) : null,
                Cause = c.Cause,
                Snapshot = snapshots.Read(c.Snapshot, c.Subject, c.SubjectId),
            })],
            Records = [.. document.Records.Select(r => new StoredRecord
            {
                Connection = new ConnectionId(r.Connection),
                ExternalId = r.ExternalId,
                Employee = r.Employee is { } employee ? new EmployeeId(employee) : null,
                Fingerprint = r.Fingerprint,
                Values = r.Values,
                Scope = r.Scope,
                ScopeReason = r.ScopeReason,
                ScopeSince = r.ScopeSince,
                MissingReads = r.MissingReads,
                DueOn = r.DueOn,
                ReadAt = r.ReadAt,
                Answer = r.Answer,
            })],
            Findings = RunJson.ReadFindings(document.Findings),
            Decided = [.. (document.Decided ?? []).Select(d => new MatchDecision(d.ExternalId, d.Employee is { } chosen ? new EmployeeId(chosen) : null))],
            Reopened = [.. (document.Reopened ?? []).Select(t => new RecordTie(t.ExternalId, t.Employee is { } tied ? new EmployeeId(tied) : null))],
            AsOf = document.AsOf,
            IsUnproven = document.IsUnproven,
            Coverage = document.Coverage,
            Counts = document.Counts,
            ConfigDigest = document.ConfigDigest,
            Digest = document.Digest,
            Layout = layout,
            ReadAt = document.ReadAt,
        };
    }

    private static Document ToDocument(Plan plan) => new(
        plan.Connection.Value,
        plan.Reading,
        [.. plan.Changes.Select(c => new ChangeDocument(
            c.Verb, c.Subject, c.SubjectId, c.Field, c.Before, c.After, c.Origin?.Value, c.Cause, SnapshotJson.Of(c.Snapshot, plan.Layout)))],
        [.. plan.Records.Select(r => new RecordDocument(
            r.Connection.Value, r.ExternalId, r.Employee?.Value, r.Fingerprint, r.Values, r.Scope, r.ScopeReason, r.ScopeSince, r.MissingReads, r.DueOn, r.ReadAt, r.Answer))],
        RunJson.Write(plan.Findings),
        [.. plan.Coverage],
        plan.Counts,
        plan.ConfigDigest,
        plan.Digest,
        [.. plan.Layout],
        plan.ReadAt,
        [.. plan.Decided.Select(d => new TieDocument(d.ExternalId, d.Employee?.Value))],
        [.. plan.Reopened.Select(t => new TieDocument(t.ExternalId, t.Employee?.Value))],
        plan.AsOf,
        plan.IsUnproven);

    /// <summary>The layout the plan was made with, whatever custom attributes there are by now.</summary>
    private static FieldLayout LayoutOf(ValueList<string> keys) => new(keys.Skip(Fields.BuiltIn.Count).Select(k => new CustomAttribute
    {
        Key = k[Fields.CustomPrefix.Length..],
        Name = k,
        Type = AttributeType.Text,
    }));

    private sealed record Document(
        Guid Connection, ReadingKind Reading, ChangeDocument[] Changes, RecordDocument[] Records, string Findings, AttributeCoverage[] Coverage,
        PlanCounts Counts, string ConfigDigest, string Digest, string[] Layout, DateTimeOffset ReadAt, TieDocument[]? Decided = null, TieDocument[]? Reopened = null,
        long? AsOf = null, bool IsUnproven = false);

    private sealed record TieDocument(string ExternalId, Guid? Employee)
    {
        public override string ToString() => ExternalId;
    }

    private sealed record ChangeDocument(
        ChangeVerb Verb, SubjectKind Subject, Guid SubjectId, string Field, string? Before, string? After, Guid? Origin, string? Cause, string? Snapshot)
    {
        public override string ToString() => "change";
    }

    private sealed record RecordDocument(
        Guid Connection, string ExternalId, Guid? Employee, byte[]? Fingerprint, byte[]? Values, RecordScope Scope, string? ScopeReason,
        DateTimeOffset ScopeSince, int MissingReads, DateOnly? DueOn, DateTimeOffset ReadAt, byte[]? Answer = null)
    {
        public override string ToString() => "record";
    }
}
