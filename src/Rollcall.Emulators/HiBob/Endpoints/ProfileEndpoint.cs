using Microsoft.AspNetCore.Http;
using Rollcall.Emulators.HiBob.Fields;
using Rollcall.Emulators.HiBob.Search;

namespace Rollcall.Emulators.HiBob.Endpoints;

/// <summary>GET /profiles: active employees with a fixed set of fields, nested only.</summary>
internal static class ProfileEndpoint
{
    private static readonly string[] s_fields =
    [
        "root.id", "root.firstName", "root.surname", "root.email", "root.displayName", "personal.pronouns", "personal.honorific", "personal.shortBirthDate", "personal.nationality",
        "about.avatar", "about.about", "about.hobbies", "about.foodPreferences", "about.superpowers", "about.socialData.linkedin", "about.socialData.twitter",
        "about.socialData.facebook", "work.shortStartDate", "work.startDate", "work.manager", "work.reportsTo", "work.tenureDuration", "work.durationOfEmployment",
        "work.tenureDurationYears", "work.tenureYears", "work.yearsOfService", "work.reportsToIdInCompany", "work.employeeIdInCompany", "work.department", "work.title", "work.site",
        "work.siteId", "work.isManager", "work.directReports", "work.indirectReports", "work.originalStartDate", "work.activeEffectiveDate", "work.daysOfPreviousService",
        "work.secondLevelManager", "work.workPhone", "work.workMobile",
    ];

    public static void Map(Routes routes, HiBobTenant tenant) => routes.Get("/profiles", http => AllAsync(http, tenant), perMinute: 40);

    private static async Task AllAsync(HttpContext http, HiBobTenant tenant)
    {
        var catalog = tenant.Fields;
        var shape = new EmployeeShape(s_fields.Select(catalog.Find).OfType<FieldSpec>().Where(tenant.CanRead), tenant.Switches.ProfilesAreHuman ? HumanForm.Replace : HumanForm.Nested, tenant.Roster);
        var everyoneActive = new SearchRequest(null, HumanForm.None, ShowInactive: false, null, null);
        await new EmployeesAnswer(tenant, shape, everyoneActive).WriteAsync(http);
    }
}
