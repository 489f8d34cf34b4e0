using Rollcall.Features.Access;
using Rollcall.Storage;

namespace Rollcall.Tests.Web;

/// <summary>What the web app lets people do: which role each action needs, and the action itself.</summary>
/// <param name="Name">Service and method.</param>
/// <param name="Least">The least role that may do it.</param>
/// <param name="Act">Does it, as far as the role matters: another refusal than the role's is fine.</param>
internal sealed record RoleRow(string Name, MemberRole Least, Func<IServiceProvider, Task> Act)
{
    public override string ToString() => Name;
}

/// <summary>Role × action: whoever has a lesser role is refused by the server, whatever the page shows.</summary>
internal static class RoleTable
{
    public static async Task CheckAsync(WebCompany company, IEnumerable<RoleRow> rows)
    {
        MemberRole?[] roles = [null, .. Enum.GetValues<MemberRole>().Select(role => (MemberRole?)role)];
        var wrong = new List<string>();
        foreach (var row in rows)
        {
            foreach (var role in roles)
            {
                var isRefused = await IsRefusedAsync(company, row, role);
                var mayDo = role >= row.Least;
                if (isRefused == mayDo)
                {
                    wrong.Add($"{row.Name} as {role?.ToString() ?? "nobody"}: {(isRefused ? "refused" : "let in")}");
                }
            }
        }

        wrong.ShouldBeEmpty();
    }

    private static async Task<bool> IsRefusedAsync(WebCompany company, RoleRow row, MemberRole? role)
    {
        using var scope = await company.AsAsync(role);
        try
        {
            await row.Act(scope.ServiceProvider);
            return false;
        }
        catch (NotAllowedException)
        {
            return true;
        }
    }
}
