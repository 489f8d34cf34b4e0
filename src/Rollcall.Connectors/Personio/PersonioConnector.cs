using System.Globalization;
using Rollcall.Connectors.Http;
using Rollcall.Core.Connecting;
using Rollcall.Core.Directory;
using Rollcall.Core.Mapping;

namespace Rollcall.Connectors.Personio;

/// <summary>What Rollcall knows about Personio without talking to one.</summary>
public static class PersonioConnector
{
    internal const string HowToGrant =
        "In Personio, Marketplace > Connected integrations > your custom integration (before: Settings > Integrations > API credentials): tick the attribute under “Readable employee attributes”.";

    public static ConnectorDescriptor Descriptor { get; } = new()
    {
        Key = "personio",
        Name = "Personio",
        DocsPage = "connectors/personio.md",
        Capabilities = Capability.Delta | Capability.Projection | Capability.Webhooks,
        Settings =
        [
            new("client-id", "Client ID", "In Personio, Marketplace > Connected integrations > Create custom integration; grant Employees: read.", Secret: false, Required: true, Default: null, Choices: []),
            new("client-secret", "Client secret", "Shown once, when the integration is created.", Secret: true, Required: true, Default: null, Choices: []),
            new("base-url", "Base address", "Only for an emulator or a proxy.", Secret: false, Required: false, Default: "https://api.personio.de", Choices: []),
            new("requests-per-minute", "Requests per minute", "Personio allows 300; 0 means no limit, for an emulator.", Secret: false, Required: false, Default: "300", Choices: []),
        ],
        SetupSteps =
        [
            new("Make an integration.", "In Personio, Marketplace > Connected integrations > Create custom integration (before: Settings > Integrations > API credentials)."),
            new("Let it read employees.", "Grant Employees: read, and nothing that writes."),
            new("Tick the attributes.", "Under Readable employee attributes tick First name, Last name, Email, Status, Position, Supervisor, Hire date, Termination date, Office, Department and Gender, and every custom attribute you want to map, one by one. What is not ticked does not exist for Rollcall."),
            new("Copy client ID and client secret.", "The secret is shown once."),
        ],
        DefaultMappings =
        [
            MappingRule.Of("first_name", Target.Field(Fields.FirstName)),
            MappingRule.Of("last_name", Target.Field(Fields.LastName)),
            MappingRule.Of("email", Target.Field(Fields.Email)),
            MappingRule.Of("status", Target.Status),
            MappingRule.Of("position", Target.Field(Fields.Title)),
            MappingRule.Of("supervisor", Target.Manager),
            MappingRule.Of("hire_date", Target.Field(Fields.StartDate)),
            MappingRule.Of("termination_date", Target.Field(Fields.EndDate)),
            MappingRule.Of("office", Target.Field(Fields.Location)),
            MappingRule.Of("department", Target.Team(TeamKind.Department)),
            MappingRule.Of("gender", Target.Field(Fields.Gender)),
        ],
        // developer.personio.de, personnel data API, status of an employee, 2025-01.
        StatusWords =
        [
            new("active", EmploymentStatus.Active), new("leave", EmploymentStatus.OnLeave),
            new("onboarding", EmploymentStatus.Upcoming), new("inactive", EmploymentStatus.Left),
        ],
        HowToGrant = HowToGrant,
        Webhook = PersonioWebhook.Format,
        Create = Create,
    };

    private static PersonioSource Create(ConnectorContext context)
    {
        var perMinute = int.TryParse(context.Required(Descriptor, "requests-per-minute"), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new ConnectorException(new ConnectorFault(
                ConnectorFaultKind.Misconfigured, "Personio: “requests-per-minute” is no number.", "Write a number such as 300.", null, null) { Setting = "requests-per-minute" });

        // 15 requests in one second are the most (changelog, 2024-05-06): ten at once and those that a second brings stay below it.
        var call = new VendorCall(context.Http, "Personio", "x-personio-trace-id", "x-request-id");
        var address = context.Address(Descriptor, "base-url");
        var token = new PersonioToken(call, address, context.Required(Descriptor, "client-id"), context.Required(Descriptor, "client-secret"), context.Time);
        return new PersonioSource(new PersonioClient(call, address, token, new RequestPace(perMinute, atOnce: Math.Clamp(perMinute / 30, 1, 10), context.Time)));
    }
}
