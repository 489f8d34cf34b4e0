namespace Rollcall.Emulators.HiBob;

/// <summary>Whom the service user's permission group may read: "Access data for". Bob fills in "Lifecycle status equals Employed".</summary>
public enum BobAudience
{
    Everyone,
    Employed,
}

/// <summary>How dates read in human form. Examples show 01/05/2015, docs/fields-metadata of May 2026 says they stay as they are.</summary>
public enum BobHumanDates
{
    DayMonthYear,
    Unchanged,
}

/// <summary>How the machine values of <c>status</c> and <c>lifecycleStatus</c> are spelt. Nobody has published a recording (2026-10).</summary>
public enum BobStatusCasing
{
    Capitalised,
    LowerCase,
}

/// <summary>What the built-in endpoint for all named lists answers: recordings show an object, the OpenAPI an array.</summary>
public enum BobNamedListsForm
{
    Keyed,
    Array,
    Wrapped,
}

/// <summary>What an unknown or unused thing is answered with.</summary>
public enum BobRefusal
{
    BadRequest,
    Ignored,
}

/// <summary>What the retired <c>GET /v1/people</c> answers since May 2025; not documented.</summary>
public enum BobRetiredAnswer
{
    LoginPage,
    Unauthorized,
    Forbidden,
    NotFound,
}

/// <summary>What the nested half shows when <c>work.reportsTo.email</c> is asked for without <c>work.reportsTo</c>.</summary>
public enum BobLoneManagerEmail
{
    InsideObject,
    DottedKey,
    Absent,
}

/// <summary>How a page with employees without a value looks in the human-only form.</summary>
public enum BobReplacedNull
{
    Null,
    Omitted,
}

/// <summary>The list name of a custom list field: recordings know names equal to the field id, and <c>entity_multi_list_…</c>.</summary>
public enum BobCustomListName
{
    FieldId,
    EntityList,
}

/// <summary>The id of a field inside a category that the customer made.</summary>
public enum BobOwnCategoryFieldId
{
    WithoutCustom,
    WithCustom,
}

/// <summary>The shape in which the firewall refuses.</summary>
public enum BobBlockForm
{
    Html,
    Empty,
}

/// <summary>One element of the changed fields in a webhook.</summary>
public enum BobFieldUpdateForm
{
    Object,
    Text,
}

/// <summary>When a failed delivery is tried again: for three days, or as for partners after 1, 10, 20, 40, 80 and 160 minutes.</summary>
public enum BobWebhookRetries
{
    ThreeDays,
    Partner,
}

/// <summary>
/// What is not known for certain about HiBob, or is set per company. The defaults are the likeliest; all may be changed while it runs.
/// </summary>
public sealed class HiBobSwitches
{
    public int CompanyId { get; set; } = 600_001;

    public BobAudience AccessDataFor { get; set; } = BobAudience.Everyone;

    /// <summary>Record numbers of people outside the audience whatever the rule says.</summary>
    public IReadOnlyCollection<int> HiddenEmployees { get; set; } = [];

    /// <summary>Whether people on leave keep their access; a setting of the company.</summary>
    public bool LeaveIsActive { get; set; } = true;

    /// <summary>Birth date and national numbers show only where the category may be edited too (reported by client authors).</summary>
    public bool SensitiveFieldsNeedEdit { get; set; }

    /// <summary>Categories the group may edit, by <c>categoryId</c>.</summary>
    public IReadOnlyCollection<string> EditableCategories { get; set; } = [];

    public BobHumanDates HumanDates { get; set; } = BobHumanDates.DayMonthYear;

    public BobStatusCasing StatusCasing { get; set; } = BobStatusCasing.Capitalised;

    /// <summary><c>filters: []</c>: the documentation rejects it, a client in production sends it.</summary>
    public BobRefusal EmptyFilters { get; set; } = BobRefusal.BadRequest;

    /// <summary>What more than 400 fields are answered with; when ignored, the fields after the 400th are dropped.</summary>
    public BobRefusal TooManyFields { get; set; } = BobRefusal.BadRequest;

    /// <summary>Most values of a filter; null for no limit.</summary>
    public int? MostFilterValues { get; set; }

    /// <summary><c>/work/title</c> is taken for <c>work.title</c> in requests.</summary>
    public bool TakesSlashIds { get; set; } = true;

    /// <summary><c>append</c> is taken for <c>APPEND</c>.</summary>
    public bool HumanReadableIgnoresCase { get; set; } = true;

    /// <summary>The default fields include custom ones, as the example of the documentation shows.</summary>
    public bool CustomFieldsByDefault { get; set; }

    public BobLoneManagerEmail LoneManagerEmail { get; set; } = BobLoneManagerEmail.InsideObject;

    public BobReplacedNull ReplacedNull { get; set; } = BobReplacedNull.Null;

    /// <summary>One employee comes inside <c>employees</c>, as documented, instead of bare, as recorded.</summary>
    public bool OneEmployeeIsWrapped { get; set; }

    /// <summary>Profiles carry names of list items instead of their ids.</summary>
    public bool ProfilesAreHuman { get; set; }

    public BobRetiredAnswer RetiredPeople { get; set; } = BobRetiredAnswer.LoginPage;

    public BobNamedListsForm NamedLists { get; set; } = BobNamedListsForm.Keyed;

    public BobCustomListName CustomListName { get; set; } = BobCustomListName.FieldId;

    public BobOwnCategoryFieldId OwnCategoryFieldId { get; set; } = BobOwnCategoryFieldId.WithoutCustom;

    /// <summary>Name of the cursor in bulk answers: <c>next_cursor</c> now, <c>cursor</c> in the specification of 2025.</summary>
    public string CursorName { get; set; } = "next_cursor";

    /// <summary>Bulk rows sit in <c>values[].values[]</c>, as the specification of 2025 says.</summary>
    public bool BulkValuesAreNested { get; set; }

    /// <summary>A GET of a custom table sent with a JSON content type is answered 400 with HTML (one recording).</summary>
    public bool CustomTablesRefuseContentType { get; set; } = true;

    /// <summary>Searches a minute; the other endpoints keep their published limits.</summary>
    public int SearchesPerMinute { get; set; } = 50;

    /// <summary>The firewall blocks after 50 refusals; see docs/rate-limit.</summary>
    public bool Firewall { get; set; } = true;

    public BobBlockForm BlockForm { get; set; } = BobBlockForm.Html;

    /// <summary>Name of the changed fields in webhooks: <c>fieldUpdates</c> in the documentation, <c>fieldUpdatesIds</c> in a client's tests.</summary>
    public string FieldUpdatesName { get; set; } = "fieldUpdates";

    public BobFieldUpdateForm FieldUpdateForm { get; set; } = BobFieldUpdateForm.Object;

    /// <summary>Joined, left and the like are sent at the next midnight instead of at once.</summary>
    public bool LifecycleEventsAtMidnight { get; set; } = true;

    public BobWebhookRetries WebhookRetries { get; set; } = BobWebhookRetries.ThreeDays;

    /// <summary>Everything a serialised employee depends on.</summary>
    internal string RowKey() => string.Join(
        '|',
        CompanyId,
        LeaveIsActive,
        SensitiveFieldsNeedEdit,
        string.Join(',', EditableCategories.Order(StringComparer.Ordinal)),
        HumanDates,
        StatusCasing,
        LoneManagerEmail,
        ReplacedNull,
        CustomListName,
        OwnCategoryFieldId,
        AccessDataFor,
        string.Join(',', HiddenEmployees.Order()));
}
