using Rollcall.Core.Mapping;
using Rollcall.Core.Planning;
using Rollcall.Storage;

namespace Rollcall.Features.Employees;

/// <summary>A connection that writes a field of somebody.</summary>
internal sealed record FieldOwner(Target Target, string Connection);

/// <summary>Which fields of an employee come from which connection.</summary>
internal static class FieldOwners
{
    /// <summary>By field key, in order of precedence: the mappings of the connections that carry the employee.</summary>
    public static ILookup<string, FieldOwner> Of(IEnumerable<ConnectionEntry> connections, IReadOnlyList<StoredRecord> records) => connections
        .Where(c => records.Any(r => r.Connection == c.Id && r.Scope == RecordScope.Included))
        .SelectMany(c => c.Config.Mappings.Select(m => new FieldOwner(m.To, c.Config.Name)))
        .ToLookup(o => o.Target.FieldKey, StringComparer.Ordinal);
}
