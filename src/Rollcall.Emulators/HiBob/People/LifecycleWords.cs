namespace Rollcall.Emulators.HiBob.People;

/// <summary>Access and lifecycle statuses that every account has (help article 4409776355857, 2026-10).</summary>
internal static class LifecycleWords
{
    public const string Active = "Active";
    public const string Inactive = "Inactive";

    public const string Hired = "Hired";
    public const string Employed = "Employed";
    public const string Leave = "Leave";
    public const string ParentalLeave = "Parental leave";
    public const string GardenLeave = "Garden leave";
    public const string Terminated = "Terminated";

    public static string Spelt(this string word, HiBobSwitches switches) => switches.StatusCasing == BobStatusCasing.LowerCase ? word.ToLowerInvariant() : word;
}
