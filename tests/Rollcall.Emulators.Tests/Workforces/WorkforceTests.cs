using CsCheck;
using Microsoft.Extensions.Time.Testing;
using Rollcall.Emulators.Company;

namespace Rollcall.Emulators.Tests.Workforces;

public sealed class WorkforceTests
{
    private static readonly DateOnly s_today = new(2026, 10, 5);

    [Fact]
    public void The_same_seed_gives_the_same_people_whatever_was_looked_at_before()
    {
        Gen.Select(Gen.Int[0, 1000], Gen.Int[1, 2000]).Sample((seed, number) =>
        {
            var company = Of(21_000, seed);
            return Same(Of(21_000, seed).Find(number)!, company.Find(number)!) && Same(company.People().ElementAt(number - 1), company.Find(number)!);
        }, iter: 10);
    }

    [Fact]
    public void Nobody_is_in_a_circle_of_managers()
    {
        var company = Of(5000);

        company.People().ShouldAllBe(person => person.ManagerNumber == null || person.ManagerNumber < person.Number);
    }

    [Fact]
    public void A_company_has_everyone_that_makes_reading_it_hard()
    {
        var people = Of(3000).People().ToList();

        people.Select(person => person.Lifecycle).Distinct().Count().ShouldBe(4);
        people.ShouldContain(person => person.Email == null);
        people.ShouldContain(person => person.HireDate == null);
        people.ShouldContain(person => person.OriginalHireDate != null);
        people.ShouldContain(person => person.HireDate > s_today);
        people.ShouldContain(person => person.TerminationDate > s_today);
        people.ShouldContain(person => person.DepartmentId == null);
        people.ShouldContain(person => person.LastName.Any(c => c > 0x3000));
        people.Where(person => person.Email is not null).Select(person => person.Email).ShouldBeUnique();
        Of(3000).Units.Of(UnitKind.Department).GroupBy(unit => unit.Name, StringComparer.Ordinal).ShouldContain(group => group.Count() > 1);
    }

    [Fact]
    public void Leavers_left_after_they_came()
    {
        Of(3000).People().ShouldAllBe(person => person.TerminationDate == null || person.HireDate == null || person.HireDate <= person.TerminationDate || person.Lifecycle == Lifecycle.Onboarding);
    }

    [Fact]
    public void Mutations_are_journalled_with_their_time_and_fields()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 10, 5, 8, 0, 0, TimeSpan.Zero));
        var company = new Workforce(new WorkforceOptions { Employees = 20, Today = s_today }, clock);
        clock.Advance(TimeSpan.FromHours(1));
        var heard = new List<JournalEntry>();
        using (company.Journal.Listen(heard.Add))
        {
            company.SetEmail(3, null);
            company.Delete(4);
        }

        company.Hire();

        company.Journal.Since(0).Select(entry => (entry.Kind, entry.Number)).ShouldBe([(ChangeKind.Changed, 3), (ChangeKind.Deleted, 4), (ChangeKind.Hired, 21)]);
        heard.ShouldBe(company.Journal.Since(0).Take(2));
        heard[0].At.ShouldBe(clock.GetUtcNow());
        heard[0].Fields.ShouldBe([nameof(Person.Email)]);
        company.Find(3)!.LastModified.ShouldBe(clock.GetUtcNow());
        company.Count.ShouldBe(20);
        company.Numbers().ShouldBe(company.People().Select(person => person.Number));
    }

    [Fact]
    public void A_person_prints_as_a_number_only()
    {
        Of(5).Find(3)!.ToString().ShouldBe("person 3");
    }

    [Fact]
    public void The_day_moves_on_with_the_clock()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2030, 1, 1, 23, 0, 0, TimeSpan.Zero));
        var company = new Workforce(new WorkforceOptions { Employees = 1, Today = s_today }, clock);

        clock.Advance(TimeSpan.FromHours(2));

        company.Today.ShouldBe(s_today.AddDays(1));
    }

    private static Workforce Of(int employees, int seed = 1) => new(new WorkforceOptions { Employees = employees, Seed = seed, Today = s_today }, new FakeTimeProvider());

    // Records compare arrays by reference.
    private static bool Same(Person left, Person right) =>
        left with { SkillIds = [] } == right with { SkillIds = [], Custom = left.Custom } && left.SkillIds.SequenceEqual(right.SkillIds);
}
