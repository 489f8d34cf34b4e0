using System.Runtime.InteropServices;
using Rollcall.Core.Directory;
using Rollcall.Core.Mapping;

namespace Rollcall.Core.Planning;

/// <summary>Who wants which email in this run, so that two people never end up with the same one.</summary>
internal sealed class EmailClaims(PeopleIndex people)
{
    private readonly Dictionary<string, int> claims = new(StringComparer.Ordinal);
    private readonly HashSet<EmployeeId> releasing = [];
    private readonly List<(EmployeeId Taker, EmployeeId Holder)> taken = [];

    /// <summary>Somebody in this run has, or is to have, this email.</summary>
    public void Claim(string email, EmployeeId employee)
    {
        var key = Words.Folded(email);
        CollectionsMarshal.GetValueRefOrAddDefault(claims, key, out _)++;
        if (people.Find(employee)?.EmailKey is { } standing && standing != key)
        {
            releasing.Add(employee);
        }
    }

    /// <summary>Who was to have the email of somebody who keeps it after all, as its giving up was pinned, held or overruled.</summary>
    /// <param name="givesUp">Whether the plan takes somebody's email from them.</param>
    public IReadOnlyCollection<EmployeeId> Disappointed(Func<EmployeeId, bool> givesUp)
    {
        var disappointed = new HashSet<EmployeeId>();
        while (taken.Exists(t => (disappointed.Contains(t.Holder) || !givesUp(t.Holder)) && disappointed.Add(t.Taker)))
        {
        }

        return disappointed;
    }

    /// <summary>Nobody else wants it, and whoever has it is giving it up.</summary>
    public bool MayTake(string email, EmployeeId employee)
    {
        if (claims.GetValueOrDefault(Words.Folded(email)) > 1)
        {
            return people.WithEmail(email) is [var only] && only == employee;
        }

        var holders = people.WithEmail(email).Where(holder => holder != employee).ToList();
        if (!holders.TrueForAll(releasing.Contains))
        {
            return false;
        }

        taken.AddRange(holders.Select(holder => (employee, holder)));
        return true;
    }
}
