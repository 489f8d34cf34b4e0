using System.Collections.Frozen;
using System.Globalization;

namespace Rollcall.Core.Planning;

/// <summary>A finding in words: what happened, why, and what to do.</summary>
public sealed record FindingText(string What, string Why, string Fix)
{
    public override string ToString() => What;
}

/// <summary>The words of every finding code. <c>docs/findings.md</c> has a section for each code here; a test keeps them together.</summary>
public static class FindingCatalog
{
    private static readonly FrozenDictionary<string, Func<Finding, FindingText>> Texts = new Dictionary<string, Func<Finding, FindingText>>(StringComparer.Ordinal)
    {
        [FindingCodes.AmbiguousMatch] = f => new(
            $"{People(f, "matches", "match")} more than one employee or record.",
            "Two records say the same email, or the email belongs to somebody who is tied to another record that is still there.",
            "Correct the email in the HRIS, or decide who is who with “rollcall match”."),
        [FindingCodes.IdentitySwap] = f => new(
            $"{People(f)} became somebody else overnight: email, name and birthday changed at once under the same external id.",
            "The HRIS may have given an old id to a new person. Applying it would hand one person's account to another.",
            "If it is the same person, accept the match; if not, declare the record somebody new (“rollcall match”)."),
        [FindingCodes.PossibleSamePerson] = f => new(
            $"{People(f, "has", "have")} the name and birthday of somebody who is here already.",
            "Somebody may have come back, or changed from contractor to employee, under a new id and email.",
            "Accept the match, or declare the record somebody new (“rollcall match”)."),
        [FindingCodes.RebindNeedsFullRead] = f => new(
            $"{People(f, "has", "have")} the email of somebody tied to another record.",
            "Only a complete read can tell whether the other record is gone.",
            "Wait for the next full sync, or start one."),
        [FindingCodes.ReturningNeedsDecision] = f => new(
            $"{People(f)} left and are back.",
            "The connection is set to ask when somebody returns.",
            "Decide with “rollcall match”: the same employee again, or somebody new."),
        [FindingCodes.StatusUnknown] = f => new(
            f.Value is null ? $"{People(f, "has", "have")} no readable status." : $"{People(f, "has", "have")} the status “{f.Value}”, which is not known.",
            "Without a known status nobody can say whether somebody works here; an unknown status is not “active” and not “left”.",
            "Make the status readable, or map the word with a lookup."),
        [FindingCodes.EmailTaken] = f => new(
            $"{People(f, "has", "have")} an email that belongs to somebody else in the directory.",
            "Two people cannot share one email.",
            "Correct the email in the HRIS, or of the employee who has it."),
        [FindingCodes.EmailInvalid] = f => new(
            $"{People(f, "has", "have")} an email that is not one.", "The value has no form of an email address.", "Correct it in the HRIS."),
        [FindingCodes.NearDuplicateTeam] = f => new(
            $"{People(f, "belongs", "belong")} to “{f.Value}”; there is “{f.Nearest}”.",
            "The names differ only in case, spaces or punctuation. A second team would split the people.",
            $"Bind “{f.Value}” to “{f.Nearest}”, or create it anyway (“rollcall teams bind” or “rollcall teams create”)."),
        [FindingCodes.TeamUnknown] = f => new(
            $"{People(f, "belongs", "belong")} to the team “{f.Value}”, and there is no such team.",
            "The mapping holds unknown teams.",
            f.Nearest is null ? $"Create the team “{f.Value}”." : $"Create the team “{f.Value}”, or bind it to “{f.Nearest}”."),
        [FindingCodes.TeamNameConflict] = f => new(
            $"{People(f, "belongs", "belong")} to a unit that is now called “{f.Value}”; here it is “{f.Nearest}”.",
            "Another team has that name already, or the HRIS sends two names for one unit.",
            "Rename or merge the teams here, or correct the unit in the HRIS."),
        [FindingCodes.LevelUnknown] = f => new(
            $"{People(f, "has", "have")} the level “{f.Value}”, and there is no such level.",
            "The mapping holds unknown levels.",
            f.Nearest is null ? $"Create the level “{f.Value}”." : $"Create the level “{f.Value}”, or treat it as “{f.Nearest}”."),
        [FindingCodes.NearDuplicateLevel] = f => new(
            $"{People(f, "has", "have")} the level “{f.Value}”; there is “{f.Nearest}”.",
            "The names differ only in case, spaces or punctuation.",
            $"Treat “{f.Value}” as “{f.Nearest}”, or create it anyway."),
        [FindingCodes.OptionUnknown] = f => new(
            $"{People(f, "has", "have")} no {TargetName(f)}: the HRIS says “{f.Value}”, and there is no such option.",
            "A select attribute takes only its options, in the same spelling.",
            f.Nearest is null
                ? $"Add the option “{f.Value}”, or change the attribute to text."
                : $"Add the option “{f.Value}”, treat it as “{f.Nearest}”, or change the attribute to text."),
        [FindingCodes.LookupUnknown] = f => new(
            $"{People(f, "has", "have")} “{f.Value}” in “{AttributeName(f)}”, which the mapping's lookup does not know.",
            "A lookup holds words outside its table unless it says otherwise.",
            $"Add “{f.Value}” to the lookup, or say what unknown words mean."),
        [FindingCodes.ValueNotConvertible] = f => new(
            $"{People(f, "has", "have")} a value in “{AttributeName(f)}” that does not fit {TargetName(f)}.",
            "Numbers, dates, yes/no and money are taken only in forms that cannot be misread.",
            "Correct the value in the HRIS, or map it to a text attribute."),
        [FindingCodes.ValueUnreadable] = f => new(
            $"{People(f, "has", "have")} something in “{AttributeName(f)}” that this version does not understand.",
            "The HRIS sent a shape its documentation does not describe.",
            "The old value stays. Please report the attribute's type and the HRIS."),
        [FindingCodes.ManagerUnresolved] = f => new(
            $"{People(f, "has", "have")} a manager in “{AttributeName(f)}” who is not here.",
            "The manager is not visible to the credential, is not employed any more, or was never synchronised.",
            "Nothing to do if the manager will come: the reference heals itself. Otherwise let the credential see the manager."),
        [FindingCodes.ManagerExcluded] = f => new(
            $"{People(f, "has", "have")} a manager in “{AttributeName(f)}” who is excluded from this connection.",
            "An exclusion criterion keeps the manager out, so there is nobody here to report to.",
            "Include the manager, or set another one here and pin it (“rollcall pin”)."),
        [FindingCodes.ManagerAmbiguous] = f => new(
            $"{People(f, "has", "have")} a manager in “{AttributeName(f)}” whose name or email several people have.",
            "A name is taken only when it is unique.",
            "Map an attribute that carries the manager's email or id."),
        [FindingCodes.ManagerSelf] = f => new(
            $"{People(f, "is", "are")} their own manager in the HRIS.", "Nobody can report to themselves here.", "Correct the manager in the HRIS."),
        [FindingCodes.ManagerCycle] = f => new(
            $"{People(f, "reports", "report")} to each other in a circle.", "A reporting line has an end.", "Correct one of the managers in the HRIS."),
        [FindingCodes.AttributeWithdrawn] = f => new(
            $"“{AttributeName(f)}” no longer comes from the HRIS.",
            "The permission was withdrawn, or the field was deleted or renamed. All values are kept, none is blanked.",
            f.Detail ?? "Let the credential read the attribute again, or remove the mapping."),
        [FindingCodes.AttributeNotReadable] = f => new(
            $"“{AttributeName(f)}” is mapped, and the credential cannot read it.",
            "The HRIS does not offer the attribute to this credential.",
            f.Detail ?? "Let the credential read the attribute, or remove the mapping."),
        [FindingCodes.CriterionUnreadable] = f => new(
            $"{People(f, "is", "are")} held: an exclusion criterion asks for “{AttributeName(f)}”, which did not come.",
            "Without it nobody can say whether they are to be left alone.",
            "Let the credential read the attribute, or change the criterion."),
        [FindingCodes.CoverageDrop] = f => new(
            $"“{AttributeName(f)}” is suddenly empty for {Count(f.Count, "person", "people")} more than at the last good run ({f.Detail}).",
            "Such a fall is more often a withdrawn permission or an import gone wrong than a decision. The blanks are held.",
            "Check the HRIS. If the values are meant to be gone, accept the new coverage (“rollcall coverage accept”)."),
        [FindingCodes.TargetMissing] = f => new(
            $"“{AttributeName(f)}” is mapped to {TargetName(f)}, which does not exist.",
            "Custom attributes are created in the directory first.",
            "Create the custom attribute, or choose another target."),
        [FindingCodes.DuplicateRecord] = f => new(
            $"{People(f)} came twice in one read, with different content.",
            "The HRIS changed while it was read, or sends two records under one id.",
            "Nothing to do if it happens once; otherwise merge the records in the HRIS."),
        [FindingCodes.ReadUnproven] = f => new(
            "The read came to its end but cannot prove that anybody is missing.",
            f.Detail ?? "The HRIS contradicted itself while it was read.",
            "Nothing to do: those who were read are up to date, and nobody counts as missing."),
        [FindingCodes.EmptySource] = _ => new(
            "The HRIS delivered nobody.",
            "A company does not vanish overnight; the credential has probably lost its access to people.",
            "Nothing was changed. Check the credential's access, then sync again."),
        [FindingCodes.PersonMissing] = f => new(
            $"{People(f, "was", "were")} missing from this complete read.",
            "Missing is not terminated: after enough complete reads in a row they are planned for deactivation.",
            "Nothing to do if they left; otherwise let the credential see them again."),
        [FindingCodes.LastOwner] = _ => new(
            "The last owner of the workspace left and is kept active.",
            "Without an owner nobody could administer the workspace.",
            "Make somebody else an owner; the next run deactivates the leaver."),
        [FindingCodes.GuardStopped] = f => new(
            "The guard stopped this sync; nothing was written.",
            f.Detail ?? "The plan is larger than the connection's limits.",
            "Look at the plan, then approve or reject it (“rollcall approve” or “rollcall reject”)."),
        [FindingCodes.DirectoryChanged] = f => new(
            "The plan was not applied; nothing was written.",
            $"The directory is no longer what the plan was made against. {f.Detail}".TrimEnd(),
            "Make a new plan and look at it again."),
        [FindingCodes.ConnectionFailed] = f => new(
            "The HRIS could not be read; nothing was changed.", f.Detail ?? "It did not answer as it should.", "It is tried again at the next run."),
        [FindingCodes.CredentialRefused] = f => new(
            "The HRIS refused the credential; nothing was changed.", f.Detail ?? "It is wrong, expired or revoked.", "Enter a valid credential and test the connection."),
        [FindingCodes.PermissionMissing] = f => new(
            "The credential lacks a permission; nothing was changed.", f.Detail ?? "The HRIS denied access.", "Grant the permission in the HRIS and test the connection."),
        [FindingCodes.MappingInvalid] = f => new(
            "A configuration file cannot be used; nothing was changed.", f.Detail ?? "It has mistakes; each is listed with its line.", "Correct what is listed, and apply the file again."),
        [FindingCodes.UndoConflict] = f => new(
            $"{People(f)} changed again after the run; those changes are not undone.",
            "Undo takes back only what still stands as the run left it, and deletes nothing that is still used.",
            "Change the values by hand if they should go back."),
        [FindingCodes.SourceNote] = f => new(
            $"The HRIS answered oddly: {f.Detail}", "Something in an answer was not as documented; the rest went on.", "Nothing to do unless values are missing."),
        [FindingCodes.WebhooksSilent] = f => new(
            $"The HRIS changed {f.Detail} and sent no webhook.",
            "Nothing has come to this connection's webhook since the read before. It was removed or switched off in the HRIS, its address is out of date, or it does not cover the fields that changed.",
            "Look at the webhook in the HRIS, and at the connection's page for deliveries that were refused. Until then changes come with the schedule."),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>All codes that have words.</summary>
    public static IReadOnlyCollection<string> Codes => Texts.Keys;

    public static FindingText TextOf(Finding finding) => Texts[finding.Code](finding);

    private static string People(Finding finding) => Count(finding.Count, "person", "people");

    private static string People(Finding finding, string one, string many) => $"{People(finding)} {(finding.Count == 1 ? one : many)}";

    private static string Count(int count, string one, string many) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? one : many)}");

    private static string? AttributeName(Finding finding) => finding.AttributeLabel ?? finding.Attribute;

    private static string TargetName(Finding finding) => finding.Target switch
    {
        not null when finding.TargetLabel is { } label => $"“{label}”",
        null => "its target",
        var custom when custom.StartsWith("custom:", StringComparison.Ordinal) => $"“{custom["custom:".Length..]}”",
        var target => $"“{target}”",
    };
}
