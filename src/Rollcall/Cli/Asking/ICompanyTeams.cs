using Rollcall.Core.Directory;

namespace Rollcall.Cli.Asking;

/// <summary>Teams of a company. What is refused is a <see cref="CommandError"/>.</summary>
internal interface ICompanyTeams
{
    Task<IReadOnlyList<TeamListing>> ListAsync(CancellationToken cancellationToken);

    Task CreateAsync(string name, TeamKind kind, CancellationToken cancellationToken);

    Task AddAliasAsync(TeamListing team, string alias, CancellationToken cancellationToken);

    /// <summary>How many members would move, and how many are in both.</summary>
    Task<(int Moving, int Both)> CountMergeAsync(TeamListing goes, TeamListing stays, CancellationToken cancellationToken);

    Task MergeAsync(TeamListing goes, TeamListing stays, CancellationToken cancellationToken);
}

/// <summary>One team.</summary>
internal sealed record TeamListing(Guid Id, string Name, TeamKind Kind, int Members, IReadOnlyList<string> Aliases, int Bindings)
{
    public static CommandError NameTaken(string name) => new(
        ExitCodes.Refused, $"Another team of this kind is “{name}” already, by its name or an alias; nothing was changed.", "“rollcall teams list” shows which.");

    public static CommandError Meanwhile() => new(ExitCodes.Refused, "The team changed meanwhile; nothing was changed.", "Look at “rollcall teams list”, and try again.");
}
