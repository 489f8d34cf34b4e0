using Rollcall.Core.Directory;
using Rollcall.Core.Mapping;
using Rollcall.Core.Planning;
using Rollcall.Core.Suggesting;
using Rollcall.Features.Access;
using Rollcall.Storage;
using Rollcall.Syncing;

namespace Rollcall.Features.Attributes;

/// <summary>One custom attribute in the list.</summary>
/// <param name="Attribute">The attribute.</param>
/// <param name="Filled">People with a value.</param>
/// <param name="People">Everybody who is not deactivated.</param>
/// <param name="Pinned">People whose value is pinned.</param>
/// <param name="Connections">Names of the connections that feed it.</param>
/// <param name="Findings">Open findings about it.</param>
public sealed record AttributeLine(CustomAttribute Attribute, int Filled, int People, int Pinned, IReadOnlyList<string> Connections, int Findings)
{
    public double Share => People == 0 ? 0 : 1.0 * Filled / People;
}

/// <summary>The list of custom attributes.</summary>
public sealed record AttributesView(IReadOnlyList<AttributeLine> Attributes, bool MayEdit);

/// <summary>A word of the HRIS that is no option.</summary>
/// <param name="Connection">Names of the connections that send it.</param>
/// <param name="Value">The word.</param>
/// <param name="Nearest">The option most like it.</param>
/// <param name="People">How many wait for it.</param>
public sealed record MissingOption(string Connection, string Value, string? Nearest, int People)
{
    public override string ToString() => nameof(MissingOption);
}

/// <summary>Everything the page of one attribute shows.</summary>
/// <param name="Line">The attribute as in the list.</param>
/// <param name="Values">How often each value is there, the most frequent first.</param>
/// <param name="Missing">Words of the HRIS that are no option, most people first.</param>
/// <param name="MayEdit">Whether the visitor may edit.</param>
public sealed record AttributeView(AttributeLine Line, IReadOnlyList<(string Value, int People)> Values, IReadOnlyList<MissingOption> Missing, bool MayEdit)
{
    public override string ToString() => Line.Attribute.Key;
}

