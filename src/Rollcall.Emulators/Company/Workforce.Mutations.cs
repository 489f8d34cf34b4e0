using System.Collections.Immutable;

namespace Rollcall.Emulators.Company;

/// <summary>Everything that can happen to the company. Each mutation is one entry of the journal.</summary>
public sealed partial class Workforce
{
    /// <summary>Makes a newcomer as the generator would; <paramref name="shape"/> may change everything but the number.</summary>
    public Person Hire(Func<Person, Person>? shape = null)
    {
        Person person;
        lock (_lock)
        {
            var made = _generator.Make(_last + 1) with { Lifecycle = Lifecycle.Active, HireDate = Today, OriginalHireDate = null, TerminationDate = null, LastWorkingDay = null };
            person = (shape?.Invoke(made) ?? made) with { Number = _last + 1, Created = Now, LastModified = Now };
            _changed = _changed.SetItem(person.Number, person);
            _last = person.Number;
        }

        Journal.Write(Now, ChangeKind.Hired, person.Number, []);
        return person;
    }

    /// <summary>Changes one person; <paramref name="fields"/> names the properties touched.</summary>
    public Person? Change(int number, Func<Person, Person> change, params IReadOnlyList<string> fields)
    {
        Person changed;
        lock (_lock)
        {
            if (Find(number) is not { } person)
            {
                return null;
            }

            changed = change(person) with { Number = number, LastModified = Now };
            _changed = _changed.SetItem(number, changed);
        }

        Journal.Write(Now, ChangeKind.Changed, number, fields);
        return changed;
    }

    public Person? Move(int number, int unitId) => Units.Find(unitId) is { } unit
        ? Change(number, person => Placed(person, unit), unit.Kind.ToString())
        : null;

    public Person? Rename(int number, string firstName, string lastName) =>
        Change(number, person => person with { FirstName = firstName, LastName = lastName }, nameof(Person.FirstName), nameof(Person.LastName));

    public Person? SetEmail(int number, string? email) => Change(number, person => person with { Email = email }, nameof(Person.Email));

    public Person? SetExternalId(int number, string? id) => Change(number, person => person with { ExternalId = id }, nameof(Person.ExternalId));

    public Person? SetManager(int number, int? manager) => Change(number, person => person with { ManagerNumber = manager }, nameof(Person.ManagerNumber));

    public Person? Terminate(int number, DateOnly? lastDay = null)
    {
        var day = lastDay ?? Today;
        return Change(
            number,
            person => person with { TerminationDate = day, LastWorkingDay = day, Lifecycle = day <= Today ? Lifecycle.Inactive : person.Lifecycle },
            nameof(Person.Lifecycle),
            nameof(Person.TerminationDate),
            nameof(Person.LastWorkingDay));
    }

    public Person? Rehire(int number) => Change(
        number,
        person => person with
        {
            Lifecycle = Lifecycle.Active,
            OriginalHireDate = person.OriginalHireDate ?? person.HireDate,
            HireDate = Today,
            TerminationDate = null,
            LastWorkingDay = null,
        },
        nameof(Person.Lifecycle),
        nameof(Person.HireDate),
        nameof(Person.TerminationDate));

    public bool Delete(int number)
    {
        lock (_lock)
        {
            if (Find(number) is null)
            {
                return false;
            }

            _changed = _changed.SetItem(number, null);
        }

        Journal.Write(Now, ChangeKind.Deleted, number, []);
        return true;
    }

    /// <summary>Sets a value of a field added at run time; no values clear it.</summary>
    public Person? SetCustom(int number, string key, params ImmutableArray<string> values) =>
        Change(number, person => person with { Custom = values.IsDefaultOrEmpty ? person.Custom.Remove(key) : person.Custom.SetItem(key, values) }, key);

    public Unit AddUnit(UnitKind kind, string name, int? parentId = null)
    {
        var unit = Units.Add(kind, name, parentId);
        Journal.Write(Now, ChangeKind.UnitChanged, 0, [kind.ToString()]);
        return unit;
    }

    /// <summary>Renames a department, an office, or an option such as a squad; everyone in it carries the new name at once.</summary>
    public Unit? RenameUnit(int id, string name) => ChangeUnit(id, unit => unit with { Name = name });

    public Unit? ArchiveUnit(int id, bool archived = true) => ChangeUnit(id, unit => unit with { Archived = archived });

    /// <summary>Adds a field to the account; nobody has a value yet.</summary>
    public AddedField AddField(string label, AddedFieldType type, IReadOnlyList<string>? options = null)
    {
        AddedField field;
        lock (_lock)
        {
            var key = string.Concat(label.Where(char.IsAsciiLetterOrDigit));
            key = key.Length == 0 || _addedFields.Any(other => other.Key == key) ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{key}{_addedFields.Length + 1}") : key;
            field = new AddedField(key, label, type, options ?? [], _addedFields.Length + 1);
            _addedFields = _addedFields.Add(field);
        }

        Journal.Write(Now, ChangeKind.FieldChanged, 0, [field.Key]);
        return field;
    }

    /// <summary>Gives an added field another label; its key and its values stay.</summary>
    public AddedField? RenameField(string key, string label)
    {
        AddedField? renamed;
        lock (_lock)
        {
            var field = _addedFields.FirstOrDefault(field => field.Key == key);
            if (field is null)
            {
                return null;
            }

            renamed = field with { Label = label };
            _addedFields = _addedFields.Replace(field, renamed);
        }

        Journal.Write(Now, ChangeKind.FieldChanged, 0, [key]);
        return renamed;
    }

    /// <summary>Deletes an added field with all its values.</summary>
    public bool RemoveField(string key)
    {
        lock (_lock)
        {
            var kept = _addedFields.RemoveAll(field => field.Key == key);
            if (kept.Length == _addedFields.Length)
            {
                return false;
            }

            _addedFields = kept;
        }

        Journal.Write(Now, ChangeKind.FieldChanged, 0, [key]);
        return true;
    }

    private static Person Placed(Person person, Unit unit) => unit.Kind switch
    {
        UnitKind.Division => person with { DivisionId = unit.Id },
        UnitKind.Department => person with { DepartmentId = unit.Id, DivisionId = unit.ParentId ?? person.DivisionId },
        UnitKind.Team => person with { TeamId = unit.Id },
        UnitKind.Office => person with { OfficeId = unit.Id },
        UnitKind.Subcompany => person with { SubcompanyId = unit.Id },
        UnitKind.CostCenter => person with { CostCenterId = unit.Id },
        UnitKind.Title => person with { TitleId = unit.Id },
        UnitKind.Level => person with { LevelId = unit.Id },
        UnitKind.Squad => person with { SquadId = unit.Id },
        UnitKind.Skill => person with { SkillIds = person.SkillIds.Contains(unit.Id) ? person.SkillIds : person.SkillIds.Add(unit.Id) },
        UnitKind.ShirtSize => person with { ShirtSizeId = unit.Id },
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private Unit? ChangeUnit(int id, Func<Unit, Unit> change)
    {
        var unit = Units.Change(id, change);
        if (unit is not null)
        {
            Journal.Write(Now, ChangeKind.UnitChanged, 0, [unit.Kind.ToString()]);
        }

        return unit;
    }
}
