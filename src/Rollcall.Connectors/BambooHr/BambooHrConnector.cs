using Rollcall.Connectors.Http;
using Rollcall.Core.Connecting;
using Rollcall.Core.Directory;
using Rollcall.Core.Mapping;

namespace Rollcall.Connectors.BambooHr;

/// <summary>What Rollcall knows about BambooHR without talking to one.</summary>
public static class BambooHrConnector
{
    internal const string HowToGrant =
        "In BambooHR, Settings > Access Levels: open the access level of the API key's user and tick “View” for the field. The key sees what its user sees.";

    public static ConnectorDescriptor Descriptor { get; } = new()
    {
        Key = "bamboohr",
        Name = "BambooHR",
        DocsPage = "connectors/bamboohr.md",
        Capabilities = Capability.Delta | Capability.Projection | Capability.Webhooks,
        Settings =
        [
            new("company-domain", "Company domain", "The first part of your BambooHR address: “acme” in acme.bamboohr.com.", Secret: false, Required: true, Default: null, Choices: []),
            new("api-key", "API key", "In BambooHR, your account menu > API Keys > Add New Key. The key sees what its user may see.", Secret: true, Required: true, Default: null, Choices: []),
            new("base-url", "Base address", "Only for an emulator or a proxy. {company} stands for the company domain.", Secret: false, Required: false, Default: "https://{company}.bamboohr.com", Choices: []),
        ],
        DefaultMappings =
        [
            MappingRule.Of("firstName", Target.Field(Fields.FirstName)),
            MappingRule.Of("lastName", Target.Field(Fields.LastName)),
            MappingRule.Of("workEmail", Target.Field(Fields.Email)),
            MappingRule.Of("status", Target.Status),
            MappingRule.Of("jobTitle", Target.Field(Fields.Title)),
            MappingRule.Of("supervisorEId", Target.Manager),
            MappingRule.Of("hireDate", Target.Field(Fields.StartDate)),
            MappingRule.Of("terminationDate", Target.Field(Fields.EndDate)),
            MappingRule.Of("location", Target.Field(Fields.Location)),
            MappingRule.Of("department", Target.Team(TeamKind.Department)),
            MappingRule.Of("gender", Target.Field(Fields.Gender)),
        ],
        // documentation.bamboohr.com, list of field names, 2026-04: status is Active or Inactive and follows the employment status.
        StatusWords = [new("Active", EmploymentStatus.Active), new("Inactive", EmploymentStatus.Left)],
        HowToGrant = HowToGrant,
        Create = Create,
    };

    private static BambooHrSource Create(ConnectorContext context)
    {
        var company = context.Required(Descriptor, "company-domain");
        var address = context.Address(Descriptor, "base-url", text => text.Replace("{company}", company, StringComparison.Ordinal));
        var call = new VendorCall(context.Http, "BambooHR", "x-request-id", "x-bamboohr-request-id", "request-id");
        return new BambooHrSource(new BambooHrClient(call, address, context.Required(Descriptor, "api-key")));
    }
}
