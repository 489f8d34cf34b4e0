using System.Text.Json;
using Rollcall.Emulators.Company;
using Rollcall.Tests.Shared;

namespace Rollcall.Tests;

/// <summary>Every target, from every HRIS, on both databases: what the HRIS says is what the directory holds.</summary>
public sealed class EveryTarget(PostgresServer postgres)
{
    public static TheoryData<string, bool> Combinations()
    {
        var data = new TheoryData<string, bool>();
        foreach (var hris in HrisUnderTest.All)
        {
            data.Add(hris.Vendor, false);
            data.Add(hris.Vendor, true);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Combinations))]
    public async Task Is_filled_with_what_the_HRIS_says(string vendor, bool isPostgres)
    {
        await using var company = await Company.StartAsync(HrisUnderTest.Of(vendor), employees: 80, postgres: isPostgres ? postgres : null);
        var kind = company.Kind;
        await company.Cli.ExpectAsync(0, "config", "apply", company.File);
        await company.Cli.ExpectAsync(2, "plan", "hr");
        await company.Cli.ExpectAsync(0, "sync", "hr");
        await company.Cli.ExpectAsync(0, "plan", "hr");

        string[] fields = ["custom:subcompany", "custom:shirt-size", "custom:skills", "custom:company-car", "custom:weekly-hours", "custom:money", "custom:day", "custom:page", "custom:phone", "level", "additional-manager"];
        var people = (await company.Cli.JsonAsync(0, ["employees", "--take", "500", .. fields.SelectMany(f => new[] { "--show", f })]))
            .EnumerateArray().Where(p => Text(p, "email") is not null).ToDictionary(p => Text(p, "email")!, StringComparer.Ordinal);
        var units = company.Workforce.Units;
        var expected = company.Workforce.People().Where(p => p is { Email: not null, Lifecycle: Lifecycle.Active, TerminationDate: null } && p.HireDate <= company.Workforce.Today).ToList();
        expected.Count.ShouldBeGreaterThan(40);
        var names = people.Values.ToDictionary(p => Text(p, "email")!, p => Text(p, "name"));
        foreach (var person in expected)
        {
            var found = people[person.Email!.ToLowerInvariant()];
            Text(found, "custom:subcompany").ShouldBe(units.Find(person.SubcompanyId)?.Name);
            Text(found, "custom:shirt-size").ShouldBe(units.Find(person.ShirtSizeId)?.Name);
            Text(found, "level").ShouldBe(units.Find(person.LevelId)?.Name);
            (Text(found, "custom:company-car") == "true").ShouldBe(person.HasCompanyCar == true);

            // One vendor's field holds whole numbers only.
            decimal.Parse(Text(found, "custom:weekly-hours")!, System.Globalization.CultureInfo.InvariantCulture).ShouldBe(person.WeeklyHours, tolerance: 0.5m);
            if (units.Find(person.SquadId) is { } squad)
            {
                (Text(found, "teams") ?? "").ShouldContain(squad.Name);
            }

            var skills = person.SkillIds.Select(id => units.Find(id)!.Name).ToHashSet(StringComparer.Ordinal);
            var shown = Text(found, "custom:skills") ?? "";
            skills.ShouldAllBe(skill => shown.Contains(skill));
            var lead = company.Workforce.Find(person.SecondManagerNumber);
            var isHeld = kind.NamesOnly && Text(found, "additional-manager") is null;
            if (!isHeld && lead?.Email is not null && names.TryGetValue(lead.Email.ToLowerInvariant(), out var name))
            {
                Text(found, "additional-manager").ShouldBe(name);
            }
        }

        foreach (var field in fields.Where(f => f != "custom:phone" || kind.Phone is not null))
        {
            people.Values.ShouldContain(p => Text(p, field) != null, field);
        }
    }

    [Theory]
    [MemberData(nameof(Vendors))]
    public async Task Attributes_lists_every_attribute_added_ones_too_and_says_where_each_goes(string vendor)
    {
        await using var company = await Company.StartAsync(HrisUnderTest.Of(vendor));
        await company.Cli.ExpectAsync(0, "config", "apply", company.File);
        company.Workforce.AddField("Parking lot", AddedFieldType.Choice, ["P1", "P2"]);
        var attributes = (await company.Cli.JsonAsync(0, "attributes", "hr")).EnumerateArray().ToList();
        attributes.ShouldContain(a => Text(a, "label") == "Parking lot" && Text(a, "goesTo") == "not mapped");
        attributes.Single(a => Text(a, "key") == company.Kind.Squad).GetProperty("goesTo").GetString().ShouldBe("team:team");
        attributes.Count.ShouldBeGreaterThan(30);
    }

    public static TheoryData<string> Vendors => [.. HrisUnderTest.All.Select(h => h.Vendor)];

    private static string? Text(JsonElement row, string column) =>
        row.GetProperty(column) is { ValueKind: JsonValueKind.String } value && value.GetString() is { Length: > 0 } text ? text : null;
}
