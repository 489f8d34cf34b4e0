using Rollcall.Core.Connecting;
using Rollcall.Core.Directory;

namespace Rollcall.Core.Planning;

/// <summary>The written forms of <see cref="AccountStatus"/> in changes and history.</summary>
public static class AccountStatusWord
{
    public const string Deactivated = "deactivated";

    public static string Of(AccountStatus status) => status switch
    {
        AccountStatus.Created => "created",
        AccountStatus.Invited => "invited",
        AccountStatus.Active => "active",
        AccountStatus.Deactivated => Deactivated,
    };

    public static AccountStatus? Parse(string word) => word switch
    {
        "created" => AccountStatus.Created,
        "invited" => AccountStatus.Invited,
        "active" => AccountStatus.Active,
        Deactivated => AccountStatus.Deactivated,
        _ => null,
    };
}

/// <summary>Plans who is activated and deactivated (R2, R11, R17, R18).</summary>
internal sealed class StatusPlanner(PlanInput input, TargetTable table, FindingLedger ledger)
{
    private int ownersLeft = input.People.ActiveOwners;

    /// <summary>The account status of somebody the plan creates.</summary>
    public AccountStatus StatusOfNew(EmploymentStatus status) =>
        input.Mapping.Config.AutoInvite && status is (EmploymentStatus.Active or EmploymentStatus.OnLeave)
            ? AccountStatus.Invited
            : AccountStatus.Created;

    /// <summary>Deactivated here, employed there, and their record said otherwise before.</summary>
    public bool IsReturning(EmployeeState actual, string externalId, EmploymentStatus status)
    {
        if (actual.Status != AccountStatus.Deactivated || status is EmploymentStatus.Left or EmploymentStatus.Upcoming)
        {
            return false;
        }

        if (!input.Records.TryGetValue(externalId, out var before) || before.Values is null)
        {
            return true;
        }

        var judged = Employment.Judge(
            input.Mapping, table, input.Schema.Layout, RecordCodec.Decode(before.Values, input.Mapping.Attributes), DateOnly.FromDateTime(before.ReadAt.UtcDateTime));
        return before.MissingReads > 0 || before.Fingerprint is null || judged.Status is not (EmploymentStatus.Active or EmploymentStatus.OnLeave);
    }

    /// <summary>Compares what all carriers say with the account.</summary>
    public void Plan(PersonDraft draft, EmployeeState actual, EmploymentJudgement own, ReadOnlySpan<Carrier> others, KnownRecords known)
    {
        if (actual.Pins.Contains(Fields.Status))
        {
            return;
        }

        var status = Combine(actual, own.Status, others);
        if (status is EmploymentStatus.Left && actual.Status != AccountStatus.Deactivated)
        {
            Deactivate(draft, actual, own.Cause ?? Fields.Status);
        }
        else if (status is (EmploymentStatus.Active or EmploymentStatus.OnLeave) && actual.Status == AccountStatus.Deactivated)
        {
            Set(draft, actual, actual.StatusBefore ?? AccountStatus.Created, own.Cause);
        }
        else if (status is (EmploymentStatus.Active or EmploymentStatus.OnLeave) && actual.Status == AccountStatus.Created
            && input.Mapping.Config.AutoInvite && StartedSinceLastRead(draft.ExternalId, known))
        {
            Set(draft, actual, AccountStatus.Invited, Fields.StartDate);
        }
    }

    /// <summary>Deactivates, unless that would leave the workspace without an owner.</summary>
    public void Deactivate(PersonDraft draft, EmployeeState actual, string cause)
    {
        if (input.People.Find(actual.Id)?.IsOwner == true)
        {
            if (ownersLeft <= 1)
            {
                draft.IsOpen = true;
                ledger.Add(FindingCodes.LastOwner, FindingSeverity.Held, null, Fields.Status, null, null, draft.ExternalId);
                return;
            }

            ownersLeft--;
        }

        Set(draft, actual, AccountStatus.Deactivated, cause);
    }

    /// <summary>Works here when any carrier says so; left only when all say so; unknown when one does not know.</summary>
    public EmploymentStatus? Combine(EmployeeState actual, EmploymentStatus? own, ReadOnlySpan<Carrier> others)
    {
        var (alive, upcoming, unknown) = (own is EmploymentStatus.Active or EmploymentStatus.OnLeave, own == EmploymentStatus.Upcoming, own is null);
        foreach (var carrier in others)
        {
            var status = carrier.IsDoubted ? null : Employment.Judge(carrier.Mapping, table, input.Schema.Layout, carrier.Values, input.Today, actual).Status;
            alive |= status is EmploymentStatus.Active or EmploymentStatus.OnLeave;
            upcoming |= status == EmploymentStatus.Upcoming;
            unknown |= status is null;
        }

        return alive ? EmploymentStatus.Active : unknown ? null : upcoming ? EmploymentStatus.Upcoming : EmploymentStatus.Left;
    }

    /// <summary>A future hire whose first day has come: the invitation that was put off is due (R2).</summary>
    private bool StartedSinceLastRead(string externalId, KnownRecords known) =>
        known.IndexOf(externalId) is >= 0 and var index && known.All[index].DueOn is { } due && due <= input.Today
        && input.Records.TryGetValue(externalId, out var before) && before.Values is not null
        && Employment.Judge(
            input.Mapping, table, input.Schema.Layout, RecordCodec.Decode(before.Values, input.Mapping.Attributes), due.AddDays(-1)).Status == EmploymentStatus.Upcoming;

    private static void Set(PersonDraft draft, EmployeeState actual, AccountStatus status, string? cause) => draft.Changes.Add(new Change
    {
        Verb = ChangeVerb.Set,
        Subject = SubjectKind.Employee,
        SubjectId = actual.Id.Value,
        Field = Fields.Status,
        Before = AccountStatusWord.Of(actual.Status),
        After = AccountStatusWord.Of(status),
        Cause = cause,
    });
}
