using System.Collections.Frozen;

namespace Rollcall.Connectors.BambooHr;

/// <summary>What the employee dataset calls a field that reports call otherwise (official documents and recordings, 2026-04 to 2026-09).
/// A name is used only when the account's dataset lists it: one unknown name fails a whole query.</summary>
internal static class DatasetNames
{
    private static readonly FrozenDictionary<string, string> Known = new Dictionary<string, string>
    {
        ["id"] = "eeid",
        ["workEmail"] = "email",
        ["jobTitle"] = "jobInformationJobTitle",
        ["department"] = "jobInformationDepartment",
        ["division"] = "jobInformationDivision",
        ["location"] = "jobInformationLocation",
        ["reportsTo"] = "jobInformationReportsTo",
        ["teams"] = "jobInformationTeams",
        ["supervisor"] = "supervisorName",
        ["supervisorEId"] = "supervisorEid",
        ["payRate"] = "compensationPayRate",
        ["payType"] = "compensationPayType",
        ["paidPer"] = "compensationPaidPer",
        ["address1"] = "addressLineOne",
        ["address2"] = "addressLineTwo",
        ["linkedIn"] = "linkedinUrl",
        ["facebook"] = "facebookUrl",
        ["twitterFeed"] = "twitterUrl",
        ["pinterest"] = "pinterestUrl",
        ["instagram"] = "instagramUrl",

        // One word, two meanings: in reports employmentStatus is an old name of status, in the dataset it is the employment status.
        ["employmentHistoryStatus"] = "employmentStatus",
        ["employmentStatus"] = "status",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The dataset's name of a field, or null when the dataset does not have it.</summary>
    /// <param name="id">The field's id in the metadata.</param>
    /// <param name="alias">Its alias; null for a field that has none of its own.</param>
    /// <param name="dataset">What the account's dataset lists.</param>
    public static string? Find(string? id, string? alias, Dictionary<string, DatasetField> dataset)
    {
        if (id is not null && dataset.Values.FirstOrDefault(f => f.Id == id) is { } sameId)
        {
            return sameId.Name;
        }

        // customField4378 is the field with the id 4378 (recordings of one account, 2026-05).
        if (id is not null && dataset.ContainsKey("customField" + id))
        {
            return "customField" + id;
        }

        return alias is not null && dataset.ContainsKey(Known.GetValueOrDefault(alias, alias)) ? Known.GetValueOrDefault(alias, alias) : null;
    }
}
