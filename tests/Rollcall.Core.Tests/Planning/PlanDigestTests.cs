using Rollcall.Core.Directory;
using Rollcall.Core.Planning;

namespace Rollcall.Core.Tests.Planning;

public sealed class PlanDigestTests
{
    private static readonly ConnectionId s_connection = new(Guid.Parse("019ac000-0000-7000-8000-000000000001"));
    private static readonly TeamState s_team = new() { Id = new TeamId(Guid.Parse("019ac000-0000-7000-8000-000000000002")), Name = "Product", Kind = TeamKind.Other };
    private static readonly LevelState s_level = new() { Id = new LevelId(Guid.Parse("019ac000-0000-7000-8000-000000000003")), Name = "Senior", Order = 2 };

    [Fact]
    public void All_that_is_written_of_a_created_team_or_level_is_approved_with_it()
    {
        string[] digests =
        [
            OfTeam(s_team),
            OfTeam(s_team with { Kind = TeamKind.Department }),
            OfTeam(s_team with { Parent = new TeamId(s_connection.Value) }),
            OfTeam(s_team with { Aliases = ["Produkt"] }),
            OfTeam(s_team with { Aliases = ["Prod", "ukt"] }),
            OfTeam(s_team with { Bindings = [new TeamBinding(s_connection, "7")] }),
            OfTeam(s_team with { Bindings = [new TeamBinding(s_connection, "8")] }),
            OfTeam(s_team with { Leads = [new EmployeeId(s_connection.Value)] }),
            OfLevel(s_level),
            OfLevel(s_level with { Order = 3 }),
            OfLevel(s_level with { Aliases = ["Sr"] }),
        ];

        digests.ShouldBeUnique();
        OfTeam(s_team with { Bindings = [new TeamBinding(s_connection, "7")] }).ShouldBe(digests[5]);
    }

    private static string OfTeam(TeamState team) => Of(SubjectKind.Team, team.Id.Value, team);

    private static string OfLevel(LevelState level) => Of(SubjectKind.Level, level.Id.Value, level);

    private static string Of(SubjectKind kind, Guid id, object snapshot) =>
        PlanDigest.Of(s_connection, [new Change { Verb = ChangeVerb.Create, Subject = kind, SubjectId = id, Snapshot = snapshot }]);
}
