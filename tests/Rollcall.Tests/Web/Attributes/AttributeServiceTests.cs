using Microsoft.Extensions.DependencyInjection;
using Rollcall.Core.Directory;
using Rollcall.Features.Attributes;
using Rollcall.Storage;

namespace Rollcall.Tests.Web.Attributes;

/// <summary>Custom attributes are edited by people; values follow, and syncs go on finding their options.</summary>
public sealed class AttributeServiceTests : IAsyncLifetime
{
    private WebCompany company = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => company = await WebCompany.StartAsync();

    public ValueTask DisposeAsync() => company.DisposeAsync();

    [Fact]
    public async Task A_renamed_option_takes_its_people_along_and_the_unchanged_HRIS_changes_nothing()
    {
        using var scope = await company.AsAsync(MemberRole.Admin);
        var attributes = scope.ServiceProvider.GetRequiredService<AttributeService>();
        var before = (await attributes.FindAsync("shirt-size", Token))!;
        var (option, people) = before.Values[0];

        (await attributes.RenameOptionAsync(before.Line.Attribute, option, " Renamed ", Token)).ShouldBe(SchemaEdit.Done);
        await company.Company.Cli.ExpectAsync(0, "plan", "hr");

        var after = (await attributes.FindAsync("shirt-size", Token))!;
        after.Values.ShouldContain(("Renamed", people));
        after.Values.ShouldNotContain(v => v.Value == option);
        after.Line.Attribute.Options.Single(o => o.Label == "Renamed").Aliases.ShouldContain(option);
        after.Line.Filled.ShouldBe(before.Line.Filled);
        (await attributes.RenameOptionAsync(before.Line.Attribute, option, "From an old page", Token)).ShouldBe(SchemaEdit.ChangedMeanwhile);
    }

    [Fact]
    public async Task Merged_options_are_one_and_the_unchanged_HRIS_changes_nothing()
    {
        using var scope = await company.AsAsync(MemberRole.Admin);
        var attributes = scope.ServiceProvider.GetRequiredService<AttributeService>();
        var before = (await attributes.FindAsync("shirt-size", Token))!;
        var (goes, stays) = (before.Values[0], before.Values[1]);

        (await attributes.MergeOptionAsync(before.Line.Attribute, goes.Value, stays.Value, Token)).ShouldBe(SchemaEdit.Done);
        await company.Company.Cli.ExpectAsync(0, "plan", "hr");

        var after = (await attributes.FindAsync("shirt-size", Token))!;
        after.Values.ShouldContain((stays.Value, goes.People + stays.People));
        after.Line.Attribute.Options.ShouldNotContain(o => o.Label == goes.Value);
    }

    [Fact]
    public async Task A_missing_word_is_shown_until_it_is_an_option_and_is_written_by_the_next_sync()
    {
        await using var fresh = await WebCompany.StartAsync(isSynced: false);
        await fresh.Get<DirectoryEditStore>().ChangeAttributeAsync(fresh.Workspace.Id, "shirt-size", a => a with { Options = [.. a.Options.Skip(1)] }, Token);
        await fresh.Company.Cli.ExpectAsync(0, "sync", "hr");
        using var scope = await fresh.AsAsync(MemberRole.Admin);
        var attributes = scope.ServiceProvider.GetRequiredService<AttributeService>();
        var before = (await attributes.FindAsync("shirt-size", Token))!;
        var missing = before.Missing.ShouldHaveSingleItem();
        before.Line.Findings.ShouldBeGreaterThan(0);

        (await attributes.SaveAsync(before.Line.Attribute, before.Line.Attribute with { Options = [.. before.Line.Attribute.Options, new(missing.Value, [], Archived: false)] }, Token)).ShouldBe(SchemaEdit.Done);
        (await attributes.FindAsync("shirt-size", Token))!.Missing.ShouldBeEmpty();
        await fresh.Company.Cli.ExpectAsync(0, "sync", "hr");

        var after = (await attributes.FindAsync("shirt-size", Token))!;
        after.Values.ShouldContain((missing.Value, missing.People));
        after.Line.Filled.ShouldBe(before.Line.Filled + missing.People);
    }

