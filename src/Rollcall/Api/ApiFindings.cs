using Rollcall.Core.Planning;

namespace Rollcall.Api;

/// <summary>Findings as programs see them.</summary>
internal static class ApiFindings
{
    public static ApiFinding Of(Finding finding, string connection)
    {
        var text = FindingCatalog.TextOf(finding);
        return new ApiFinding(finding.Code, RollcallApi.Word(finding.Severity), connection, finding.Attribute, finding.Target, finding.Count, text.What, text.Why, text.Fix)
        {
            Value = finding.Value, Nearest = finding.Nearest, ExternalIds = [.. finding.People],
        };
    }
}
