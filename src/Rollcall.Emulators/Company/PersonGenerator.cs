using System.Collections.Immutable;
using System.Globalization;

namespace Rollcall.Emulators.Company;

/// <summary>Makes any person of a company from the seed and the number alone, so that a million people cost no memory.</summary>
internal sealed class PersonGenerator
{
    private static readonly string[] s_teams = ["A", "B"];

    private readonly WorkforceOptions _options;
    private readonly DateTimeOffset _start;
    private readonly int[] _departments;
    private readonly Dictionary<int, (int? Division, int[] Teams, int CostCenter)> _places = [];
    private readonly int[] _offices;
    private readonly int[] _subcompanies;
    private readonly int[] _titles;
    private readonly int[] _levels;
    private readonly int[] _squads;
    private readonly int[] _skills;
    private readonly int[] _shirts;

    public PersonGenerator(WorkforceOptions options, UnitBook units)
    {
        _options = options;
        _start = new DateTimeOffset(options.Today.ToDateTime(new TimeOnly(6, 0)), TimeSpan.Zero);
        var divisions = Make(units, UnitKind.Division, Words.Divisions);
        var count = Math.Clamp(options.Employees / 60, Words.Departments.Length, 600);
        _departments = new int[count];
        for (var i = 0; i < count; i++)
        {
            var name = Words.Departments[i % Words.Departments.Length];
            var label = i < Words.Departments.Length ? name : string.Create(CultureInfo.InvariantCulture, $"{name} {(i / Words.Departments.Length) + 1}");
            var division = divisions[i % divisions.Length];
            var department = units.Add(UnitKind.Department, label, division).Id;
            _departments[i] = department;
            var teams = s_teams.Select(letter => units.Add(UnitKind.Team, label + " " + letter, department).Id).ToArray();
            var center = units.Add(UnitKind.CostCenter, string.Create(CultureInfo.InvariantCulture, $"{1000 + (i * 10)} {label}")).Id;
            _places[department] = (division, teams, center);
        }

        _offices = Make(units, UnitKind.Office, Words.Offices);
        _subcompanies = Make(units, UnitKind.Subcompany, Words.Subcompanies);
        _titles = Make(units, UnitKind.Title, Words.Titles);
        _levels = Make(units, UnitKind.Level, Words.Levels);
        _squads = Make(units, UnitKind.Squad, Words.Squads);
        _skills = Make(units, UnitKind.Skill, Words.Skills);
        _shirts = Make(units, UnitKind.ShirtSize, Words.ShirtSizes);
    }

