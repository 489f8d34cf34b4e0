using Rollcall.Core.Connecting;
using Rollcall.Core.Directory;
using Rollcall.Core.Planning;

namespace Rollcall.Connectors.BambooHr;

/// <summary>Proves step by step what the API key can do, and says where in BambooHR to grant what is missing.</summary>
internal sealed class BambooHrProof(BambooHrClient client, BambooHrSource source)
{
    public async Task<ConnectionTest> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (!await client.ProbeAsync(cancellationToken))
            {
                return Failed(
                    authenticated: false, FindingCodes.PermissionMissing, "BambooHR denies even what needs no permission (403).",
                    "It shuts a whole company's API for a while after many requests with unknown keys: wait half an hour, then test again with the right key.", traceId: null);
            }
        }
        catch (ConnectorException exception) when (exception.Fault.Kind == ConnectorFaultKind.Unauthorized)
        {
            return Failed(
                authenticated: false, FindingCodes.CredentialRefused, exception.Fault.What,
                "Enter an API key that exists: in BambooHR, the account menu > API Keys > Add New Key.", exception.Fault.TraceId);
        }

        try
        {
            return await ReadAsync(cancellationToken);
        }
        catch (ConnectorException exception) when (exception.Fault.Kind == ConnectorFaultKind.Forbidden)
        {
            return Failed(authenticated: true, FindingCodes.PermissionMissing, exception.Fault.What, exception.Fault.Fix, exception.Fault.TraceId);
        }
    }

    private async Task<ConnectionTest> ReadAsync(CancellationToken cancellationToken)
    {
        var schema = await source.DiscoverAsync(cancellationToken);
        var needed = BambooHrConnector.Descriptor.DefaultMappings.SelectMany(m => m.From).ToValueList();
        var manager = needed.Span.IndexOf("supervisorEId");
        var people = new HashSet<string>(StringComparer.Ordinal);
        var managers = new List<string>();
        await foreach (var person in source.ReadAsync(new ReadRequest(needed, new ReadNotes()), cancellationToken))
        {
            people.Add(person.ExternalId);
            if (person.Values[manager] is { Kind: SourceValueKind.Person, Person.ExternalId: { } id })
            {
                managers.Add(id);
            }
        }

        var unreadable = needed.Where(key => schema.Find(key) is not { Readable: not Readability.NotReadable }).Select(key => Missing(
            $"The field “{schema.Find(key)?.Label ?? key}” is not readable.", schema.Find(key)?.HowToGrant ?? BambooHrAccess.AnyField));
        return new ConnectionTest(
            true, people.Count, schema.Attributes.Count(a => a.Readable != Readability.NotReadable),
            [.. Invisible(people.Count, managers.Count, managers.Count(m => !people.Contains(m))), .. unreadable]);
    }

    /// <summary>Signs of an access level that does not cover everybody.</summary>
    private static IEnumerable<ConnectionProblem> Invisible(int people, int managers, int invisibleManagers)
    {
        if (people == 0)
        {
            yield return new ConnectionProblem("nobody-visible", "The key is accepted and sees nobody.", BambooHrAccess.Everybody, TraceId: null);
        }
        else if (people == 1)
        {
            yield return Missing("The key is accepted and sees one person only.", BambooHrAccess.Everybody);
        }
        else if (invisibleManagers * 10 > managers)
        {
            yield return Missing($"The supervisors of {invisibleManagers} of {managers} people are not among those the key sees.", BambooHrAccess.Everybody);
        }
    }

    private static ConnectionProblem Missing(string what, string fix) => new(FindingCodes.PermissionMissing, what, fix, TraceId: null);

    private static ConnectionTest Failed(bool authenticated, string code, string what, string fix, string? traceId) =>
        new(authenticated, VisiblePeople: null, ReadableAttributes: null, [new ConnectionProblem(code, what, fix, traceId)]);
}
