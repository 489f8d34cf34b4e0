using Rollcall.Core.Directory;
using Rollcall.Core.Mapping;

namespace Rollcall.Configuration;

/// <summary>The words of the configuration file for our enums; reading and writing use the same tables.</summary>
internal static class ConfigWords
{
    public static readonly IReadOnlyDictionary<string, AttributeType> AttributeTypes = new Dictionary<string, AttributeType>
    {
        ["text"] = AttributeType.Text, ["number"] = AttributeType.Number, ["date"] = AttributeType.Date, ["single-select"] = AttributeType.SingleSelect,
        ["multi-select"] = AttributeType.MultiSelect, ["toggle"] = AttributeType.Toggle, ["phone"] = AttributeType.Phone, ["url"] = AttributeType.Url,
        ["currency"] = AttributeType.Currency,
    };

    public static readonly IReadOnlyDictionary<string, ReadAccess> Access = new Dictionary<string, ReadAccess>
    {
        ["everyone"] = ReadAccess.Everyone, ["managers"] = ReadAccess.Managers, ["admins"] = ReadAccess.Admins,
    };

    public static readonly IReadOnlyDictionary<string, TeamKind> TeamKinds = Enum.GetValues<TeamKind>().ToDictionary(Core.Mapping.TeamKinds.Word);

    public static readonly IReadOnlyDictionary<string, TruthPolicy> Truth = new Dictionary<string, TruthPolicy>
    {
        ["authoritative"] = TruthPolicy.Authoritative, ["fill-empty"] = TruthPolicy.FillEmpty, ["initial-only"] = TruthPolicy.InitialOnly,
    };

    public static readonly IReadOnlyDictionary<string, EmptyPolicy> WhenEmpty = new Dictionary<string, EmptyPolicy>
    {
        ["clear"] = EmptyPolicy.Clear, ["keep"] = EmptyPolicy.Keep, ["default"] = EmptyPolicy.Default,
    };

    public static readonly IReadOnlyDictionary<string, UnknownPolicy> WhenUnknown = new Dictionary<string, UnknownPolicy>
    {
        ["hold"] = UnknownPolicy.Hold, ["create"] = UnknownPolicy.Create,
    };

    public static readonly IReadOnlyDictionary<string, ReturnPolicy> WhenReturning = new Dictionary<string, ReturnPolicy>
    {
        ["reactivate"] = ReturnPolicy.Reactivate, ["new"] = ReturnPolicy.New, ["ask"] = ReturnPolicy.Ask,
    };

    public static readonly IReadOnlyDictionary<string, UnknownLookup> UnknownLookups = new Dictionary<string, UnknownLookup>
    {
        ["hold"] = UnknownLookup.Hold, ["keep"] = UnknownLookup.Keep, ["literal"] = UnknownLookup.Literal,
    };

    public static readonly IReadOnlyDictionary<string, LetterCase> Cases = new Dictionary<string, LetterCase>
    {
        ["upper"] = LetterCase.Upper, ["lower"] = LetterCase.Lower, ["title"] = LetterCase.Title,
    };

    public static readonly IReadOnlyDictionary<string, DatePartName> DateParts = new Dictionary<string, DatePartName>
    {
        ["year"] = DatePartName.Year, ["month"] = DatePartName.Month, ["day"] = DatePartName.Day, ["year-month"] = DatePartName.YearMonth,
    };

    public static readonly IReadOnlyDictionary<string, CriterionOperator> Operators = new Dictionary<string, CriterionOperator>
    {
        ["is"] = CriterionOperator.Is, ["isNot"] = CriterionOperator.IsNot, ["contains"] = CriterionOperator.Contains,
        ["startsWith"] = CriterionOperator.StartsWith, ["isEmpty"] = CriterionOperator.IsEmpty, ["isOneOf"] = CriterionOperator.IsOneOf,
        ["before"] = CriterionOperator.Before, ["after"] = CriterionOperator.After,
    };

    /// <summary>The word for a value.</summary>
    public static string For<T>(this IReadOnlyDictionary<string, T> words, T value) => words.First(w => Equals(w.Value, value)).Key;
}
