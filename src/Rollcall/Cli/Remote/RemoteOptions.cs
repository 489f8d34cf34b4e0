using Rollcall.Api;
using Rollcall.Cli.Asking;
using Rollcall.Core.Directory;

namespace Rollcall.Cli.Remote;

/// <summary>Options of attributes on a server. An edit names what it was made from.</summary>
internal sealed class RemoteOptions(RollcallClient client) : ICompanyOptions
{
    public Task AddAsync(string attribute, string label, CancellationToken cancellationToken) => ChangeAsync(attribute, o => OptionEdits.Added(o, label), cancellationToken);

    public Task AliasAsync(string attribute, string alias, string label, CancellationToken cancellationToken) =>
        ChangeAsync(attribute, o => OptionEdits.Aliased(attribute, o, alias, label), cancellationToken);

    public async Task ToTextAsync(string attribute, CancellationToken cancellationToken)
    {
        await FindAsync(attribute, cancellationToken);
        var change = await client.GetAsync<ApiTypeChange>($"attributes/{ApiWords.Escaped(attribute)}/type-change?type=text", cancellationToken);
        await client.PostAsync<ApiAttributeDetail>($"attributes/{ApiWords.Escaped(attribute)}/type-change", new ApiTypeDecision(change.Type, change.Lost), cancellationToken);
    }

    private async Task ChangeAsync(string attribute, Func<IReadOnlyList<AttributeOption>, IReadOnlyList<AttributeOption>> change, CancellationToken cancellationToken)
    {
        var (standing, etag) = await FindAsync(attribute, cancellationToken);
        var options = change([.. standing.Options.Select(o => new AttributeOption(o.Label, [.. o.Aliases ?? []], o.Archived))]);
        await client.PutAsync<ApiAttributeDetail>(
            $"attributes/{ApiWords.Escaped(attribute)}",
            new ApiAttributeEdit(standing.Name, [.. options.Select(o => new ApiOption(o.Label, [.. o.Aliases], o.Archived))], standing.Section, standing.Access, standing.Description), etag, cancellationToken);
    }

    private async Task<(ApiAttributeDetail Attribute, string? Etag)> FindAsync(string attribute, CancellationToken cancellationToken)
    {
        try
        {
            return await client.GetTaggedAsync<ApiAttributeDetail>($"attributes/{ApiWords.Escaped(attribute)}", cancellationToken);
        }
        catch (CommandError error) when (error.ExitCode == ExitCodes.NotFound)
        {
            throw OptionEdits.Unknown(attribute);
        }
    }
}
