namespace Rollcall.Emulators.Personio;

/// <summary>What a link to the next page of version 2 holds; the documentation's examples and clients differ.</summary>
public enum PersonioNextLink
{
    /// <summary>The cursor alone, which keeps limit and filters.</summary>
    CursorOnly,

    /// <summary>The cursor beside limit and filters, which it does not keep.</summary>
    WithFilters,

    /// <summary>As the first, as a path; attendances did so until September 2025.</summary>
    Relative,
}

/// <summary>What date filters of version 2 take.</summary>
public enum PersonioDateFilters
{
    /// <summary>Days and moments, as the API description says.</summary>
    DaysAndMoments,

    /// <summary>Days alone; a client against the live API, 2025-08.</summary>
    DaysOnly,
}

/// <summary>The inside of a webhook's payload, which nobody recorded.</summary>
public enum PersonioWebhookPayload
{
    /// <summary><c>{"person":{"id":…},"employment":{"id":…}}</c>.</summary>
    Nested,

    /// <summary><c>{"person_id":…,"employment_id":…}</c>.</summary>
    Flat,

    /// <summary><c>{"id":…}</c> of the thing the event is about.</summary>
    Bare,
}

/// <summary>Points on which Personio's documentation, recordings and customers do not agree, or which changed. Defaults are the likeliest today.</summary>
public sealed class PersonioSwitches
{
    /// <summary>Tags as a JSON list in a string (seen in 2026-07) instead of joined by commas (recorded 2023).</summary>
    public bool TagsAsJson { get; set; }

    /// <summary>Empty values as "" (recorded until 2023) instead of null (official examples, 2024).</summary>
    public bool EmptyAsText { get; set; }

    /// <summary>The supervisor with name and email (recorded 2022) instead of the id alone (official example, 2024-10).</summary>
    public bool FullSupervisor { get; set; }

    /// <summary>A limit above 100 is cut to 100 instead of refused with 400; the exact answer was never captured.</summary>
    public bool ClampsLimit { get; set; }

    /// <summary>A query parameter that the endpoint does not know is ignored instead of refused with 400; nobody recorded which.</summary>
    public bool IgnoresUnknownParameters { get; set; }

    /// <summary>The authorization header is sent back on success, as employees endpoints do.</summary>
    public bool SendsTokenBack { get; set; } = true;

    /// <summary>Tokens live for one request, as before 2023.</summary>
    public bool RotatesTokens { get; set; }

    /// <summary>An empty work schedule is [] instead of null (seen in 2026-07).</summary>
    public bool EmptyScheduleAsList { get; set; }

    /// <summary>A credential that may not list attributes gets 403 on the attributes endpoint (customer reports).</summary>
    public bool RefusesAttributeList { get; set; }

    /// <summary>How long after a change updated_since shows it; customers saw up to 45 minutes.</summary>
    public TimeSpan UpdatedSinceDelay { get; set; }

    /// <summary>The account, as webhooks name it.</summary>
    public string CompanyId { get; set; } = "12345";

    /// <summary>Types of custom attributes in capitals, as the API description has them, instead of in lower case, as three clients saw.</summary>
    public bool UpperCaseTypes { get; set; }

    /// <summary>What is empty is left out of version 2, instead of null as in the examples of employments; for persons nobody recorded it.</summary>
    public bool OmitsEmpty { get; set; }

    /// <summary>Custom attributes of version 2 carry their label, as described; customers report it missing.</summary>
    public bool CustomAttributesHaveLabels { get; set; }

    /// <summary>Org units, cost centers and workplaces answer 404 without the header Beta, as until mid 2026.</summary>
    public bool RequiresBetaHeader { get; set; }

    /// <summary>Form of the link to the next page.</summary>
    public PersonioNextLink NextLink { get; set; }

    /// <summary>Forms that date filters take.</summary>
    public PersonioDateFilters DateFilters { get; set; }

    /// <summary>A change of the employment also moves updated_at of the person.</summary>
    public bool EmploymentChangesTouchPerson { get; set; } = true;

    /// <summary>last_working_date, as in an example, instead of last_working_day, as described.</summary>
    public bool LastWorkingDateName { get; set; }

    /// <summary>Off: the account lacks legal entities, and their list answers 412.</summary>
    public bool HasLegalEntities { get; set; } = true;

    /// <summary>Inside of a webhook's payload.</summary>
    public PersonioWebhookPayload WebhookPayload { get; set; }

    /// <summary>A 4xx of a webhook target is tried again too; the documented reasons to do so leave it out.</summary>
    public bool WebhookRetriesClientErrors { get; set; }
}
