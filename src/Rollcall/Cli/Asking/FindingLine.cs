using Rollcall.Core.Planning;

namespace Rollcall.Cli.Asking;

/// <summary>A finding with its words.</summary>
internal sealed record FindingLine
{
    public required string Code { get; init; }

    public required FindingSeverity Severity { get; init; }

    public required string Connection { get; init; }

    public string? Attribute { get; init; }

    public string? Target { get; init; }

    public string? Value { get; init; }

    public string? Nearest { get; init; }

    public int Count { get; init; }

    /// <summary>External ids.</summary>
    public IReadOnlyList<string> People { get; init; } = [];

    public required string What { get; init; }

    public required string Why { get; init; }

    public required string Fix { get; init; }

    public static FindingLine Of(Finding finding, string connection)
    {
        var text = FindingCatalog.TextOf(finding);
        return new FindingLine
        {
            Code = finding.Code, Severity = finding.Severity, Connection = connection, Attribute = finding.Attribute, Target = finding.Target, Value = finding.Value,
            Nearest = finding.Nearest, Count = finding.Count, People = [.. finding.People], What = text.What, Why = text.Why, Fix = text.Fix,
        };
    }

    public override string ToString() => $"{Code} ({Count})";
}
