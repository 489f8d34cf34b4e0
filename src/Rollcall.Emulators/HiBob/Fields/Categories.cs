namespace Rollcall.Emulators.HiBob.Fields;

/// <summary>The categories of the account: what permissions are given by.</summary>
internal static class Categories
{
    public const string Root = "root";
    public const string UserData = "userData";
    public const string About = "about";
    public const string Work = "work";
    public const string WorkContact = "workContact";
    public const string Employment = "employment";
    public const string Lifecycle = "lifecycle";
    public const string Personal = "personal";
    public const string PersonalContact = "personalContact";
    public const string Address = "address";
    public const string Identification = "identification";
    public const string Payroll = "payroll";
    public const string JobsCatalog = "jobsCatalog";

    /// <summary>A category the customer made.</summary>
    public const string TeamLife = "category_1700000000000";

    public static string DisplayName(string id) => id switch
    {
        Root => "Basic info",
        UserData => "User data",
        About => "About",
        Work => "Work",
        WorkContact => "Work contact details",
        Employment => "Employment",
        Lifecycle => "Lifecycle",
        Personal => "Personal",
        PersonalContact => "Personal contact details",
        Address => "Address",
        Identification => "Identification",
        Payroll => "Payroll",
        JobsCatalog => "Job catalog",
        TeamLife => "Team life",
        _ => id,
    };
}
