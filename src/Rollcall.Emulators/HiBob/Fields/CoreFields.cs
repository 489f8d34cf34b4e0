using Rollcall.Emulators.HiBob.Lists;
using Rollcall.Emulators.HiBob.People;

namespace Rollcall.Emulators.HiBob.Fields;

/// <summary>Basic info, user data and About.</summary>
internal static class CoreFields
{
    private const string Images = "https://media-process.hibob.example/image/upload/";

    public static IEnumerable<FieldSpec> All(ListBook lists)
    {
        yield return Basic("root.id", "Employee ID", FieldType.EmployeeReference, e => FieldValue.Text(Roster.Id(e.Person)));
        yield return Basic("root.companyId", "Company ID", FieldType.Number, e => FieldValue.Number(e.Roster.Switches.CompanyId));
        yield return Basic("root.firstName", "First name", FieldType.Text, e => FieldValue.Text(e.Person.FirstName));
        yield return Basic("root.secondName", "Middle name", FieldType.Text, _ => FieldValue.Missing);
        yield return Basic("root.surname", "Last name", FieldType.Text, e => FieldValue.Text(e.Person.LastName));
        yield return Basic("root.fullName", "Full name", FieldType.Text, e => FieldValue.Text(Roster.FullName(e.Person)));
        yield return Basic("root.displayName", "Display name", FieldType.Text, e => FieldValue.Text(Roster.DisplayName(e.Person)));
        yield return Basic("root.email", "Email", FieldType.Text, e => FieldValue.Text(e.Person.Email));
        yield return Basic("root.avatarUrl", "Avatar URL", FieldType.Text, e => FieldValue.Text(AvatarUrl(e)));
        yield return Basic("root.coverImageUrl", "Cover image URL", FieldType.Text, e => FieldValue.Text(Images + "cover-images/default.jpg"));
        yield return Basic("root.creationDateTime", "Creation date and time", FieldType.Time, e => Values.Time(e.Person.Created));

        // Their ids say root, their permissions do not.
        yield return new FieldSpec(
            "root.creationDate", Categories.UserData, "Creation date", FieldType.Date, e => Values.Date(DateOnly.FromDateTime(e.Person.Created.UtcDateTime), e.Roster.Switches));
        yield return new FieldSpec("root.state", Categories.UserData, "State", FieldType.List, e => e.Roster.IsActive(e.Person) ? FieldValue.Text("active", "Active") : FieldValue.Text("inactive", "Inactive"))
        {
            ListId = FixedLists.State,
        };

        yield return About("about.avatar", "Avatar", FieldType.Avatar, e => FieldValue.Text(AvatarUrl(e)));
        yield return About("about.about", "About", FieldType.Text, e => FieldValue.Text(e.Person.About?.Split('\n')[0]));
        yield return About("about.hobbies", "Hobbies", FieldType.MultiList, e => Picked(e, ("yoga", "Yoga"), ("261314348", "Bouldern, Klettern"))) with { ListId = FixedLists.Hobbies };
        yield return About("about.foodPreferences", "Food preferences", FieldType.MultiList, e => Picked(e, ("vegan", "Vegan"))) with { ListId = FixedLists.FoodPreferences };
        yield return About("about.superpowers", "Superpowers", FieldType.MultiList, e => Picked(e, ("excel", "Excel"))) with { ListId = FixedLists.Superpowers };
        yield return About("about.socialData.linkedin", "LinkedIn", FieldType.Text, e => FieldValue.Text(e.Person.LinkedIn));
        yield return About("about.socialData.twitter", "Twitter", FieldType.Text, _ => FieldValue.Missing);
        yield return About("about.socialData.facebook", "Facebook", FieldType.Text, _ => FieldValue.Missing);
    }

    /// <summary>Signed addresses of pictures expire; this one changes every two months.</summary>
    public static string AvatarUrl(Employee e) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Images}{Roster.Id(e.Person)}/avatar.jpg?v={e.Roster.Today.DayNumber / 61}");

    // An empty multi-list is an empty array, never null.
    private static FieldValue Picked(Employee e, params (string Id, string Name)[] items)
    {
        var picked = items.Where((_, at) => (e.Person.Number >> at) % 3 == 0).ToList();
        return FieldValue.Texts([.. picked.Select(item => item.Id)], string.Join(',', picked.Select(item => item.Name)));
    }

    private static FieldSpec Basic(string id, string name, FieldType type, Func<Employee, FieldValue> read) => new(id, Categories.Root, name, type, read) { Default = true };

    private static FieldSpec About(string id, string name, FieldType type, Func<Employee, FieldValue> read) => new(id, Categories.About, name, type, read) { Default = true };
}
