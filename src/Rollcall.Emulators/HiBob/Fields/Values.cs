using System.Globalization;
using System.Text.Json;
using Rollcall.Emulators.Company;
using Rollcall.Emulators.HiBob.People;

namespace Rollcall.Emulators.HiBob.Fields;

/// <summary>Makes the values of each type, in both spellings.</summary>
internal static class Values
{
    public static FieldValue Date(DateOnly? date, HiBobSwitches switches) => date is not { } known
        ? FieldValue.Missing
        : FieldValue.Text(Iso(known), switches.HumanDates == BobHumanDates.DayMonthYear ? known.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture) : null);

    public static FieldValue ShortDate(DateOnly? date, HiBobSwitches switches) => date is not { } known
        ? FieldValue.Missing
        : FieldValue.Text(
            known.ToString("MM-dd", CultureInfo.InvariantCulture),
            switches.HumanDates == BobHumanDates.DayMonthYear ? known.ToString("dd/MM", CultureInfo.InvariantCulture) : null);

    /// <summary>A point in time, without a zone in either spelling.</summary>
    public static FieldValue Time(DateTimeOffset time) => FieldValue.Text(time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff", CultureInfo.InvariantCulture));

    public static FieldValue Reference(Person? person) => person is null ? FieldValue.Missing : FieldValue.Text(Roster.Id(person), Roster.DisplayName(person));

    public static FieldValue EmployeeObject(Person? person) => person is null
        ? FieldValue.Missing
        : FieldValue.Json(writer => WriteEmployee(writer, person), Roster.DisplayName(person));

    public static void WriteEmployee(Utf8JsonWriter writer, Person person)
    {
        writer.WriteStartObject();
        writer.WriteString("id", Roster.Id(person));
        writer.WriteString("firstName", person.FirstName);
        writer.WriteString("surname", person.LastName);
        writer.WriteString("displayName", Roster.DisplayName(person));
        writer.WriteString("email", person.Email);
        writer.WriteEndObject();
    }

    public static FieldValue Money(decimal? amount, string currency) => amount is not { } known
        ? FieldValue.Missing
        : FieldValue.Json(
            writer =>
            {
                writer.WriteStartObject();
                writer.WriteString("currency", currency);
                writer.WriteNumber("value", known);
                writer.WriteEndObject();
            },
            Symbol(currency) + known.ToString("#,##0.00", CultureInfo.InvariantCulture));

    /// <summary>The time between two days; recorded sort factors count a month as 30 days and a year as 360.</summary>
    public static FieldValue Period(DateOnly? from, DateOnly to)
    {
        if (from is not { } start || start > to)
        {
            return FieldValue.Missing;
        }

        var (years, months, days) = Span(start, to);
        var before = (years, months) switch
        {
            (0, 0) => "",
            (0, _) => Counted(months, "month") + " and ",
            (_, 0) => Counted(years, "year") + " and ",
            _ => Counted(years, "year") + ", " + Counted(months, "month") + " and ",
        };
        var human = before + Counted(days, "day");
        return FieldValue.Json(
            writer =>
            {
                writer.WriteStartObject();
                writer.WriteString("periodISO", string.Create(CultureInfo.InvariantCulture, $"P{years}Y{months}M{days}D"));
                writer.WriteNumber("sortFactor", (years * 360) + (months * 30) + days);
                writer.WriteString("humanize", human);
                writer.WriteEndObject();
            },
            human);
    }

    /// <summary>Years between two days, to three places.</summary>
    public static decimal? Years(DateOnly? from, DateOnly to)
    {
        if (from is not { } start || start > to)
        {
            return null;
        }

        var (years, months, days) = Span(start, to);
        return Math.Round(years + (months / 12m) + (days / 365m), 3);
    }

    public static FieldValue Duration(int days) => FieldValue.Json(
        writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("unit", "days");
            writer.WriteNumber("length", days);
            writer.WriteEndObject();
        },
        Counted(days, "day"));

    public static FieldValue WorkingPattern(decimal weeklyHours) => FieldValue.Json(
        writer => WritePattern(writer, weeklyHours),
        "Mon-Fri, " + (weeklyHours / 5).ToString(CultureInfo.InvariantCulture) + " hours a day");

    public static void WritePattern(Utf8JsonWriter writer, decimal weeklyHours)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("days");
        foreach (var day in Enum.GetValues<DayOfWeek>())
        {
            writer.WriteNumber(day.ToString().ToLowerInvariant(), day is DayOfWeek.Saturday or DayOfWeek.Sunday ? 0 : weeklyHours / 5);
        }

        writer.WriteEndObject();
        writer.WriteNumber("hoursPerDay", weeklyHours / 5);
        writer.WriteNumber("workingPatternId", 70_001);
        writer.WriteString("workingPatternType", "personal");
        writer.WriteEndObject();
    }

    public static string Iso(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static (int Years, int Months, int Days) Span(DateOnly start, DateOnly end)
    {
        var months = ((end.Year - start.Year) * 12) + end.Month - start.Month;
        months -= start.AddMonths(months) > end ? 1 : 0;
        return (months / 12, months % 12, end.DayNumber - start.AddMonths(months).DayNumber);
    }

    private static string Counted(int number, string word) => number.ToString(CultureInfo.InvariantCulture) + " " + word + (number == 1 ? "" : "s");

    private static string Symbol(string currency) => currency switch
    {
        "USD" => "$",
        "EUR" => "€",
        "GBP" => "£",
        _ => currency + " ",
    };
}
