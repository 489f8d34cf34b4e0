using System.Globalization;
using Rollcall.Emulators.Company;

namespace Rollcall.Emulators.Personio.V2;

/// <summary>The filters of persons and employments; all of them must hold.</summary>
internal static class PersonFilter
{
    private static readonly string[] s_moments = ["created_at", "created_at.gt", "created_at.lt", "updated_at", "updated_at.gt", "updated_at.lt"];

    public static string[] Names { get; } = ["id", "email", "first_name", "last_name", "preferred_name", "status", .. s_moments];

    /// <summary>Null when a value cannot be read, which answers 400.</summary>
    public static Func<Person, bool>? Of(Paging paging, PersonioTenant tenant)
    {
        var tests = new List<Func<Person, bool>>();
        foreach (var (name, value) in paging.Filters)
        {
            if (s_moments.Contains(name, StringComparer.Ordinal))
            {
                if (Moment(name, value, tenant) is not { } test)
                {
                    return null;
                }

                tests.Add(test);
                continue;
            }

            switch (name)
            {
                case "id":
                    var ids = List(value);
                    tests.Add(person => ids.Contains(PersonioFields.IdOf(person).ToString(CultureInfo.InvariantCulture)));
                    break;
                case "email":
                    var emails = List(value);
                    tests.Add(person => person.Email is { } email && emails.Contains(email));
                    break;
                case "first_name":
                    tests.Add(person => person.FirstName == value);
                    break;
                case "last_name":
                    tests.Add(person => person.LastName == value);
                    break;
                case "preferred_name":
                    tests.Add(person => person.PreferredName == value);
                    break;
                case "status" when value is "ACTIVE" or "INACTIVE":
                    tests.Add(person => PersonWriter.Status(person) == value);
                    break;
                case "status":
                    return null;
            }
        }

        return person => tests.TrueForAll(test => test(person));
    }

    /// <summary>A moment filter; null when it cannot be read.</summary>
    public static Func<Person, bool>? Moment(string name, string value, PersonioTenant tenant, bool ofEmployment = false)
    {
        var isDay = !value.Contains('T', StringComparison.Ordinal);
        if (Moments.Read(value) is not { } moment || (!isDay && tenant.Switches.DateFilters == PersonioDateFilters.DaysOnly))
        {
            return null;
        }

        DateTimeOffset At(Person person) => name.StartsWith("created", StringComparison.Ordinal) ? person.Created
            : ofEmployment ? person.LastModified : tenant.PersonUpdated(person);
        return name[(name.IndexOf("_at", StringComparison.Ordinal) + 3)..] switch
        {
            ".gt" => person => At(person) > moment,
            ".lt" => person => At(person) < moment,
            _ when isDay => person => At(person).UtcDateTime.Date == moment.UtcDateTime.Date,
            _ => person => At(person) == moment,
        };
    }

    private static HashSet<string> List(string value) => [.. value.Split(',', StringSplitOptions.TrimEntries)];
}
