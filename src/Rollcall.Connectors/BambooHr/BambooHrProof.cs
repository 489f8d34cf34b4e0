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
            await client.ProbeAsync(cancellationToken);
        }
        catch (ConnectorException exception) when (exception.Fault.Kind == ConnectorFaultKind.Unauthorized)
        {
            return Failed(authenticated: false, exception.Fault, FindingCodes.CredentialRefused, "Enter an API key that exists: in BambooHR, the account menu > API Keys > Add New Key.");
        }
        catch (ConnectorException exception) when (exception.Fault.Kind == ConnectorFaultKind.Forbidden)
        {
            return Failed(
                authenticated: false, exception.Fault, FindingCodes.PermissionMissing,
                "BambooHR denies even what needs no permission. It shuts a whole company's API for a while after many requests with unknown keys: wait half an hour, then test again with the right key.");
        }

        try
        {
            return await ReadAsync(cancellationToken);
        }
        catch (ConnectorException exception) when (exception.Fault.Kind == ConnectorFaultKind.Forbidden)
        {
            return Failed(authenticated: true, exception.Fault, FindingCodes.PermissionMissing, exception.Fault.Fix);
        }
    }

    private async Task<ConnectionTest> ReadAsync(CancellationToken cancellationToken)
    {
        var schema = await source.DiscoverAsync(cancellationToken);
        var needed = BambooHrConnector.Descriptor.DefaultMappings.SelectMany(m => m.From).ToValueList();
        var people = 0;
        await foreach (var _ in source.ReadAsync(new ReadRequest(needed, new ReadNotes()), cancellationToken))
        {
            people++;
        }

        var problems = new List<ConnectionProblem>();
        if (people <= 1)
        {
            var what = people == 0 ? "The key is accepted and sees nobody." : "The key is accepted and sees one person only.";
            problems.Add(new ConnectionProblem(people == 0 ? "nobody-visible" : FindingCodes.PermissionMissing, what, BambooHrAccess.Everybody, TraceId: null));
        }

        problems.AddRange(needed.Where(key => schema.Find(key) is not { Readable: not Readability.NotReadable }).Select(key => new ConnectionProblem(
            FindingCodes.PermissionMissing, $"The field “{schema.Find(key)?.Label ?? key}” is not readable.", schema.Find(key)?.HowToGrant ?? BambooHrAccess.AnyField, TraceId: null)));
        return new ConnectionTest(true, people, schema.Attributes.Count(a => a.Readable != Readability.NotReadable), problems.ToValueList());
    }

    private static ConnectionTest Failed(bool authenticated, ConnectorFault fault, string code, string fix) =>
        new(authenticated, VisiblePeople: null, ReadableAttributes: null, [new ConnectionProblem(code, fault.What, fix, fault.TraceId)]);
}
