using Rollcall.Cli.Asking;
using Rollcall.Core.Directory;
using Rollcall.Storage;

namespace Rollcall.Cli.Local;

/// <summary>Options of attributes in the database.</summary>
internal sealed class LocalOptions(CliSession session) : ICompanyOptions
{
    public Task AddAsync(string attribute, string label, CancellationToken cancellationToken) =>
        ChangeAsync(attribute, a => a with { Options = OptionEdits.Added(a.Options, label).ToValueList() }, cancellationToken);

    public Task AliasAsync(string attribute, string alias, string label, CancellationToken cancellationToken) =>
        ChangeAsync(attribute, a => a with { Options = OptionEdits.Aliased(attribute, a.Options, alias, label).ToValueList() }, cancellationToken);

    public Task ToTextAsync(string attribute, CancellationToken cancellationToken) =>
        ChangeAsync(attribute, a => a with { Type = AttributeType.Text, Options = [] }, cancellationToken);

    private async Task ChangeAsync(string attribute, Func<CustomAttribute, CustomAttribute> change, CancellationToken cancellationToken)
    {
        var workspace = await session.WorkspaceAsync(cancellationToken);
        if (!await session.Get<DirectoryEditStore>().ChangeAttributeAsync(workspace.Id, attribute, change, cancellationToken))
        {
            throw OptionEdits.Unknown(attribute);
        }
    }
}