    [Fact]
    public async Task Another_type_is_shown_first_and_loses_only_what_was_said()
    {
        using var scope = await company.AsAsync(MemberRole.Admin);
        var attributes = scope.ServiceProvider.GetRequiredService<AttributeService>();
        var before = (await attributes.FindAsync("shirt-size", Token))!;

        var toNumber = (await attributes.PreviewTypeAsync(before.Line.Attribute, AttributeType.Number, Token))!;
        (toNumber.Fits, toNumber.Lost).ShouldBe((0, before.Line.Filled));
        toNumber.Examples.ShouldNotBeEmpty();
        var toText = (await attributes.PreviewTypeAsync(before.Line.Attribute, AttributeType.Text, Token))!;
        (toText.Fits, toText.Lost, toText.Options.Count).ShouldBe((before.Line.Filled, 0, 0));

        (await attributes.ChangeTypeAsync(before.Line.Attribute, toText, Token)).ShouldBe(SchemaEdit.Done);
        var text = (await attributes.FindAsync("shirt-size", Token))!;
        text.Values.ShouldBe(before.Values);
        var back = (await attributes.PreviewTypeAsync(text.Line.Attribute, AttributeType.SingleSelect, Token))!;
        (await attributes.ChangeTypeAsync(text.Line.Attribute, back, Token)).ShouldBe(SchemaEdit.Done);
        (await attributes.FindAsync("shirt-size", Token))!.Line.Attribute.Options.Select(o => o.Label).ShouldBe(before.Values.Select(v => v.Value), ignoreOrder: true);
    }

    [Fact]
    public async Task An_attribute_goes_only_when_no_mapping_writes_it_and_its_name_was_typed()
    {
        using var scope = await company.AsAsync(MemberRole.Admin);
        var attributes = scope.ServiceProvider.GetRequiredService<AttributeService>();
        var mapped = (await attributes.FindAsync("shirt-size", Token))!.Line;
        mapped.Connections.ShouldBe(["hr"]);
        (await attributes.DeleteAsync(mapped.Attribute, mapped.Attribute.Name, Token)).ShouldBe(SchemaEdit.InUse);

        var (came, key) = await attributes.CreateAsync(new CustomAttribute { Key = "", Name = " Favourite colour ", Type = AttributeType.Text }, Token);
        came.ShouldBe(SchemaEdit.Done);
        key.ShouldBe("favourite-colour");
        var person = (await company.Get<EmployeeQueries>().IdsAsync(company.Workspace.Id, new EmployeeFilter(null, [], null, 0, 1), Token))[0];
        await company.Get<DirectoryEditStore>().SetAsync(company.Workspace.Id, person, Fields.Custom(key), "green", Token);
        var filled = (await attributes.FindAsync(key, Token))!;
        (filled.Line.Filled, filled.Line.Attribute.Name).ShouldBe((1, "Favourite colour"));

        (await attributes.DeleteAsync(filled.Line.Attribute, "Favourite", Token)).ShouldBe(SchemaEdit.InUse);
        (await attributes.DeleteAsync(filled.Line.Attribute, "Favourite colour", Token)).ShouldBe(SchemaEdit.Done);
        (await attributes.FindAsync(key, Token)).ShouldBeNull();
        var log = await company.Get<HistoryQueries>().OfEmployeeAsync(company.Workspace.Id, person, Token);
        log.ShouldContain(h => h.Change.Field == Fields.Custom(key) && h.Change.Before == "green" && h.Change.After == null);
    }

