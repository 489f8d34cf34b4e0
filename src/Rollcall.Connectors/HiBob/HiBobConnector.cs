using System.Text.RegularExpressions;
using Rollcall.Connectors.Http;
using Rollcall.Core.Connecting;
using Rollcall.Core.Directory;
using Rollcall.Core.Mapping;

namespace Rollcall.Connectors.HiBob;

/// <summary>What Rollcall knows about HiBob without talking to one.</summary>
public static partial class HiBobConnector
{
    /// <summary>The page on which all rights of a service user are given.</summary>
    internal const string Group =
        "In HiBob, Settings > Account > Permission groups > the group whose member is the service user";

    public static ConnectorDescriptor Descriptor { get; } = new()
    {
        Key = "hibob",
        Name = "HiBob",
        DocsPage = "connectors/hibob.md",

        // There is no read of those changed since (people search, 2026-06); a projection there is, and webhooks set up in Bob.
        Capabilities = Capability.Projection | Capability.Webhooks,
        Settings =
        [
            new("service-user-id", "Service user ID", "In HiBob, Settings > Integrations > Service users: the ID, such as SERVICE-1234.", Secret: false, Required: true, Default: null, Choices: []),
            new("token", "Token", "Shown once, when the service user is created.", Secret: true, Required: true, Default: null, Choices: []),
            new("base-url", "Base address", "https://api.sandbox.hibob.com for a sandbox; otherwise only for an emulator or a proxy.", Secret: false, Required: false, Default: "https://api.hibob.com", Choices: []),
        ],
        SetupSteps =
        [
            new("Make a service user.", "In HiBob, Settings > Integrations > Service users > New service user. Copy its ID and token: the token is shown once. A new service user may do nothing at all."),
            new("Make a permission group for it.", "Settings > Account > Permission groups > Create group, with the service user as its only member."),
            new("Let it see everybody.", "In the group, Access data for: choose everybody. Bob fills in the condition Lifecycle status equals Employed; remove it. With it, leavers and people about to start are invisible, and a leaver looks like somebody who vanished."),
            new("Let it see the sections.", "In the group, People's data, tick View for Basic info, Work, Employment, Lifecycle, Personal, and for every other section that holds a field you want to map."),
        ],
        DefaultMappings =
        [
            MappingRule.Of("root.firstName", Target.Field(Fields.FirstName)),
            MappingRule.Of("root.surname", Target.Field(Fields.LastName)),
            MappingRule.Of("root.email", Target.Field(Fields.Email)),
            MappingRule.Of(HiBobField.LifecycleStatus, Target.Status),
            MappingRule.Of("work.title", Target.Field(Fields.Title)),
            MappingRule.Of("work.manager", Target.Manager),
            MappingRule.Of("work.secondLevelManager", Target.AdditionalManager),
            MappingRule.Of("work.startDate", Target.Field(Fields.StartDate)),
            MappingRule.Of("internal.terminationDate", Target.Field(Fields.EndDate)),
            MappingRule.Of("work.site", Target.Field(Fields.Location)),
            MappingRule.Of("work.department", Target.Team(TeamKind.Department)),
            MappingRule.Of("personal.gender", Target.Field(Fields.Gender)),
        ],

        // Help article 4409776355857, 2026-10. An account may add statuses of its own; those are unknown until they are looked up.
        StatusWords =
        [
            new("Employed", EmploymentStatus.Active), new("Garden leave", EmploymentStatus.Active),
            new("Leave", EmploymentStatus.OnLeave), new("Parental leave", EmploymentStatus.OnLeave),
            new("Hired", EmploymentStatus.Upcoming), new("Terminated", EmploymentStatus.Left),
        ],
        HowToGrant = Group + " > People's data: tick View for the attribute's section.",
        Webhook = HiBobWebhook.Format,
        Create = Create,
    };

    private static HiBobSource Create(ConnectorContext context)
    {
        var address = context.Address(Descriptor, "base-url", text => Version().IsMatch(text.TrimEnd('/')) ? text : text.TrimEnd('/') + "/v1");
        var user = context.Required(Descriptor, "service-user-id").Trim();
        var token = context.Required(Descriptor, "token").Trim();
        if (user.Contains(':', StringComparison.Ordinal))
        {
            throw new ConnectorException(new ConnectorFault(
                ConnectorFaultKind.Misconfigured, "The service user ID is not one.", "Copy it from HiBob once more: Settings > Integrations > Service users.", HttpStatus: null, TraceId: null) { Setting = "service-user-id" });
        }

        var call = new VendorCall(context.Http, "HiBob", "x-request-id", "x-correlation-id");
        return new HiBobSource(new HiBobClient(call, address, (user, token), new ToldPace(TimeSpan.FromMinutes(1), context.Time)), context.Logger);
    }

    [GeneratedRegex("/v[0-9]+$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Version();
}
