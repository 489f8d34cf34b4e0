using Rollcall.Core.Connecting;
using Rollcall.Core.Planning;

namespace Rollcall.Connectors.HiBob;

/// <summary>Proves what the service user can do, and says where in HiBob to grant what is missing.</summary>
internal sealed class HiBobProof(HiBobSource source)
{
    private const string Audience =
        HiBobConnector.Group + " > Access data for: choose everybody. Bob fills in “Lifecycle status equals Employed”; remove that condition, or nobody who leaves or is about to start is seen.";

    public async Task<ConnectionTest> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await ReadAsync(cancellationToken);
        }
        catch (ConnectorException exception) when (exception.Fault.Kind == ConnectorFaultKind.Unauthorized)
        {
            return Failed(authenticated: false, FindingCodes.CredentialRefused, exception.Fault, "Enter the ID and the token of a service user that exists: in HiBob, Settings > Integrations > Service users.");
        }
        catch (ConnectorException exception) when (exception.Fault.Kind == ConnectorFaultKind.Forbidden)
        {
            return Failed(
                authenticated: true, FindingCodes.PermissionMissing, exception.Fault,
                HiBobConnector.Group + " > People's data: tick View for the sections you map. If it worked before: HiBob blocks for five minutes after many refusals.");
        }
    }

    private async Task<ConnectionTest> ReadAsync(CancellationToken cancellationToken)
    {
        var schema = await source.DiscoverAsync(cancellationToken);
        var people = 0;
        var employed = 0;
        await foreach (var person in source.ReadAsync(new ReadRequest([HiBobField.LifecycleStatus], new ReadNotes()), cancellationToken))
        {
            people++;
            employed += person.Values[0] is { Kind: SourceValueKind.Item, Item.Label: { } word } && string.Equals(word, "Employed", StringComparison.OrdinalIgnoreCase) ? 1 : 0;
        }

        var unreadable = HiBobConnector.Descriptor.DefaultMappings.SelectMany(m => m.From)
            .Where(key => schema.Find(key) is not { Readable: not Readability.NotReadable })
            .Select(key => new ConnectionProblem(
                FindingCodes.PermissionMissing, $"The field “{schema.Find(key)?.Label ?? key}” is not readable.", schema.Find(key)?.HowToGrant ?? HiBobConnector.Descriptor.HowToGrant, TraceId: null));
        return new ConnectionTest(
            true, people, schema.Attributes.Count(a => a.Readable != Readability.NotReadable), [.. Invisible(people, employed), .. unreadable]);
    }

    /// <summary>Signs of an audience that leaves people out.</summary>
    private static IEnumerable<ConnectionProblem> Invisible(int people, int employed)
    {
        if (people == 0)
        {
            yield return new ConnectionProblem("nobody-visible", "The service user is accepted and sees nobody.", Audience, TraceId: null);
        }
        else if (employed == people)
        {
            yield return new ConnectionProblem(
                FindingCodes.PermissionMissing, $"All {people} people the service user sees are employed today: nobody on leave, to come, or left.", Audience, TraceId: null);
        }
    }

    private static ConnectionTest Failed(bool authenticated, string code, ConnectorFault fault, string fix) =>
        new(authenticated, VisiblePeople: null, ReadableAttributes: null, [new ConnectionProblem(code, fault.What, fix, fault.TraceId)]);
}
