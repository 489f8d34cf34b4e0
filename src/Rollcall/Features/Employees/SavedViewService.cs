using System.Text.Json;
using Rollcall.Core.Directory;
using Rollcall.Features.Access;
using Rollcall.Storage;
using Rollcall.Syncing;

namespace Rollcall.Features.Employees;

/// <summary>A kept view, ready to be asked for.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Request">What it asks for.</param>
/// <param name="IsShared">Everybody in the workspace sees it.</param>
/// <param name="CanRemove">The visitor may remove it.</param>
public sealed record EmployeeListView(Guid Id, string Name, ListRequest Request, bool IsShared, bool CanRemove)
{
    public override string ToString() => Id.ToString();
}

/// <summary>Kept ways to look at the list of employees: everybody keeps their own, admins share.</summary>
internal sealed class SavedViewService(Visitor visitor, SavedViewStore views, SyncService sync)
{
    public const int MostCharacters = 60;

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerOptions.Strict) { RespectRequiredConstructorParameters = false };

    /// <summary>The visitor's own and shared ones, without what their role may not read.</summary>
    public async Task<IReadOnlyList<EmployeeListView>> ListAsync(CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(MemberRole.Employee, cancellationToken);
        var schema = await sync.DirectoryOf(member.Workspace).ReadSchemaAsync(cancellationToken);
        return [.. (await views.ListAsync(member.Workspace.Id, member.Account, cancellationToken)).Select(v => ToView(v, member, schema)).OfType<EmployeeListView>()];
    }

    /// <summary>Keeps what the list shows now under a name; the visitor's own view of that name is replaced. Sharing needs an admin.</summary>
    public async Task<EmployeeListView> SaveAsync(string name, ListRequest request, bool isShared, CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(isShared ? MemberRole.Admin : MemberRole.Employee, cancellationToken);
        var trimmed = name.Trim();
        if (trimmed.Length is 0 or > MostCharacters)
        {
            throw new ArgumentException("not a name of a view", nameof(name));
        }

        var content = new Content(request.Search, request.Status, [.. request.Conditions], [.. request.Columns], request.Sort, request.IsDescending);
        var saved = await views.SaveAsync(member.Workspace.Id, member.Account, trimmed, JsonSerializer.Serialize(content, s_json), isShared, cancellationToken);
        return ToView(saved, member, await sync.DirectoryOf(member.Workspace).ReadSchemaAsync(cancellationToken))!;
    }

    /// <summary>False when there is none such, or it is somebody else's.</summary>
    public async Task<bool> RemoveAsync(Guid view, CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(MemberRole.Employee, cancellationToken);
        return await views.RemoveAsync(member.Workspace.Id, member.Account, view, alsoOfOthers: member.Role >= MemberRole.Admin, cancellationToken);
    }

    /// <summary>Null when a filter asks for what the role may not read: without it the view would show other people than it says.</summary>
    private static EmployeeListView? ToView(SavedView view, Member member, DirectorySchema schema)
    {
        var content = JsonSerializer.Deserialize<Content>(view.Content, s_json)!;
        bool MayRead(string field) => ReadableFields.OfEverybody(member.Role, schema, field);
        return content.Conditions.All(c => MayRead(c.Field))
            ? new EmployeeListView(view.Id, view.Name, new ListRequest
            {
                Search = content.Search,
                Status = content.Status,
                Conditions = content.Conditions,
                Columns = [.. content.Columns.Where(MayRead)],
                Sort = content.Sort is { } sort && MayRead(sort) ? sort : null,
                IsDescending = content.IsDescending,
            }, view.IsShared, view.IsOwn || (view.IsShared && member.Role >= MemberRole.Admin))
            : null;
    }

    private sealed record Content(string? Search, AccountStatus? Status, FieldCondition[] Conditions, string[] Columns, string? Sort, bool IsDescending);
}
