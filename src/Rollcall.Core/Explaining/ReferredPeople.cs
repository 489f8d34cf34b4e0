using Rollcall.Core.Connecting;
using Rollcall.Core.Directory;
using Rollcall.Core.Mapping;
using Rollcall.Core.Planning;

namespace Rollcall.Core.Explaining;

/// <summary>Whom somebody's records name as managers: all of the directory that an explanation needs. Pure.</summary>
public static class ReferredPeople
{
    public static IReadOnlyList<(ConnectionId Connection, PersonReference Reference)> Of(
        IReadOnlyList<ExplainedConnection> connections, DirectorySchema schema, IReadOnlyList<StoredRecord> records)
    {
        var options = new OptionBooks();
        return
        [
            .. from record in records
               where record.Values is not null
               from connection in connections
               where connection.Setup.Id == record.Connection
               let mapping = MappingCompiler.Compile(record.Connection, connection.Setup.Config, connection.Setup.Descriptor, schema: null, schema, [], options)
               let values = RecordCodec.Decode(record.Values, mapping.Attributes)
               from rule in mapping.Rules
               where rule.To.Kind is TargetKind.Manager or TargetKind.AdditionalManager
               let result = RuleRunner.Run(mapping, rule, values, blanksHeld: null)
               where result.Kind == RuleResultKind.Value
               from reference in ManagerResolver.ReferencesIn(result.Value)
               select (record.Connection, reference),
        ];
    }

    /// <summary>The folded spellings under which a full name may be found.</summary>
    public static IEnumerable<string> NameKeys(PersonReference reference) => reference.FullName is { } name ? PeopleIndex.NameKeys(name) : [];
}
