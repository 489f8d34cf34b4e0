using Rollcall.Core.Directory;

namespace Rollcall.Storage.Tests;

/// <summary>Lists of people: what is asked for, in which order, page by page.</summary>
public abstract partial class StorageTests
{
    [Fact]
    public async Task Lists_answer_every_question_as_the_people_themselves_do()
    {
        var (world, store, _) = await StoryAsync();
        await world.SyncAsync();
        var schema = await store.ReadSchemaAsync(Cancellation);
        var people = await store.ReadEmployeesAsync(schema.Layout, null, Cancellation);
        var queries = new EmployeeQueries(Contexts);
        async Task<HashSet<EmployeeId>> Found(string field, FieldQuestion question, string? value) =>
            [.. await queries.IdsAsync(workspace.Id, new EmployeeFilter(null, [new FieldCondition(field, question, value)], null, 0, 0), Cancellation)];

        foreach (var field in schema.Layout.Definitions.Select(d => d.Key))
        {
            var slot = schema.Layout.IndexOf(field);
            (await Found(field, FieldQuestion.HasValue, null)).ShouldBe(people.Where(p => p.Values[slot] is not null).Select(p => p.Id), ignoreOrder: true, field);
            (await Found(field, FieldQuestion.HasNone, null)).ShouldBe(people.Where(p => p.Values[slot] is null).Select(p => p.Id), ignoreOrder: true, field);
            if (people.FirstOrDefault(p => p.Values[slot] is not null)?.Values[slot] is { } value)
            {
                var asked = field == Fields.Level ? schema.Levels.Single(l => l.Id.ToString() == value).Name : value;
                (await Found(field, FieldQuestion.Is, asked)).ShouldBe(people.Where(p => p.Values[slot] == value).Select(p => p.Id), ignoreOrder: true, field);
                (await queries.ValuesAsync(workspace.Id, field, null, 100, Cancellation)).ShouldBe(people.Select(p => p.Values[slot]).OfType<string>().Distinct(), ignoreOrder: true, field);
            }
        }

        var team = schema.Teams[0];
        (await Found(Fields.Team, FieldQuestion.Is, team.Name)).ShouldBe(people.Where(p => p.Teams.Any(m => m.Team == team.Id)).Select(p => p.Id), ignoreOrder: true);
        (await Found(Fields.Team, FieldQuestion.HasNone, null)).ShouldBe(people.Where(p => p.Teams.Count == 0).Select(p => p.Id), ignoreOrder: true);
        (await Found(Fields.AdditionalManager, FieldQuestion.HasValue, null)).ShouldBe(people.Where(p => p.AdditionalManagers.Count > 0).Select(p => p.Id), ignoreOrder: true);
        (await Found("custom:shirt-size", FieldQuestion.Is, "M\"")).ShouldBeEmpty();
    }

    [Fact]
    public async Task One_of_several_values_is_found_and_not_a_part_of_one()
    {
        var (world, store, _) = await StoryAsync();
        await world.SyncAsync();
        var edits = new DirectoryEditStore(Contexts, Bulk, TimeProvider.System);
        await edits.SaveAttributeAsync(workspace.Id, new CustomAttribute { Key = "skills", Name = "Skills", Type = AttributeType.MultiSelect }, Cancellation);
        var people = await store.ReadEmployeesAsync((await store.ReadSchemaAsync(Cancellation)).Layout, null, Cancellation);
        string[] skills = ["C#", "C# expert\u001fGo", "Go\u001fSQL", "SQL"];
        for (var i = 0; i < skills.Length; i++)
        {
            await edits.PinAsync(workspace.Id, people[i].Id, "custom:skills", skills[i], setsValue: true, Cancellation);
        }

        var queries = new EmployeeQueries(Contexts);
        foreach (var skill in new[] { "C#", "C# expert", "Go", "SQL", "C" })
        {
            var expected = skills.Index().Where(s => s.Item.Split('\u001f').Contains(skill)).Select(s => people[s.Index].Id);
            (await queries.IdsAsync(workspace.Id, new EmployeeFilter(null, [new FieldCondition("custom:skills", FieldQuestion.Is, skill)], null, 0, 0), Cancellation)).ShouldBe(expected, ignoreOrder: true, skill);
        }
    }

