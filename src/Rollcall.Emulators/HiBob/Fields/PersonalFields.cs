using System.Globalization;
using Rollcall.Emulators.HiBob.Lists;
using Rollcall.Emulators.HiBob.People;

namespace Rollcall.Emulators.HiBob.Fields;

/// <summary>Personal data, private contact, address and identification.</summary>
internal static class PersonalFields
{
    public static IEnumerable<FieldSpec> All()
    {
        yield return Personal("personal.birthDate", "Date of birth", FieldType.Date, e => Values.Date(e.Person.BirthDate, e.Roster.Switches)) with { Sensitive = true };
        yield return Personal("personal.shortBirthDate", "Birthday", FieldType.ShortDate, e => Values.ShortDate(e.Person.BirthDate, e.Roster.Switches));
        yield return Personal("personal.age", "Age", FieldType.Number, e => FieldValue.Number(Values.Years(e.Person.BirthDate, e.Roster.Today) is { } years ? Math.Floor(years) : null));
        yield return Personal("personal.gender", "Gender", FieldType.List, e => FieldValue.Text(e.Person.Gender)) with { ListId = FixedLists.Gender };
        yield return Personal("personal.pronouns", "Pronouns", FieldType.Text, Pronouns);
        yield return Personal("personal.honorific", "Honorific", FieldType.List, _ => FieldValue.Missing) with { ListId = "honorific" };
        yield return Personal("personal.nationality", "Nationality", FieldType.MultiList, e => e.Person.Number % 2 == 0 ? FieldValue.Texts(["German"], "German") : FieldValue.Texts([], "")) with
        {
            ListId = FixedLists.Nationalities,
        };
        yield return new FieldSpec("home.privateEmail", Categories.PersonalContact, "Private email", FieldType.Text, e => FieldValue.Text(e.Person.PrivateEmail));
        yield return new FieldSpec("home.privatePhone", Categories.PersonalContact, "Private phone", FieldType.Text, _ => FieldValue.Missing);
        yield return new FieldSpec("home.mobilePhone", Categories.PersonalContact, "Mobile phone", FieldType.Text, e => FieldValue.Text(e.Person.Number % 3 == 0 ? e.Person.Phone : null));
        yield return new FieldSpec("address.city", Categories.Address, "City", FieldType.Text, e => FieldValue.Text(e.Person.Number % 2 == 0 ? "Musterstadt" : null));
        yield return new FieldSpec("address.country", Categories.Address, "Country", FieldType.List, e => FieldValue.Text(e.Person.Number % 2 == 0 ? "Germany" : null)) with
        {
            ListId = FixedLists.Countries,
        };
        yield return new FieldSpec("identification.ssn", Categories.Identification, "Social security number", FieldType.Ssn, e =>
            FieldValue.Text(e.Person.Number % 4 == 0 ? string.Create(CultureInfo.InvariantCulture, $"000-00-{e.Person.Number % 10000:0000}") : null))
        {
            Sensitive = true,
        };
    }

    public static FieldValue Pronouns(Employee e) => FieldValue.Text(e.Person.Gender switch
    {
        "Female" => "She / Her",
        "Male" => "He / Him",
        "Non-binary" => "They / Them",
        _ => null,
    });

    private static FieldSpec Personal(string id, string name, FieldType type, Func<Employee, FieldValue> read) => new(id, Categories.Personal, name, type, read);
}