/// <summary>Custom attributes for whoever is at the page: viewers look, admins edit.</summary>
internal sealed class AttributeService(
    Visitor visitor, SyncService sync, AttributeQueries queries, AttributeEditStore edits, ConnectionStore connections, RunStore runs)
{
    public async Task<AttributesView> ListAsync(CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(MemberRole.Viewer, cancellationToken);
        var schema = await sync.DirectoryOf(member.Workspace).ReadSchemaAsync(cancellationToken);
        return new AttributesView(await LinesAsync(member.Workspace, [.. schema.Attributes.OrderBy(a => a.Name, StringComparer.CurrentCultureIgnoreCase)], cancellationToken), member.Role >= MemberRole.Admin);
    }

    /// <summary>Null when there is no such attribute.</summary>
    public async Task<AttributeView?> FindAsync(string key, CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(MemberRole.Viewer, cancellationToken);
        var schema = await sync.DirectoryOf(member.Workspace).ReadSchemaAsync(cancellationToken);
        if (schema.Attributes.FirstOrDefault(a => a.Key == key) is not { } attribute)
        {
            return null;
        }

        var values = await queries.ValuesAsync(member.Workspace.Id, key, cancellationToken);
        return new AttributeView(
            (await LinesAsync(member.Workspace, [attribute], cancellationToken))[0],
            [.. values.OrderByDescending(v => v.Value).ThenBy(v => v.Key, StringComparer.CurrentCulture).Select(v => (v.Key, v.Value))],
            await MissingAsync(member.Workspace, attribute, cancellationToken),
            member.Role >= MemberRole.Admin);
    }

    /// <summary>The key is made from the name, and stays.</summary>
    public async Task<(SchemaEdit Came, string Key)> CreateAsync(CustomAttribute wanted, CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(MemberRole.Admin, cancellationToken);
        var schema = await sync.DirectoryOf(member.Workspace).ReadSchemaAsync(cancellationToken);
        var made = Cleaned(wanted) with { Key = MappingSuggestions.FreeKey(wanted.Name, "attribute", schema) };
        return (await edits.SaveAsync(member.Workspace.Id, shown: null, made, rewrite: null, "", cancellationToken), made.Key);
    }

    /// <summary>Saves what reaches into no value: name, section, readers, description, and options that are added, archived, ordered or given aliases.</summary>
    /// <exception cref="ArgumentException">The edit changes the type, or takes an option away.</exception>
    public async Task<SchemaEdit> SaveAsync(CustomAttribute shown, CustomAttribute edited, CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(MemberRole.Admin, cancellationToken);
        if (edited.Key != shown.Key || edited.Type != shown.Type || shown.Options.Any(o => edited.Options.All(e => e.Label != o.Label)))
        {
            throw new ArgumentException("this edit reaches into values", nameof(edited));
        }

        return await edits.SaveAsync(member.Workspace.Id, shown, Cleaned(edited), rewrite: null, "", cancellationToken);
    }

    /// <summary>People keep the option under its new name; the old one becomes an alias, so that the HRIS goes on finding it.</summary>
    public Task<SchemaEdit> RenameOptionAsync(CustomAttribute shown, string from, string to, CancellationToken cancellationToken) =>
        ReplaceOptionAsync(shown, from, to.Trim(), options => options.Any(o => o.Label == to.Trim())
            ? null
            : [.. options.Select(o => o.Label == from ? o with { Label = to.Trim(), Aliases = [.. o.Aliases.Where(a => a != to.Trim()), from] } : o)], "option renamed", cancellationToken);

    /// <summary>People with the one option get the other, whose alias it becomes.</summary>
    public Task<SchemaEdit> MergeOptionAsync(CustomAttribute shown, string goes, string stays, CancellationToken cancellationToken) =>
        ReplaceOptionAsync(shown, goes, stays, options => options.FirstOrDefault(o => o.Label == goes) is { } gone && options.Any(o => o.Label == stays)
            ? [.. options.Where(o => o.Label != goes).Select(o => o.Label == stays ? o with { Aliases = [.. o.Aliases.Concat(gone.Aliases).Append(goes).Distinct(StringComparer.Ordinal)] } : o)]
            : null, "options merged", cancellationToken);

    public async Task<TypeChange?> PreviewTypeAsync(CustomAttribute shown, AttributeType to, CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(MemberRole.Admin, cancellationToken);
        var change = TypeChanges.Preview(shown, to, await queries.ValuesAsync(member.Workspace.Id, shown.Key, cancellationToken));
        return change.Options.Count > TypeChanges.MostOptions ? null : change;
    }

    /// <summary>Converts what fits. What does not is cleared, and stays in the history; the person has seen how many that are.</summary>
    public async Task<SchemaEdit> ChangeTypeAsync(CustomAttribute shown, TypeChange change, CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(MemberRole.Admin, cancellationToken);
        var edited = shown with
        {
            Type = change.To,
            Options = [.. change.Options.Select(label => shown.Options.FirstOrDefault(o => o.Label == label) ?? new AttributeOption(label, [], Archived: false))],
        };
        return await edits.SaveAsync(member.Workspace.Id, shown, edited, value => TypeChanges.Converted(shown.Type, change.To, value), "type changed", cancellationToken);
    }

    /// <summary>Removes it with its values, unless a mapping writes it.</summary>
    public async Task<SchemaEdit> DeleteAsync(CustomAttribute shown, string typedName, CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(MemberRole.Admin, cancellationToken);
        return typedName.Trim() != shown.Name || (await FedByAsync(member.Workspace, shown.Key, cancellationToken)).Count > 0
            ? SchemaEdit.InUse
            : await edits.DeleteAsync(member.Workspace.Id, shown, cancellationToken);
    }

    private static CustomAttribute Cleaned(CustomAttribute attribute)
    {
        var name = attribute.Name.Trim();
        return name.Length is 0 or > 80 ? throw new ArgumentException("not a name of an attribute", nameof(attribute)) : attribute with
        {
            Name = name,
            Section = string.IsNullOrWhiteSpace(attribute.Section) ? null : attribute.Section.Trim(),
            Description = string.IsNullOrWhiteSpace(attribute.Description) ? null : attribute.Description.Trim(),
            Options = attribute.Type is AttributeType.SingleSelect or AttributeType.MultiSelect
                ? [.. attribute.Options.Where(o => o.Label.Trim().Length > 0).Select(o => o with { Label = Words.Exact(o.Label) }).DistinctBy(o => o.Label)]
                : [],
        };
    }

    private async Task<SchemaEdit> ReplaceOptionAsync(
        CustomAttribute shown, string from, string to, Func<ValueList<AttributeOption>, ValueList<AttributeOption>?> options, string cause, CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(MemberRole.Admin, cancellationToken);
        if (to.Length == 0 || options(shown.Options) is not { } edited)
        {
            return SchemaEdit.NameTaken;
        }

        return await edits.SaveAsync(member.Workspace.Id, shown, shown with { Options = edited }, value => AttributeEditStore.Replaced(value, from, to), cause, cancellationToken);
    }

    private async Task<IReadOnlyList<AttributeLine>> LinesAsync(Workspace workspace, IReadOnlyList<CustomAttribute> attributes, CancellationToken cancellationToken)
    {
        var fill = await queries.FillAsync(workspace.Id, cancellationToken);
        var all = await connections.ListAsync(workspace.Id, cancellationToken);
        var findings = new List<Finding>();
        foreach (var connection in all)
        {
            findings.AddRange(await runs.CurrentFindingsAsync(workspace.Id, connection.Id, cancellationToken));
        }

        return [.. attributes.Select(a => new AttributeLine(
            a, fill.Filled.GetValueOrDefault(a.Key), fill.People, fill.Pinned.GetValueOrDefault(a.Key),
            [.. all.Where(c => c.Config.Mappings.Any(m => m.To == Target.Custom(a.Key))).Select(c => c.Config.Name)],
            findings.Count(f => f.Target == Fields.Custom(a.Key))))];
    }

    private async Task<IReadOnlyList<string>> FedByAsync(Workspace workspace, string key, CancellationToken cancellationToken) =>
        [.. (await connections.ListAsync(workspace.Id, cancellationToken)).Where(c => c.Config.Mappings.Any(m => m.To == Target.Custom(key))).Select(c => c.Config.Name)];

    /// <summary>Those that the last runs found, but for words that became options or aliases since.</summary>
    private async Task<IReadOnlyList<MissingOption>> MissingAsync(Workspace workspace, CustomAttribute attribute, CancellationToken cancellationToken)
    {
        var known = attribute.Options.SelectMany(o => o.Aliases.Append(o.Label)).Select(Words.Exact).ToHashSet(StringComparer.Ordinal);
        var missing = new List<MissingOption>();
        foreach (var connection in await connections.ListAsync(workspace.Id, cancellationToken))
        {
            missing.AddRange((await runs.CurrentFindingsAsync(workspace.Id, connection.Id, cancellationToken))
                .Where(f => f.Code == FindingCodes.OptionUnknown && f.Target == Fields.Custom(attribute.Key) && f.Value is not null && !known.Contains(Words.Exact(f.Value)))
                .Select(f => new MissingOption(connection.Config.Name, f.Value!, f.Nearest, f.Count)));
        }

        return [.. missing.GroupBy(m => m.Value, StringComparer.Ordinal)
            .Select(g => new MissingOption(string.Join(", ", g.Select(m => m.Connection)), g.Key, g.Select(m => m.Nearest).FirstOrDefault(n => n is not null), g.Sum(m => m.People)))
            .OrderByDescending(m => m.People)];
    }
}
