using Microsoft.Extensions.DependencyInjection;
using Rollcall.Core.Directory;
using Rollcall.Core.Mapping;
using Rollcall.Core.Planning;
using Rollcall.Emulators.Company;
using Rollcall.Features.Findings;
using Rollcall.Storage;
using Rollcall.Syncing;

namespace Rollcall.Tests.Web.Findings;

/// <summary>Each fix, followed by a sync, makes its finding go away.</summary>
public sealed class FindingFixesTests
{
    private const string Size = "4. X-Large";
    private static readonly HrisUnderTest Hris = HrisUnderTest.BambooHr;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static string OtherSpelling => Hris.Yaml().Replace($"\"{Size}\"", "\"XL\"", StringComparison.Ordinal);

    [Theory]
    [InlineData("add")]
    [InlineData("alias")]
    [InlineData("text")]
    public async Task An_unknown_option_has_three_ways_out(string way)
    {
        await using var company = await WebCompany.StartAsync(yaml: OtherSpelling);
        using var admin = await company.AsAsync(MemberRole.Admin);
        var finding = await OneAsync(admin, FindingCodes.OptionUnknown);
        finding.Finding.Value.ShouldBe(Size);
        finding.People.ShouldNotBeEmpty();
        finding.People.ShouldAllBe(p => p.Employee != null && p.Name != p.ExternalId);

        var fixes = FixesOf(admin);
        var outcome = way switch
        {
            "add" => await fixes.AddOptionAsync("shirt-size", Size, Token),
            "alias" => await fixes.AliasOptionAsync("shirt-size", Size, "XL", Token),
            _ => await fixes.ChangeToTextAsync("shirt-size", Token),
        };
        await company.Company.Cli.ExpectAsync(0, "sync", "hr");

        outcome.ShouldBe(FixOutcome.Done);
        await NoneAsync(admin, FindingCodes.OptionUnknown);
        (await fixes.AddOptionAsync("no-such", Size, Token)).ShouldBe(FixOutcome.Gone);
        (await fixes.AliasOptionAsync("shirt-size", Size, "no such option", Token)).ShouldBe(FixOutcome.Gone);
    }

    [Fact]
    public async Task Unknown_teams_and_levels_are_created_or_bound_to_others()
    {
        var yaml = Hris.Yaml()
            .Replace($"from: {Hris.Squad}, to: team ", $"from: {Hris.Squad}, to: team, whenUnknown: hold ", StringComparison.Ordinal)
            .Replace($"from: {Hris.Level}, to: level ", $"from: {Hris.Level}, to: level, whenUnknown: hold ", StringComparison.Ordinal);
        await using var company = await WebCompany.StartAsync(yaml: yaml);
        using var admin = await company.AsAsync(MemberRole.Admin);
        var fixes = FixesOf(admin);
        var service = ServiceOf(admin);
        var teams = await AllAsync(admin, FindingCodes.TeamUnknown);
        var levels = await AllAsync(admin, FindingCodes.LevelUnknown);
        (teams.Count, levels.Count).ShouldSatisfyAllConditions(() => teams.Count.ShouldBeGreaterThan(1), () => levels.Count.ShouldBeGreaterThan(1));

        (await fixes.CreateTeamAsync(FixOffers.TeamKindOf(teams[0]), teams[0].Value!, Token)).ShouldBe(FixOutcome.Done);
        (await fixes.CreateTeamAsync(FixOffers.TeamKindOf(teams[0]), teams[0].Value!, Token)).ShouldBe(FixOutcome.Taken);
        var team = (await service.ChoicesAsync(teams[0], FixKind.BindTeam, Token)).ShouldHaveSingleItem();
        (await fixes.CreateLevelAsync(levels[0].Value!, Token)).ShouldBe(FixOutcome.Done);
        var level = (await service.ChoicesAsync(levels[0], FixKind.BindLevel, Token)).ShouldHaveSingleItem();
        foreach (var finding in teams.Skip(1))
        {
            (await fixes.BindTeamAsync(new TeamId(team.Id), finding.Value!, Token)).ShouldBe(FixOutcome.Done);
        }

        foreach (var finding in levels.Skip(1))
        {
            (await fixes.BindLevelAsync(new LevelId(level.Id), finding.Value!, Token)).ShouldBe(FixOutcome.Done);
        }

        await company.Company.Cli.ExpectAsync(0, "sync", "hr");

        await NoneAsync(admin, FindingCodes.TeamUnknown);
        await NoneAsync(admin, FindingCodes.LevelUnknown);
        (await fixes.BindTeamAsync(new TeamId(Guid.CreateVersion7()), "x", Token)).ShouldBe(FixOutcome.Gone);
        (await fixes.BindLevelAsync(new LevelId(Guid.CreateVersion7()), "x", Token)).ShouldBe(FixOutcome.Gone);
    }