    [Fact]
    public async Task What_makes_no_sense_is_refused()
    {
        using var scope = await company.AsAsync(MemberRole.Admin);
        var attributes = scope.ServiceProvider.GetRequiredService<AttributeService>();
        var size = (await attributes.FindAsync("shirt-size", Token))!.Line.Attribute;

        (await attributes.CreateAsync(new CustomAttribute { Key = "", Name = size.Name.ToUpperInvariant(), Type = AttributeType.Text }, Token)).Came.ShouldBe(SchemaEdit.NameTaken);
        (await attributes.RenameOptionAsync(size, size.Options[0].Label, size.Options[1].Label, Token)).ShouldBe(SchemaEdit.NameTaken);
        (await attributes.RenameOptionAsync(size, size.Options[0].Label, "  ", Token)).ShouldBe(SchemaEdit.NameTaken);
        await Should.ThrowAsync<ArgumentException>(() => attributes.SaveAsync(size, size with { Type = AttributeType.Text }, Token));
        await Should.ThrowAsync<ArgumentException>(() => attributes.SaveAsync(size, size with { Options = [] }, Token));
        await Should.ThrowAsync<ArgumentException>(() => attributes.CreateAsync(new CustomAttribute { Key = "", Name = " ", Type = AttributeType.Text }, Token));
        (await attributes.FindAsync("shirt-size", Token))!.Line.Attribute.ShouldBe(size);
    }

    [Theory]
    [InlineData("A", "A", "B", "B")]
    [InlineData("A\u001FC", "A", "B", "B\u001FC")]
    [InlineData("A\u001FB", "A", "B", "B")]
    [InlineData("C", "A", "B", "C")]
    [InlineData("A", "A", null, null)]
    [InlineData("A\u001FC", "A", null, "C")]
    public void A_label_is_replaced_wherever_it_stands(string value, string from, string? to, string? expected) => AttributeEditStore.Replaced(value, from, to).ShouldBe(expected);

    [Theory]
    [InlineData(AttributeType.Text, AttributeType.Number, "12.5", "12.5")]
    [InlineData(AttributeType.Text, AttributeType.Date, "tomorrow", null)]
    [InlineData(AttributeType.MultiSelect, AttributeType.Text, "A\u001FB", "A, B")]
    [InlineData(AttributeType.MultiSelect, AttributeType.SingleSelect, "A\u001FB", null)]
    [InlineData(AttributeType.SingleSelect, AttributeType.MultiSelect, "A", "A")]
    [InlineData(AttributeType.Toggle, AttributeType.Text, "true", "true")]
    public void A_value_becomes_one_of_another_type_or_none(AttributeType from, AttributeType to, string value, string? expected) => TypeChanges.Converted(from, to, value).ShouldBe(expected);

    [Fact]
    public Task Each_action_needs_its_role()
    {
        static AttributeService Of(IServiceProvider services) => services.GetRequiredService<AttributeService>();
        var attribute = new CustomAttribute { Key = "x", Name = "x", Type = AttributeType.Text };
        return RoleTable.CheckAsync(company,
        [
            new("list", MemberRole.Viewer, s => Of(s).ListAsync(Token)),
            new("look", MemberRole.Viewer, s => Of(s).FindAsync("x", Token)),
            new("create", MemberRole.Admin, s => Of(s).CreateAsync(attribute, Token)),
            new("save", MemberRole.Admin, s => Of(s).SaveAsync(attribute, attribute, Token)),
            new("rename an option", MemberRole.Admin, s => Of(s).RenameOptionAsync(attribute, "a", "b", Token)),
            new("merge options", MemberRole.Admin, s => Of(s).MergeOptionAsync(attribute, "a", "b", Token)),
            new("preview a type", MemberRole.Admin, s => Of(s).PreviewTypeAsync(attribute, AttributeType.Date, Token)),
            new("change the type", MemberRole.Admin, s => Of(s).ChangeTypeAsync(attribute, new TypeChange(AttributeType.Date, 0, 0, [], []), Token)),
            new("delete", MemberRole.Admin, s => Of(s).DeleteAsync(attribute, "x", Token)),
        ]);
    }
}
