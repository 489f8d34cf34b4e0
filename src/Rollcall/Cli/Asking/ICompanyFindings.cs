namespace Rollcall.Cli.Asking;

/// <summary>What is held or wrong now.</summary>
internal interface ICompanyFindings
{
    Task<IReadOnlyList<FindingLine>> ListAsync(CancellationToken cancellationToken);
}
