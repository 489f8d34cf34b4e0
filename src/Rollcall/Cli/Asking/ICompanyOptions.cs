namespace Rollcall.Cli.Asking;

/// <summary>Options of select attributes. What is refused is a <see cref="CommandError"/>.</summary>
internal interface ICompanyOptions
{
    Task AddAsync(string attribute, string label, CancellationToken cancellationToken);

    /// <summary>Takes another spelling for an option that is there.</summary>
    Task AliasAsync(string attribute, string alias, string label, CancellationToken cancellationToken);

    /// <summary>Makes the attribute a text.</summary>
    Task ToTextAsync(string attribute, CancellationToken cancellationToken);
}
