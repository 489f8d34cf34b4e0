using System.Globalization;

namespace Rollcall.Emulators.Personio.V2;

/// <summary>Ids of the organisation. Legal entities count on their own, apart from the subcompanies they replace.</summary>
internal static class OrganisationIds
{
    public const int First = 280_000;
    public const int FirstCostCenter = 82_000;
    private const int FirstLegalEntity = 170;

    public static string? Of(int? unit) => Text(First, unit);

    public static string? OfCostCenter(int? unit) => Text(FirstCostCenter, unit);

    public static string? OfLegalEntity(int? unit) => Text(FirstLegalEntity, unit);

    private static string? Text(int first, int? unit) => unit is { } known ? (first + known).ToString(CultureInfo.InvariantCulture) : null;
}
