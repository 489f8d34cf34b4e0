using Microsoft.Extensions.Logging;
using Rollcall.Core.Directory;
using Rollcall.Core.Mapping;

namespace Rollcall.Core.Connecting;

/// <summary>What a connector can do beyond a full read.</summary>
[Flags]
public enum Capability
{
    None = 0,

    /// <summary>Reads only those changed since a moment.</summary>
    Delta = 1,

    /// <summary>Asks the vendor for the mapped attributes only.</summary>
    Projection = 2,

    /// <summary>The vendor can push changes.</summary>
    Webhooks = 4,
}

/// <summary>One setting of a connection. Generates the form, the CLI prompts, the validation and the docs table.</summary>
/// <param name="Key">Stable key, lower-case words joined by hyphens.</param>
/// <param name="Label">The vendor's own word for it.</param>
/// <param name="Help">Where a person finds it.</param>
/// <param name="Secret">Encrypted at rest and never shown again.</param>
/// <param name="Required">Whether it must be given.</param>
/// <param name="Default">The value used when none is given.</param>
/// <param name="Choices">The only values allowed; empty means any.</param>
public sealed record SettingField(
    string Key, string Label, string Help, bool Secret, bool Required, string? Default, ValueList<string> Choices);

/// <summary>One thing to do in the HRIS before its account can be connected.</summary>
/// <param name="Title">What, in a few words; a bold line of the connector's documentation page.</param>
/// <param name="Text">On which page, and which boxes.</param>
public sealed record SetupStep(string Title, string Text);

/// <summary>Everything Rollcall knows about a kind of HRIS without talking to one. One per connector folder.</summary>
public sealed record ConnectorDescriptor
{
    /// <summary>Stable key: <c>personio</c>, <c>bamboohr</c>, <c>hibob</c>.</summary>
    public required string Key { get; init; }

    public required string Name { get; init; }

    /// <summary>The page of our documentation, relative to <c>docs/</c>.</summary>
    public required string DocsPage { get; init; }

    public required ValueList<SettingField> Settings { get; init; }

    /// <summary>What to do in the HRIS, in order, before the settings can be filled in.</summary>
    public ValueList<SetupStep> SetupSteps { get; init; } = [];

    public required Capability Capabilities { get; init; }

    /// <summary>The mappings that are on from the start (S2). Each is editable.</summary>
    public required ValueList<MappingRule> DefaultMappings { get; init; }

    /// <summary>The vendor's words for an employment status, compared without case. A word that is not here is unknown,
    /// and an unknown status holds the person.</summary>
    public required ValueList<StatusWord> StatusWords { get; init; }

    /// <summary>Where in that HRIS a person lets this credential read an attribute, in one sentence; used when the vendor does
    /// not even name an attribute any more.</summary>
    public string HowToGrant { get; init; } = "Let the credential read it in the HRIS' API settings.";

    /// <summary>How the vendor's webhooks work; null when it has none.</summary>
    public WebhookFormat? Webhook { get; init; }

    /// <summary>Makes a source from settings. Throws <see cref="ConnectorException"/> (Misconfigured) when they are impossible.</summary>
    public required Func<ConnectorContext, IHrisSource> Create { get; init; }

    /// <summary>The key only: a delegate and lists say nothing.</summary>
    public override string ToString() => Key;
}

/// <summary>What a connector gets from its host.</summary>
/// <param name="Settings">Values by <see cref="SettingField.Key"/>, secrets in the clear. Never logged.</param>
/// <param name="Http">A client without base address, whose handler carries resilience and refuses redirects to other hosts.</param>
/// <param name="Time">The clock.</param>
/// <param name="Logger">Ids, counts and attribute names only.</param>
public sealed record ConnectorContext(
    IReadOnlyDictionary<string, string> Settings, HttpClient Http, TimeProvider Time, ILogger Logger)
{
    public override string ToString() => "connector context";
}

/// <summary>One vendor word for an employment status.</summary>
public sealed record StatusWord(string Word, EmploymentStatus Status);