    [Fact]
    public async Task A_withdrawn_attribute_says_where_to_grant_it_and_the_test_sees_the_grant()
    {
        await using var company = await WebCompany.StartAsync();
        using var admin = await company.AsAsync(MemberRole.Admin);
        var fixes = FixesOf(admin);
        company.Company.Workforce.Access.Withdraw(Hris.ShirtSize);
        await company.Company.Cli.ExpectAsync(0, "sync", "hr");
        var finding = await OneAsync(admin, FindingCodes.AttributeWithdrawn);

        var before = (await fixes.TestAsync(finding.Connection, finding.Finding.Attribute, Token))!;
        company.Company.Workforce.Access.Grant(Hris.ShirtSize);
        var after = (await fixes.TestAsync(finding.Connection, finding.Finding.Attribute, Token))!;
        await company.Company.Cli.ExpectAsync(0, "sync", "hr");

        before.IsReadable.ShouldBe(false);
        before.HowToGrant.ShouldNotBeNull().ShouldContain(Hris.WhereToGrant);
        after.IsReadable.ShouldBe(true);
        after.Test.Authenticated.ShouldBeTrue();
        await NoneAsync(admin, FindingCodes.AttributeWithdrawn);
        (await fixes.TestAsync(new ConnectionId(Guid.CreateVersion7()), null, Token)).ShouldBeNull();
    }