    public Person Make(int number)
    {
        var dice = new Dice(_options.Seed, number);
        var woman = dice.Chance(490);
        var first = dice.Pick(woman ? Words.Women : Words.Men);
        var last = dice.Pick(Words.Surnames);
        var department = number == 1 ? _departments[^1] : _departments[dice.Below(_departments.Length)];
        var place = _places[department];
        var lifecycle = LifecycleOf(number, ref dice);
        var hired = Hired(lifecycle, ref dice);
        var left = lifecycle == Lifecycle.Inactive ? _options.Today.AddDays(-1 - dice.Below(700)) : dice.Chance(15) && number > 1 ? _options.Today.AddDays(30 + dice.Below(90)) : (DateOnly?)null;
        if (left is { } end && hired > end)
        {
            hired = end.AddDays(-200);
        }

        var rehired = dice.Chance(25) && hired is not null && lifecycle != Lifecycle.Onboarding;
        return new Person
        {
            Number = number,
            FirstName = first,
            LastName = last,
            PreferredName = dice.Chance(80) ? first.Split('-', ' ')[0] + "i" : null,
            Email = dice.Chance(15) && number > 1 ? null : Address(first, last, number),
            PrivateEmail = dice.Chance(700) ? string.Create(CultureInfo.InvariantCulture, $"person{number}@mail.example") : null,
            Phone = dice.Chance(850) ? string.Create(CultureInfo.InvariantCulture, $"+49 89 555 {number % 10000:0000}") : null,
            Gender = dice.Chance(30) ? null : dice.Chance(10) ? "Non-binary" : woman ? "Female" : "Male",
            BirthDate = dice.Chance(40) ? null : new DateOnly(1960 + dice.Below(45), 1 + dice.Below(12), 1 + dice.Below(28)),
            HireDate = hired,
            OriginalHireDate = rehired ? hired!.Value.AddDays(-900) : null,
            TerminationDate = left,
            LastWorkingDay = left is { } day && dice.Chance(600) ? day.AddDays(-dice.Below(30)) : left,
            Lifecycle = lifecycle,
            TitleId = number == 1 ? _titles[^2] : _titles[dice.Below(_titles.Length - 2)],
            DepartmentId = dice.Chance(10) ? null : department,
            DivisionId = place.Division,
            TeamId = dice.Chance(650) ? dice.Pick(place.Teams) : null,
            CostCenterId = place.CostCenter,
            OfficeId = dice.Chance(20) ? null : dice.Pick(_offices),
            SubcompanyId = dice.Pick(_subcompanies),
            ManagerNumber = number == 1 ? null : dice.Chance(8) ? null : Manager(number, ref dice),
            SecondManagerNumber = number > 10 && dice.Chance(120) ? 1 + dice.Below(9) : null,
            EmploymentType = dice.Chance(60) ? EmploymentType.Contractor : dice.Chance(60) ? EmploymentType.Temporary : dice.Chance(90) ? EmploymentType.PartTime : dice.Chance(25) ? EmploymentType.Intern : EmploymentType.Permanent,
            WeeklyHours = dice.Chance(150) ? 20m : dice.Chance(100) ? 37.5m : 40m,
            LevelId = dice.Chance(900) ? dice.Pick(_levels) : null,
            SquadId = dice.Chance(550) ? dice.Pick(_squads) : null,
            SkillIds = Skills(ref dice),
            ShirtSizeId = dice.Chance(800) ? dice.Pick(_shirts) : null,
            Salary = dice.Chance(950) ? 36000 + (dice.Below(90) * 1000) + (dice.Below(2) * 0.5m) : null,
            Currency = dice.Chance(150) ? "USD" : dice.Chance(50) ? "CHF" : "EUR",
            HasCompanyCar = dice.Chance(100) ? null : dice.Chance(200),
            LinkedIn = dice.Chance(400) ? string.Create(CultureInfo.InvariantCulture, $"https://www.linkedin.com/in/person-{number}") : null,
            About = dice.Chance(300) ? "Likes:\n- climbing\n- \"good\" coffee & cake" : null,
            Desk = dice.Chance(500) ? string.Create(CultureInfo.InvariantCulture, $"{1 + (number % 9)}.{number % 40:00}") : null,
            Created = _start.AddDays(-800 - dice.Below(1000)),
            LastModified = _start.AddMinutes(-60 - dice.Below(400_000)),
        };
    }

    private static int[] Make(UnitBook units, UnitKind kind, string[] names) => [.. names.Select(name => units.Add(kind, name).Id)];

    private static Lifecycle LifecycleOf(int number, ref Dice dice)
    {
        var throwOf = dice.Below(1000);
        return number == 1 ? Lifecycle.Active : throwOf switch
        {
            < 25 => Lifecycle.Onboarding,
            < 45 => Lifecycle.OnLeave,
            < 120 => Lifecycle.Inactive,
            _ => Lifecycle.Active,
        };
    }

    private static int Manager(int number, ref Dice dice)
    {
        // A tree of about seven reports each; always someone with a smaller number, so no circles.
        var regular = ((number - 2) / 7) + 1;
        return dice.Chance(100) ? 1 + dice.Below(Math.Max(1, number - 1)) : regular;
    }

    private DateOnly? Hired(Lifecycle lifecycle, ref Dice dice)
    {
        if (lifecycle == Lifecycle.Onboarding)
        {
            return _options.Today.AddDays(1 + dice.Below(90));
        }

        return dice.Chance(5) ? null : _options.Today.AddDays(-30 - dice.Below(4000));
    }

    private ImmutableArray<int> Skills(ref Dice dice)
    {
        var wanted = dice.Below(4);
        var skills = ImmutableArray.CreateBuilder<int>(wanted);
        for (var i = 0; i < wanted; i++)
        {
            var skill = dice.Pick(_skills);
            if (!skills.Contains(skill))
            {
                skills.Add(skill);
            }
        }

        return skills.ToImmutable();
    }

    private string Address(string first, string last, int number)
    {
        var name = new System.Text.StringBuilder(40);
        foreach (var c in (first + "." + last).ToLowerInvariant().Normalize(System.Text.NormalizationForm.FormD))
        {
            if (char.IsAsciiLetterOrDigit(c) || c is '.' or '-')
            {
                name.Append(c);
            }
        }

        return string.Create(CultureInfo.InvariantCulture, $"{name.ToString().Trim('.')}.{number}@{_options.EmailDomain}").TrimStart('.');
    }
}
