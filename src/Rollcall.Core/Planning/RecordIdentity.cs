using Rollcall.Core.Connecting;
using Rollcall.Core.Directory;
using Rollcall.Core.Mapping;
using Rollcall.Core.Runs;

namespace Rollcall.Core.Planning;

/// <summary>Who the stored records of one connection say somebody is, for a person who decides about a match (R1, R19).</summary>
public sealed class RecordIdentity
{
    private readonly CompiledMapping mapping;
    private readonly FieldLayout layout;
    private readonly TargetTable table;

    public RecordIdentity(WorkspaceConfig workspace, ConnectionSetup connection, DirectorySchema schema)
    {
        layout = schema.Layout;
        mapping = MappingCompiler.Compile(connection.Id, connection.Config, connection.Descriptor, schema: null, schema, [], new OptionBooks());
        table = new TargetTable(workspace, [mapping], layout);
    }

    /// <summary>Null when nothing of the record is kept.</summary>
    public Identity? Of(StoredRecord record) =>
        record.Values is null ? null : Of(mapping, layout, table, RecordCodec.Decode(record.Values, mapping.Attributes), blanksHeld: null);

    /// <summary>Those it could be: who has the email, who has the name and birthday, and whom the record is tied to.</summary>
    public static IReadOnlyList<EmployeeId> Candidates(StoredRecord record, Identity? who, PeopleIndex people)
    {
        IEnumerable<EmployeeId> found = record.Employee is { } tied ? [tied] : [];
        if (who?.Email is { } email)
        {
            found = found.Concat(people.WithEmail(email));
        }

        if (who is { FullName: { } name, Birthday: { } birthday })
        {
            found = found.Concat(people.WithNameAndBirthday(name, birthday));
        }

        return [.. found.Distinct()];
    }

    internal static Identity Of(CompiledMapping mapping, FieldLayout layout, TargetTable table, SourceValue[] values, bool[]? blanksHeld)
    {
        RuleResult Of(string field) => Employment.First(table.Slots[layout.IndexOf(field)], mapping, values, blanksHeld);
        static string? TextOf(RuleResult result) => result.Kind == RuleResultKind.Value ? ValueConverter.Text(result.Value) : null;
        string? Text(string field) => TextOf(Of(field));
        var email = Of(Fields.Email);

        return new Identity(
            TextOf(email), Text(Fields.FirstName), Text(Fields.LastName), Text(Fields.Birthday) is { } date ? ValueConverter.Date(date) : null)
        {
            EmailDoubt = email.Hold?.Code,
        };
    }
}
