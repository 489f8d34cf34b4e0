using System.Text.RegularExpressions;
using Rollcall.Connectors.Http;
using Rollcall.Core.Connecting;
using Rollcall.Core.Directory;
using Rollcall.Core.Mapping;

namespace Rollcall.Connectors.BambooHr;

/// <summary>What Rollcall knows about BambooHR without talking to one.</summary>
public static partial class BambooHrConnector
{
    public static ConnectorDescriptor Descriptor { get; } = new()
    {
        Key = "bamboohr",
        Name = "BambooHR",
        DocsPage = "connectors/bamboohr.md",
        Capabilities = Capability.Delta | Capability.Projection | Capability.Webhooks,
        Settings =
        [
            new("company-domain", "Company domain", "The first part of your BambooHR address: “acme” in acme.bamboohr.com.", Secret: false, Required: true, Default: null, Choices: []),
            new("api-key", "API key", "In BambooHR, the account menu > API Keys > Add New Key. The key sees what its user may see.", Secret: true, Required: true, Default: null, Choices: []),
            new("base-url", "Base address", "Only for an emulator or a proxy. {company} stands for the company domain.", Secret: false, Required: false, Default: "https://{company}.bamboohr.com", Choices: []),
        ],
        SetupSteps =
        [
            new("Make a user for Rollcall.", "An API key belongs to a user and sees what that user sees. In BambooHR, Settings > Access Levels, add a Custom Access Level and put the user into it. A full admin's key works too, but shows Rollcall more than it needs."),
            new("Let it see everybody.", "In the level's Access Level Settings > See About Other Employees, choose All Employees. With any other choice people and managers are missing."),
            new("Let it see the fields.", "On the same page, set to View Only: under Personal, Status, First Name, Last Name, Gender and Work Email; under Job, Hire Date, Employment Status and Job Information with Job Title, Department, Location and Reporting To; and every custom field you want to map."),
            new("Let it run reports.", "In the level's settings, allow creating reports. Without it Rollcall reads the employee dataset instead, if the level may use that."),
            new("Make the key.", "Signed in as that user: account menu > API Keys > Add New Key. It is shown once."),
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

        // status is Active or Inactive and follows the employment status (list of field names, 2026-04). Whoever starts in the future is
        // Inactive too; their hire date says that they are still to come.
        StatusWords = [new("Active", EmploymentStatus.Active), new("Inactive", EmploymentStatus.Left)],
        HowToGrant = BambooHrAccess.AnyField,
        Webhook = BambooHrWebhook.Format,
        Create = Create,
    };

    private static BambooHrSource Create(ConnectorContext context)
    {
        var company = CompanyIn(context.Required(Descriptor, "company-domain"));
        var address = context.Address(Descriptor, "base-url", text => text.Replace("{company}", company, StringComparison.Ordinal));
        var key = context.Required(Descriptor, "api-key").Trim();
        if (key.Length == 0 || key.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || c == ':'))
        {
            throw Impossible("api-key", "The API key is not one.", "Copy the key from BambooHR once more: the account menu > API Keys.");
        }

        var call = new VendorCall(context.Http, "BambooHR", "x-request-id", "x-bamboohr-request-id", "request-id");
        return new BambooHrSource(new BambooHrClient(call, address, key), context.Logger);
    }

    /// <summary>The company's label of the host name. It goes into an address, so nothing else may pass; a whole address is taken apart.</summary>
    private static string CompanyIn(string text)
    {
        var host = text.Trim().ToLowerInvariant().Replace("https://", "", StringComparison.Ordinal).Split('/')[0].Replace(".bamboohr.com", "", StringComparison.Ordinal);
        return host.Length <= 63 && HostLabel().IsMatch(host)
            ? host
            : throw Impossible("company-domain", "The company domain is not one.", "Enter the first part of your BambooHR address: “acme” in acme.bamboohr.com.");
    }

    private static ConnectorException Impossible(string setting, string what, string fix) =>
        new(new ConnectorFault(ConnectorFaultKind.Misconfigured, what, fix, HttpStatus: null, TraceId: null) { Setting = setting });

    [GeneratedRegex("^[a-z0-9](-?[a-z0-9])*$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex HostLabel();
}
