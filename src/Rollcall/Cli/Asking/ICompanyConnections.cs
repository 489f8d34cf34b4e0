using Rollcall.Core.Connecting;
using Rollcall.Core.Directory;
using Rollcall.Core.Planning;
using Rollcall.Features.Integrations;

namespace Rollcall.Cli.Asking;

/// <summary>The HRIS accounts of a company, and what they offer.</summary>
internal interface ICompanyConnections
{
    /// <summary>In order of precedence.</summary>
    Task<IReadOnlyList<ConnectionLine>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Proves what the credential can do.</summary>
    Task<ConnectionTest> TestAsync(string name, CancellationToken cancellationToken);

    Task SetPausedAsync(string name, bool paused, CancellationToken cancellationToken);

    /// <summary>Takes it out of use; what it wrote stays.</summary>
    Task RemoveAsync(string name, CancellationToken cancellationToken);

    /// <summary>Which connection wins where several carry somebody.</summary>
    Task<Precedence> PrecedenceAsync(CancellationToken cancellationToken);

    /// <summary>Changes the order as it stands, and returns what it is now. A server refuses when somebody else changed it meanwhile.</summary>
    Task<Precedence> ReorderAsync(Func<Precedence, Precedence> change, CancellationToken cancellationToken);

    /// <summary>Every attribute that the HRIS offers.</summary>
    /// <param name="name">The connection.</param>
    /// <param name="samples">Which ones to read live values of, when any are asked for.</param>
    /// <param name="cancellationToken">Stops asking.</param>
    Task<IReadOnlyList<OfferedAttribute>> AttributesAsync(string name, Func<OfferedAttribute, bool>? samples, CancellationToken cancellationToken);

    /// <summary>Where attributes that go nowhere could go.</summary>
    Task<IReadOnlyList<SuggestionLine>> SuggestAsync(string name, CancellationToken cancellationToken);

    /// <summary>Fill rates of the last good run.</summary>
    Task<IReadOnlyList<AttributeCoverage>> CoverageAsync(string name, CancellationToken cancellationToken);

    Task AcceptCoverageAsync(string name, string attribute, CancellationToken cancellationToken);

    /// <summary>Decides who a held record is; null for somebody new.</summary>
    Task MatchAsync(string name, string externalId, EmployeeId? employee, CancellationToken cancellationToken);
}

/// <summary>One HRIS account.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Provider">Which kind of HRIS.</param>
/// <param name="State">enabled, paused or disabled.</param>
/// <param name="Mappings">How many it has.</param>
/// <param name="LastFullReadAt">When everybody was read last.</param>
internal sealed record ConnectionLine(string Name, string Provider, string State, int Mappings, DateTimeOffset? LastFullReadAt)
{
    /// <summary>The one with that name.</summary>
    public static ConnectionLine Named(IReadOnlyList<ConnectionLine> all, string name) => all.FirstOrDefault(c => c.Name == name) ?? throw Unknown(name, all.Select(c => c.Name));

    public static CommandError Unknown(string name, IEnumerable<string> known) => new(
        ExitCodes.NotFound, $"There is no connection “{name}”.", known.ToList() is { Count: > 0 } names ? $"There are: {string.Join(", ", names)}." : "Add one to the configuration file and apply it.");

    /// <summary>Why it does not sync now; null when it does.</summary>
    public CommandError? Stopped => State switch
    {
        "paused" => new CommandError(ExitCodes.Refused, $"“{Name}” is paused.", $"Look at “rollcall plan {Name}”, then “rollcall connections resume {Name}”."),
        "disabled" => new CommandError(ExitCodes.Refused, $"“{Name}” is disabled.", "Set “enabled: true” in the configuration."),
        _ => null,
    };
}

/// <summary>One attribute that an HRIS offers.</summary>
internal sealed record OfferedAttribute(string Key, string Label, SourceType Type, bool IsCustom, IReadOnlyList<string> Options, Readability Readable, IReadOnlyList<string> GoesTo)
{
    /// <summary>Live values, when they were asked for.</summary>
    public IReadOnlyCollection<string>? Samples { get; init; }

    public override string ToString() => Key;
}

/// <summary>Where an attribute could go.</summary>
/// <param name="From">The attribute's key.</param>
/// <param name="Label">Its name.</param>
/// <param name="To">The target.</param>
/// <param name="CreatesName">The custom attribute that has to be made first.</param>
/// <param name="CreatesType">Its type.</param>
/// <param name="Confidence">0 to 1.</param>
/// <param name="Reason">Why.</param>
internal sealed record SuggestionLine(string From, string Label, string To, string? CreatesName, AttributeType? CreatesType, double Confidence, string Reason);