    [Theory]
    [InlineData("say \"a1\":\"x\"")]
    [InlineData("back\\slash\\")]
    [InlineData("- one\n- two\t\u2028")]
    [InlineData("Größe 日本 😀")]
    [InlineData("note")]
    [InlineData("'; DROP TABLE employees; --")]
    public async Task A_custom_value_is_found_and_offered_as_it_is(string value)
    {
        var (world, store, _) = await StoryAsync();
        await world.SyncAsync();
        var edits = new DirectoryEditStore(Contexts, Bulk, TimeProvider.System);
        foreach (var key in new[] { "note", "notes", "a1" })
        {
            await edits.SaveAttributeAsync(workspace.Id, new CustomAttribute { Key = key, Name = key, Type = AttributeType.Text }, Cancellation);
        }

        var people = await store.ReadEmployeesAsync((await store.ReadSchemaAsync(Cancellation)).Layout, null, Cancellation);
        await edits.PinAsync(workspace.Id, people[0].Id, "custom:note", value, setsValue: true, Cancellation);
        await edits.PinAsync(workspace.Id, people[1].Id, "custom:notes", value, setsValue: true, Cancellation);
        var queries = new EmployeeQueries(Contexts);
        Task<IReadOnlyList<EmployeeId>> Found(string field, FieldQuestion question, string? asked) =>
            queries.IdsAsync(workspace.Id, new EmployeeFilter(null, [new FieldCondition(field, question, asked)], null, 0, 0), Cancellation);

        (await Found("custom:note", FieldQuestion.Is, value)).ShouldBe([people[0].Id]);
        (await Found("custom:note", FieldQuestion.HasValue, null)).ShouldBe([people[0].Id]);
        (await Found("custom:notes", FieldQuestion.Is, value)).ShouldBe([people[1].Id]);
        (await Found("custom:a1", FieldQuestion.HasValue, null)).ShouldBeEmpty();
        (await queries.ValuesAsync(workspace.Id, "custom:note", null, 10, Cancellation)).ShouldBe([value]);
    }

    [Theory]
    [InlineData(Fields.Title, false)]
    [InlineData(Fields.Title, true)]
    [InlineData("custom:shirt-size", false)]
    [InlineData("custom:shirt-size", true)]
    [InlineData(Fields.Status, false)]
    [InlineData(Fields.StartDate, true)]
    public async Task A_list_is_sorted_and_those_without_a_value_come_last(string field, bool isDescending)
    {
        var (world, store, _) = await StoryAsync();
        await world.SyncAsync();
        foreach (var step in Steps())
        {
            step(world.Hris);
        }

        await world.SyncAsync();
        var layout = (await store.ReadSchemaAsync(Cancellation)).Layout;
        var (people, total) = await new EmployeeQueries(Contexts).ListAsync(
            workspace.Id, new EmployeeFilter(null, [], null, 0, 100) { Sort = field, IsDescending = isDescending }, layout, Cancellation);

        people.Count.ShouldBe(total);
        var values = people.Select(p => field == Fields.Status ? ((int)p.Status).ToString(System.Globalization.CultureInfo.InvariantCulture) : p.Values[layout.IndexOf(field)]).ToList();
        values.SkipWhile(v => v is not null).ShouldAllBe(v => v == null);
        var sizes = values.OfType<string>().ToList();
        if (field != Fields.Title)
        {
            // Titles are compared by the database's own rules of language.
            sizes.ShouldBe(isDescending ? sizes.OrderDescending(StringComparer.Ordinal) : sizes.Order(StringComparer.Ordinal));
        }

        // Every page is the part of the whole that it says it is, from whichever end it was counted.
        for (var skip = 0; skip <= total; skip++)
        {
            var (page, all) = await new EmployeeQueries(Contexts).ListAsync(
                workspace.Id, new EmployeeFilter(null, [], null, skip, 2) { Sort = field, IsDescending = isDescending }, layout, Cancellation);
            page.Select(p => p.Id).ShouldBe(people.Skip(skip).Take(2).Select(p => p.Id));
            all.ShouldBe(total);
        }
    }
}
