using Rollcall.Emulators.HiBob.People;

namespace Rollcall.Emulators.HiBob.Lists;

/// <summary>The lists that do not come from the company's own units. Built-in items have their text as id, items of users a number as text.</summary>
internal static class FixedLists
{
    public const string Status = "status";
    public const string LifecycleStatus = "lifecycleStatus";
    public const string State = "state";
    public const string TerminationReason = "terminationreason";
    public const string TerminationType = "lifecycleReasonType";
    public const string EmploymentType = "payrollEmploymentType";
    public const string Contract = "employmentstatus";
    public const string WorkChangeType = "workChangeType";
    public const string Gender = "gender";
    public const string Nationalities = "nationalities";
    public const string Countries = "countries";
    public const string OrgLevels = "orgLevels";
    public const string Hobbies = "hobbies";
    public const string FoodPreferences = "foodPreferences";
    public const string Superpowers = "superpowers";
    public const string Calendar = "calendar";
    public const string YesNo = "entity_multi_list_1700000000115";

    /// <summary>Numeric id of the only calendar of each subcompany.</summary>
    public const int FirstCalendar = 91_000;

    private const string Unexplained = "252600001";
    private const string BetterOffer = "252600002";

    private static readonly (string Id, string Name)[] s_noItems = [];

    public static IEnumerable<NamedList> All(HiBobSwitches switches)
    {
        yield return Texts(Status, LifecycleWords.Active.Spelt(switches), LifecycleWords.Active, LifecycleWords.Inactive.Spelt(switches), LifecycleWords.Inactive);
        yield return Of(
            LifecycleStatus,
            new[] { LifecycleWords.Hired, LifecycleWords.Employed, LifecycleWords.GardenLeave, LifecycleWords.Leave, LifecycleWords.ParentalLeave, LifecycleWords.Terminated }
                .Select(word => (word.Spelt(switches), word)));
        yield return Of(State, [("active", "Active"), ("inactive", "Inactive"), ("uninvited", "Uninvited")]);
        yield return Of(TerminationReason, [(Unexplained, "Unexplained"), (BetterOffer, "Besseres Angebot")]);
        yield return Same(TerminationType, "Voluntary", "Involuntary", "End of contract");
        yield return Of(EmploymentType, [("Permanent", "Permanent"), ("Temporary", "Temporary"), ("Contractor", "Contractor"), ("252600011", "Praktikum")]);
        yield return Same(Contract, "Full time", "Part time");
        yield return Same(WorkChangeType, "New hire", "Promotion", "Transfer");
        yield return Of(Gender, [("Male", "Male"), ("Female", "Female"), ("Non-binary", "Non-binary"), ("252600021", "Prefer not to say")]);
        yield return Same(Nationalities, "German", "Austrian", "British", "Brazilian", "Polish");
        yield return Same(Countries, "Germany", "Austria", "Switzerland", "United Kingdom", "United States", "Brazil", "Poland");
        yield return Of(OrgLevels, [("252600031", "Individual contributor"), ("252600032", "Manager"), ("252600033", "Executive")]);
        yield return Of(Hobbies, [("yoga", "Yoga"), ("cooking", "Cooking"), ("261314348", "Bouldern, Klettern")]);
        yield return Of(FoodPreferences, [("vegan", "Vegan"), ("vegetarian", "Vegetarian")]);
        yield return Of(Superpowers, [("excel", "Excel"), ("261314355", "Überblick")]);
        yield return Of(YesNo, [("252600041", "Yes"), ("252600042", "No")]);
        yield return Of("honorific", s_noItems);
    }

    private static NamedList Same(string name, params string[] items) => Of(name, items.Select(item => (item, item)));

    private static NamedList Texts(string name, params string[] idsAndNames) => Of(name, idsAndNames.Chunk(2).Select(pair => (pair[0], pair[1])));

    private static NamedList Of(string name, IEnumerable<(string Id, string Name)> items) => new(name, [.. items.Select(item => new ListItem(item.Id, item.Name))]);
}