    [Fact]
    public async Task An_accepted_fill_rate_lets_the_blanks_be_written()
    {
        await using var company = await WebCompany.StartAsync();
        using var admin = await company.AsAsync(MemberRole.Admin);
        foreach (var person in company.Company.Workforce.People().Where(p => p.ShirtSizeId is not null).ToList())
        {
            company.Company.Workforce.Change(person.Number, p => p with { ShirtSizeId = null }, nameof(Person.ShirtSizeId));
        }

        await company.Company.Cli.ExpectAsync(0, "sync", "hr");
        var finding = await OneAsync(admin, FindingCodes.CoverageDrop);

        var outcome = await FixesOf(admin).AcceptCoverageAsync(finding.Connection, finding.Finding.Attribute!, Token);
        await company.Company.Cli.ExpectAsync(0, "sync", "hr");

        outcome.ShouldBe(FixOutcome.Done);
        await NoneAsync(admin, FindingCodes.CoverageDrop);
        (await FixesOf(admin).AcceptCoverageAsync(finding.Connection, "no-such", Token)).ShouldBe(FixOutcome.Gone);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_doubted_record_is_somebody_who_is_here_or_somebody_new(bool isSame)
    {
        await using var company = await WebCompany.StartAsync(yaml: Hris.Yaml("  - { from: dateOfBirth, to: birthday }").Replace("\n  - { from: dateOfBirth", "\n      - { from: dateOfBirth", StringComparison.Ordinal));
        using var admin = await company.AsAsync(MemberRole.Admin);
        var somebody = company.Company.Somebody();
        company.Company.Workforce.Hire(p => p with { Email = somebody.Email });
        await company.Company.Cli.ExpectAsync(0, "sync", "hr");
        var finding = await OneAsync(admin, FindingCodes.AmbiguousMatch);

        var doubted = (await ServiceOf(admin).DoubtedAsync(finding.Connection, finding.Finding.People, Token)).ShouldHaveSingleItem();
        var candidate = doubted.Candidates.ShouldHaveSingleItem();
        var outcome = await FixesOf(admin).DecideMatchAsync(finding.Connection, doubted.ExternalId, isSame ? candidate.Employee : null, Token);
        await company.Company.Cli.RunAsync("sync", "hr");

        (await ServiceOf(admin).SearchAsync(somebody.Email!, Token)).ShouldContain(c => c.Email == somebody.Email);
        doubted.Email.ShouldBe(somebody.Email);
        candidate.Email.ShouldBe(somebody.Email);
        outcome.ShouldBe(FixOutcome.Done);
        if (!isSame)
        {
            await NoneAsync(admin, FindingCodes.AmbiguousMatch);
        }

        (await FixesOf(admin).DecideMatchAsync(finding.Connection, "x", new EmployeeId(Guid.CreateVersion7()), Token)).ShouldBe(FixOutcome.Gone);
        (await FixesOf(admin).DecideMatchAsync(new ConnectionId(Guid.CreateVersion7()), "x", null, Token)).ShouldBe(FixOutcome.Gone);
    }

    [Fact]
    public async Task A_target_that_is_not_there_is_created_as_text()
    {
        await using var company = await WebCompany.StartAsync();
        using var admin = await company.AsAsync(MemberRole.Admin);
        var store = company.Get<ConnectionStore>();
        var connection = (await store.ListAsync(company.Workspace.Id, Token)).Single();
        var mappings = connection.Config.Mappings.Append(MappingRule.Of(Hris.Subcompany, Target.Custom("legal-entity"))).ToValueList();
        await store.SaveAsync(company.Workspace.Id, connection.Config with { Mappings = mappings }, connection.Position, connection.Settings, secrets: null, Token);
        await company.Company.Cli.ExpectAsync(0, "sync", "hr");
        var finding = await OneAsync(admin, FindingCodes.TargetMissing);

        (await FixesOf(admin).CreateAttributeAsync(FixOffers.AttributeOf(finding.Finding)!, Token)).ShouldBe(FixOutcome.Done);
        (await FixesOf(admin).CreateAttributeAsync("legal-entity", Token)).ShouldBe(FixOutcome.Taken);
        await company.Company.Cli.ExpectAsync(0, "sync", "hr");

        await NoneAsync(admin, FindingCodes.TargetMissing);
        var schema = await company.Get<SyncService>().DirectoryOf(company.Workspace).ReadSchemaAsync(Token);
        schema.Attributes.Single(a => a.Key == "legal-entity").Name.ShouldBe("Legal entity");
    }

    [Fact]
    public async Task Everybody_may_do_what_their_role_allows()
    {
        await using var company = await WebCompany.StartAsync(isSynced: false);
        var connection = new ConnectionId(Guid.CreateVersion7());
        var finding = new Finding { Code = FindingCodes.TeamUnknown, Severity = FindingSeverity.Held };
        await RoleTable.CheckAsync(company,
        [
            new("findings.list", MemberRole.Viewer, s => Service(s).ListAsync(Token)),
            new("findings.of-preview", MemberRole.Admin, s => Service(s).OfPreviewAsync(new RunId(connection.Value), Token)),
            new("findings.of-value", MemberRole.Viewer, s => Service(s).OfValueAsync(new EmployeeId(connection.Value), FindingCodes.OptionUnknown, Target.Custom("a"), Token)),
            new("findings.count", MemberRole.Viewer, s => Service(s).CountAsync(Token)),
            new("findings.doubted", MemberRole.Admin, s => Service(s).DoubtedAsync(connection, [], Token)),
            new("findings.search", MemberRole.Admin, s => Service(s).SearchAsync("a", Token)),
            new("findings.choices", MemberRole.Admin, s => Service(s).ChoicesAsync(finding, FixKind.BindTeam, Token)),
            new("fixes.add-option", MemberRole.Admin, s => Fixes(s).AddOptionAsync("no-such", "a", Token)),
            new("fixes.alias-option", MemberRole.Admin, s => Fixes(s).AliasOptionAsync("no-such", "a", "b", Token)),
            new("fixes.to-text", MemberRole.Admin, s => Fixes(s).ChangeToTextAsync("no-such", Token)),
            new("fixes.create-attribute", MemberRole.Admin, s => Fixes(s).CreateAttributeAsync("shirt-size", Token)),
            new("fixes.create-team", MemberRole.Admin, s => Fixes(s).CreateTeamAsync(TeamKind.Team, "Falcon", Token)),
            new("fixes.bind-team", MemberRole.Admin, s => Fixes(s).BindTeamAsync(new TeamId(connection.Value), "a", Token)),
            new("fixes.create-level", MemberRole.Admin, s => Fixes(s).CreateLevelAsync("L9", Token)),
            new("fixes.bind-level", MemberRole.Admin, s => Fixes(s).BindLevelAsync(new LevelId(connection.Value), "a", Token)),
            new("fixes.accept-coverage", MemberRole.Admin, s => Fixes(s).AcceptCoverageAsync(connection, "a", Token)),
            new("fixes.decide", MemberRole.Admin, s => Fixes(s).DecideMatchAsync(connection, "a", null, Token)),
            new("fixes.test", MemberRole.Admin, s => Fixes(s).TestAsync(connection, null, Token)),
        ]);
    }

    private static FindingFixes Fixes(IServiceProvider services) => services.GetRequiredService<FindingFixes>();

    private static FindingsService Service(IServiceProvider services) => services.GetRequiredService<FindingsService>();

    private static FindingFixes FixesOf(IServiceScope scope) => Fixes(scope.ServiceProvider);

    private static FindingsService ServiceOf(IServiceScope scope) => Service(scope.ServiceProvider);

    private static async Task<CurrentFinding> OneAsync(IServiceScope scope, string code) =>
        (await ServiceOf(scope).ListAsync(Token)).All.Where(f => f.Finding.Code == code).ShouldHaveSingleItem();

    private static async Task<IReadOnlyList<Finding>> AllAsync(IServiceScope scope, string code) =>
        [.. (await ServiceOf(scope).ListAsync(Token)).All.Select(f => f.Finding).Where(f => f.Code == code)];

    private static async Task NoneAsync(IServiceScope scope, string code) =>
        (await ServiceOf(scope).ListAsync(Token)).All.ShouldNotContain(f => f.Finding.Code == code);
}
