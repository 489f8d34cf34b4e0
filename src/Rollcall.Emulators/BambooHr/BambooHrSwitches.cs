namespace Rollcall.Emulators.BambooHr;

/// <summary>How a multi-select value reads in reports, single employees and datasets. No recording of one is known (2026-09).</summary>
public enum MultiSelectForm
{
    CommaText,
    Array,
}

/// <summary>How a checkbox reads. Only "Yes" has been seen, and not on a checkbox (2026-09).</summary>
public enum CheckboxForm
{
    YesNo,
    LowerYesNo,
    TrueFalse,
    OneZero,
}

/// <summary>How GET employee writes the name of the manager. Old pages say "Last, First", newer ones "preferred last".</summary>
public enum SupervisorNameForm
{
    LastFirst,
    PreferredLast,
}

/// <summary>Where a dataset row names the fields the caller may not read.</summary>
public enum RestrictedFieldsPosition
{
    BesideFields,
    InsideFields,
}

/// <summary>What dataset v2 does with a field the caller may not read: newest text says an empty value, June 2026 said an error.</summary>
public enum DatasetForbiddenField
{
    EmptyValue,
    Error,
}

/// <summary>What the caller's rights on datasets, reports and metadata let through.</summary>
public enum AreaAccess
{
    Allowed,
    Forbidden,
    Hidden,
}

/// <summary>The directory sharing settings of the account.</summary>
public enum DirectorySharing
{
    Full,
    OrgChart,
    Off,
    Empty,
}

/// <summary>How the id of a column without an alias comes back in a report: <c>1610</c> as requested, or <c>1610.0</c>.</summary>
public enum AliaslessColumnForm
{
    AsRequested,
    DotZero,
}

/// <summary>How the pause after a rate limit is written.</summary>
public enum RetryAfterForm
{
    Seconds,
    HttpDate,
    Missing,
}

/// <summary>The two readings of the page on webhook retries: 5, 10, 20, 40, 80 minutes, or at once and then 5, 10, 20, 40.</summary>
public enum WebhookRetrySchedule
{
    FiveToEighty,
    ImmediateThenForty,
}

/// <summary>Which closed list of optional fields GET /employees knows: 27 names in April 2026, 124 in August.</summary>
public enum EmployeeListVocabulary
{
    August2026,
    April2026,
}

/// <summary>
/// Every point the vendor's documents leave open or contradict, and the account settings that change answers.
/// The defaults are what is most likely true of a tenant in autumn 2026.
/// </summary>
public sealed class BambooHrSwitches
{
    /// <summary>The subdomain of the account, as in <c>https://{companyDomain}.bamboohr.com</c>.</summary>
    public string CompanyDomain { get; set; } = "acme";

    public MultiSelectForm MultiSelect { get; set; }

    public CheckboxForm Checkbox { get; set; }

    /// <summary>An unticked checkbox reads null instead of its "no" word.</summary>
    public bool UntickedCheckboxIsNull { get; set; }

    public SupervisorNameForm EmployeeSupervisor { get; set; }

    /// <summary>GET employee without <c>fields</c> answers the id alone (newest page, recording of 2022) or also both names (April 2026).</summary>
    public bool EmployeeDefaultsToNames { get; set; }

    /// <summary>The answer for a person who exists but whom the key may not see: 403 in the newest page, otherwise 404.</summary>
    public bool ForbiddenEmployeeIsNotFound { get; set; }

    /// <summary>Employee ids the key's access level leaves out: absent in lists, refused one by one.</summary>
    public IReadOnlyCollection<int> HiddenEmployees { get; set; } = [];

    /// <summary>The employee record of the user the API key belongs to; 0 when the user is no employee.</summary>
    public int CallerEmployeeId { get; set; } = 1;

    public AreaAccess Datasets { get; set; }

    public AreaAccess Reports { get; set; }

    public AreaAccess Metadata { get; set; }

    public DirectorySharing Directory { get; set; }

    public DatasetForbiddenField DatasetForbidden { get; set; }

    public RestrictedFieldsPosition DatasetRestrictedFields { get; set; }

    /// <summary>Dataset fields carry <c>type</c> and <c>id</c>: the prose mentions both, no recording shows them.</summary>
    public bool DatasetFieldsCarryType { get; set; }

    /// <summary>An unset date in a dataset reads <c>0000-00-00</c> instead of null.</summary>
    public bool DatasetEmptyDateIsZero { get; set; }

    /// <summary>Rows a dataset answers at most before it says 413; 0 for no limit.</summary>
    public int DatasetMaxItems { get; set; }

    /// <summary>Dataset answers come through a proxy that sets a cookie.</summary>
    public bool DatasetCookies { get; set; } = true;

    /// <summary>Empty JSON objects are written <c>[]</c>, as PHP does; off writes <c>{}</c>.</summary>
    public bool EmptyObjectsAreArrays { get; set; } = true;

    public AliaslessColumnForm ReportAliaslessColumns { get; set; }

    public EmployeeListVocabulary EmployeeListFields { get; set; }

    /// <summary>GET /employees takes an API key; the April 2026 document lists OAuth only.</summary>
    public bool EmployeeListTakesApiKey { get; set; } = true;

    /// <summary>A bad filter of GET /employees: 400 as the endpoint page says, or 422 as the filter page says.</summary>
    public int EmployeeListFilterErrorStatus { get; set; } = 400;

    /// <summary>Older text: <c>_restrictedFields</c> is left out of GET /employees rows when it is empty.</summary>
    public bool OmitEmptyRestrictedFields { get; set; }

    /// <summary>Unknown keys in a row before the whole company's API is locked; 0 never locks.</summary>
    public int LockOutAfter { get; set; } = 20;

    /// <summary>Minutes a lock-out lasts.</summary>
    public int LockOutMinutes { get; set; } = 10;

    /// <summary>429 since 2026-09-16, 503 before.</summary>
    public int RateLimitStatus { get; set; } = 429;

    /// <summary>Requests per minute before the limit answers, when rate limits are on. No figure is published.</summary>
    public int RequestsPerMinute { get; set; } = 600;

    public RetryAfterForm RetryAfter { get; set; }

    public WebhookRetrySchedule WebhookRetries { get; set; }

    /// <summary>Name of the header with the subdomain on webhook deliveries that ask for it.</summary>
    public string CompanyDomainHeader { get; set; } = "Company-Domain";

    /// <summary>Created webhooks are followed by an updated one, as the page says.</summary>
    public bool CreatedIsFollowedByUpdated { get; set; } = true;

    /// <summary>Custom fields have been monitorable since 2025-09-22; off refuses them.</summary>
    public bool CustomFieldsMonitorable { get; set; } = true;

    /// <summary>Webhook targets must be https; off lets a test listen on plain http.</summary>
    public bool WebhookTargetsMustBeHttps { get; set; } = true;

    /// <summary>Legacy field-based payloads wrap values as <c>{"value": …}</c>, as recorded in 2022.</summary>
    public bool LegacyWebhookValuesWrapped { get; set; } = true;
}
