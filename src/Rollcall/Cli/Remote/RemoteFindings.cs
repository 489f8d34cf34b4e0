using Rollcall.Api;
using Rollcall.Cli.Asking;
using Rollcall.Core.Planning;

namespace Rollcall.Cli.Remote;

/// <summary>What a server holds.</summary>
internal sealed class RemoteFindings(RollcallClient client) : ICompanyFindings
{
    public async Task<IReadOnlyList<FindingLine>> ListAsync(CancellationToken cancellationToken) =>
        [.. (await client.GetAsync<IReadOnlyList<ApiFinding>>("findings", cancellationToken)).Select(Of)];

    public static FindingLine Of(ApiFinding finding) => new()
    {
        Code = finding.Code, Severity = ApiWords.Parse<FindingSeverity>(finding.Severity), Connection = finding.Connection, Attribute = finding.Attribute, Target = finding.Target,
        Value = finding.Value, Nearest = finding.Nearest, Count = finding.People, People = finding.ExternalIds, What = finding.What, Why = finding.Why, Fix = finding.Fix,
    };
}
