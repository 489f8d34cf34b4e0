namespace Rollcall.Api;

/// <summary>A kind of HRIS, and what it takes to connect an account of it.</summary>
/// <param name="Key">What a connection names as its provider.</param>
/// <param name="Name">Its own name.</param>
/// <param name="Settings">What has to be filled in.</param>
/// <param name="Steps">What to do in the HRIS first, in order.</param>
public sealed record ApiProvider(string Key, string Name, IReadOnlyList<ApiSettingField> Settings, IReadOnlyList<ApiSetupStep> Steps);

/// <summary>One setting of an HRIS account.</summary>
/// <param name="Key">Its name in settings or secrets.</param>
/// <param name="Label">The vendor's own word for it.</param>
/// <param name="Help">Where a person finds it.</param>
/// <param name="Secret">Belongs under secrets: encrypted, and never shown again.</param>
/// <param name="Required">Whether it must be given.</param>
/// <param name="Default">Used when none is given.</param>
/// <param name="Choices">The only values allowed; empty means any.</param>
public sealed record ApiSettingField(string Key, string Label, string Help, bool Secret, bool Required, string? Default, IReadOnlyList<string> Choices);

/// <summary>One thing to do in the HRIS.</summary>
public sealed record ApiSetupStep(string Title, string Text);

/// <summary>A connection to be made. Its settings are tested first.</summary>
/// <param name="Name">Lower-case letters, digits and hyphens; unique in the workspace.</param>
/// <param name="Provider">A key of GET /providers.</param>
/// <param name="Settings">By key.</param>
/// <param name="Secrets">By key. They are never shown again.</param>
/// <param name="Rules">Schedule, guard and the like; the usual ones when left out.</param>
/// <param name="DespiteProblems">Keep it although the test fails; it is disabled then.</param>
public sealed record ApiNewConnection(
    string Name, string Provider, IReadOnlyDictionary<string, string>? Settings = null, IReadOnlyDictionary<string, string>? Secrets = null, ApiRules? Rules = null, bool DespiteProblems = false)
{
    public override string ToString() => Name;
}

/// <summary>Settings of a connection as they stand.</summary>
/// <param name="Settings">By key.</param>
/// <param name="SecretsSet">Which secrets are stored.</param>
public sealed record ApiSettings(IReadOnlyDictionary<string, string> Settings, IReadOnlyList<string> SecretsSet)
{
    public override string ToString() => nameof(ApiSettings);
}

/// <summary>Settings to be stored or tested.</summary>
/// <param name="Settings">All of them by key; what is left out has its default.</param>
/// <param name="Secrets">Those that are new; the others stay.</param>
public sealed record ApiNewSettings(IReadOnlyDictionary<string, string>? Settings = null, IReadOnlyDictionary<string, string>? Secrets = null)
{
    public override string ToString() => nameof(ApiNewSettings);
}

/// <summary>What a connection does besides mapping.</summary>
/// <param name="Enabled">Whether it may sync at all.</param>
/// <param name="Schedule">off, “every 30 minutes”, or a crontab line of five fields in the workspace's time zone.</param>
/// <param name="AutoInvite">Whether new employees are invited at once.</param>
/// <param name="WhenReturning">reactivate, new or ask: what happens when somebody comes back.</param>
/// <param name="CreateUpcoming">Whether future hires are created before their first day.</param>
/// <param name="MissingReadsBeforeLeaving">After how many complete reads without somebody they are planned for deactivation; 1 to 30.</param>
/// <param name="Limits">What the guard lets pass without a person.</param>
public sealed record ApiRules(
    bool Enabled = true, string Schedule = "every 60 minutes", bool AutoInvite = false, string WhenReturning = "reactivate", bool CreateUpcoming = true, int MissingReadsBeforeLeaving = 2,
    ApiLimits? Limits = null);

/// <summary>What the guard lets pass without a person. Percentages are of the directory before the plan.</summary>
public sealed record ApiLimits(
    double MaxDeactivatedPercent = 20, int AlwaysAllowedDeactivations = 3, int AlwaysAllowedOthers = 3, double MaxRebindPercent = 5, double MaxManagerChangePercent = 30,
    double MaxCreatedPercent = 50, double MaxCoverageDropPoints = 20);

/// <summary>What a test of a connection showed.</summary>
/// <param name="IsUsable">Whether a sync could read anybody.</param>
/// <param name="Authenticated">Whether the HRIS took the credential.</param>
/// <param name="VisiblePeople">How many people the credential sees; null when that could not be found out.</param>
/// <param name="ReadableAttributes">How many attributes it may read; null when that could not be found out.</param>
/// <param name="Setting">The setting that is impossible, if it is one.</param>
/// <param name="Problems">What is missing, and where in that HRIS to grant it.</param>
public sealed record ApiTest(bool IsUsable, bool Authenticated, int? VisiblePeople, int? ReadableAttributes, string? Setting, IReadOnlyList<ApiTestProblem> Problems);

