using System.Reflection;
using Rollcall.Core.Applying;
using Rollcall.Core.Connecting;
using Rollcall.Core.Directory;
using Rollcall.Core.Planning;

namespace Rollcall.Core.Tests.Planning;

/// <summary>What a careless log line would print.</summary>
public sealed class PersonalDataTests
{
    private const string Secret = "Mara Lind";

    public static TheoryData<object> Carriers =>
    [
        SourceValue.OfText(Secret),
        new SourceRecord("1", [SourceValue.OfText(Secret)]),
        new SourceItem("1", Secret),
        new PersonReference("1", Secret, Secret),
        new Change { Verb = ChangeVerb.Set, Subject = SubjectKind.Employee, SubjectId = Guid.Empty, Field = "title", Before = Secret, After = Secret },
        new EmployeeState { Id = new(Guid.Empty), Status = AccountStatus.Created, Values = [Secret] },
        new DirectoryEntry(new(Guid.Empty), Secret, Secret, null, AccountStatus.Created, null, false),
        new Finding { Code = "option-unknown", Severity = FindingSeverity.Held, Value = Secret },
        new Identity(Secret, Secret, Secret, null),
        new Secret(Secret),
        new ReadRecord(new SourceRecord("1", [SourceValue.OfText(Secret)]), default),
    ];

    [Theory]
    [MemberData(nameof(Carriers))]
    public void Printing_it_prints_no_person(object carrier) => carrier.ToString()!.ShouldNotContain(Secret);

    [Fact]
    public void Every_record_that_could_carry_a_person_says_what_it_prints()
    {
        var careless = typeof(Change).Assembly.GetTypes()
            .Where(t => t.Namespace is "Rollcall.Core.Planning" or "Rollcall.Core.Connecting" or "Rollcall.Core.Runs" && t.IsPublic && t.GetMethod("<Clone>$") is not null)
            .Where(t => t.GetProperties().Any(p => p.Name is "Values" or "Before" or "Email" or "FullName" or "Label" && p.Name != "Label"))
            .Where(t => t.GetMethod("ToString", BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly) is null);
        careless.ShouldBeEmpty();
    }
}
