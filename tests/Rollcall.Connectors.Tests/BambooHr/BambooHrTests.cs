using Rollcall.Core.Connecting;
using Rollcall.Emulators.Hosting;

namespace Rollcall.Connectors.Tests.BambooHr;

public sealed class BambooHrTests : ConnectorContract
{
    protected override string Vendor => "bamboohr";

    protected override string PeopleEndpoint => "*/reports/custom";

    protected override (string Email, string Shirt, string Status) Keys => ("workEmail", "customShirtsize", "status");

    protected override string ShirtPermission => "customShirtsize";

    [Fact]
    public async Task Values_come_as_what_they_are()
    {
        await using var hris = await StartAsync();
        var people = await hris.ReadAsync(["customSkills", "customTargetbonus", "customStartedIn", "customCompanycar", "customSecondlead", "supervisorEId", "department", "terminationDate"]);
        SourceValueKind[] KindsOf(int index) => [.. people.Select(p => p.Values[index].Kind).Where(k => k != SourceValueKind.Empty).Distinct()];

        KindsOf(0).ShouldBe([SourceValueKind.Items]);
        KindsOf(1).ShouldBe([SourceValueKind.Text]);
        KindsOf(2).ShouldBe([SourceValueKind.Text]);
        KindsOf(4).ShouldBe([SourceValueKind.Person]);
        KindsOf(5).ShouldBe([SourceValueKind.Person]);
        KindsOf(6).ShouldBe([SourceValueKind.Item]);
        people.Count(p => p.Values[7].Kind == SourceValueKind.Empty).ShouldBe(hris.Host.Workforce.People().Count(p => p.TerminationDate is null));
    }

    [Fact]
    public async Task Only_mapped_attributes_are_asked_for()
    {
        await using var hris = await StartAsync();
        var people = await hris.ReadAsync(["workEmail"]);
        people.ShouldAllBe(p => p.Values.Length == 1);
        hris.Host.Calls.Of("/reports/custom").ShouldBe(1);
    }

    protected override Dictionary<string, string> SettingsFor(EmulatorHost host) => new()
    {
        ["company-domain"] = "acme",
        ["api-key"] = host.Credentials["apiKey"],
        ["base-url"] = host.Address.ToString(),
    };

    protected override void SpoilCredential(Dictionary<string, string> settings) => settings["api-key"] = "ffffffffffffffffffffffffffffffffffffffff";
}