/// <summary>One thing that is wrong with a connection.</summary>
/// <param name="Code">Stable; docs/findings.md has a section for each.</param>
/// <param name="What">What happened.</param>
/// <param name="Fix">What to do, naming the page and the box in that HRIS.</param>
/// <param name="TraceId">The vendor's own trace id, if it sent one.</param>
public sealed record ApiTestProblem(string Code, string What, string Fix, string? TraceId);

/// <summary>An attribute that the HRIS offers, and where it goes.</summary>
/// <param name="Key">The word used in mappings.</param>
/// <param name="Label">What the HRIS shows.</param>
/// <param name="Type">text, long-text, number, date, select, multi-select, yes-no, currency, url, phone, email, person or other.</param>
/// <param name="VendorType">The vendor's own word for the type.</param>
/// <param name="IsCustom">Made by the company, not by the vendor.</param>
/// <param name="Options">Labels of a select; empty when the vendor does not tell.</param>
/// <param name="Readable">readable, not-readable or unknown.</param>
/// <param name="HowToGrant">Where in that HRIS the permission is granted.</param>
/// <param name="GoesTo">The targets it is mapped to.</param>
/// <param name="Suggestion">Where it could go, when it goes nowhere.</param>
public sealed record ApiSourceAttribute(
    string Key, string Label, string Type, string VendorType, bool IsCustom, IReadOnlyList<string> Options, string Readable, string? HowToGrant, IReadOnlyList<string> GoesTo, ApiSuggestion? Suggestion)
{
    /// <summary>A few live values, when they were asked for. They are never stored.</summary>
    public IReadOnlyCollection<string>? Samples { get; init; }

    public override string ToString() => Key;
}

/// <summary>Where an attribute could go.</summary>
/// <param name="Target">The target, as mappings write it.</param>
/// <param name="CreatesName">The custom attribute that has to be made first; null when it is there.</param>
/// <param name="CreatesType">Its type.</param>
/// <param name="Confidence">0 to 1.</param>
/// <param name="Reason">Why.</param>
public sealed record ApiSuggestion(string Target, string? CreatesName, string? CreatesType, double Confidence, string Reason);

/// <summary>How many people exclusion criteria would leave out.</summary>
/// <param name="People">Everybody whom the credential sees.</param>
/// <param name="Excluded">Left out.</param>
/// <param name="Held">Nobody can say, because an attribute did not come.</param>
public sealed record ApiAudience(int People, int Excluded, int Held);

/// <summary>Where values go and who is left alone, as under a connection of a configuration file.</summary>
/// <param name="Mappings">Rules in order; all of them.</param>
/// <param name="Exclusions">Who is left alone; nobody when left out.</param>
public sealed record ApiMapping(IReadOnlyList<ApiMappingRule> Mappings, ApiExclusions? Exclusions = null);

/// <summary>One mapping.</summary>
/// <param name="From">HRIS attributes in order of preference: the first that is not empty wins.</param>
/// <param name="To">title, level, manager, team:department, custom:KEY and so on.</param>
/// <param name="Policy">authoritative, fill-empty or initial-only.</param>
/// <param name="WhenEmpty">clear, keep or default.</param>
/// <param name="Default">The value for whenEmpty: default.</param>
/// <param name="WhenUnknown">hold or create: what a value without a team, level or option means.</param>
/// <param name="Transforms">In order, each one of lookup, join, split, case, datePart or template.</param>
public sealed record ApiMappingRule(
    IReadOnlyList<string> From, string To, string? Policy = null, string? WhenEmpty = null, string? Default = null, string? WhenUnknown = null, IReadOnlyList<IReadOnlyDictionary<string, object>>? Transforms = null);

/// <summary>Who is left alone.</summary>
/// <param name="Exclude">Those who fit.</param>
/// <param name="IncludeOnly">Those who do not fit.</param>
/// <param name="People">External ids or emails.</param>
public sealed record ApiExclusions(ApiCriteria? Exclude = null, ApiCriteria? IncludeOnly = null, IReadOnlyList<string>? People = null)
{
    public override string ToString() => nameof(ApiExclusions);
}

/// <summary>Criteria; either any or all.</summary>
public sealed record ApiCriteria(IReadOnlyList<ApiCriterion>? Any = null, IReadOnlyList<ApiCriterion>? All = null);

/// <summary>One criterion: an attribute and one comparison.</summary>
public sealed record ApiCriterion(
    string Attribute, string? Is = null, string? IsNot = null, string? Contains = null, string? StartsWith = null, bool? IsEmpty = null, IReadOnlyList<string>? IsOneOf = null, string? Before = null, string? After = null);
