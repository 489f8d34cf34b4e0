using System.Globalization;
using Rollcall.Core.Directory;
using Rollcall.Features.Employees;

namespace Rollcall.Tests.Web.Employees;

/// <summary>Values are shown as the viewer's culture writes them; what is not of its type is shown as it is.</summary>
public sealed class ShownValueTests
{
    [Theory]
    [InlineData(AttributeType.Date, "2026-11-23", "23/11/2026")]
    [InlineData(AttributeType.Date, "soon", "soon")]
    [InlineData(AttributeType.Number, "1234.5", "1,234.5")]
    [InlineData(AttributeType.Number, "-0.25", "-0.25")]
    [InlineData(AttributeType.Number, "many", "many")]
    [InlineData(AttributeType.Currency, "65000.00 USD", "65,000.00 USD")]
    [InlineData(AttributeType.Currency, "65000", "65000")]
    [InlineData(AttributeType.Toggle, "true", "Yes")]
    [InlineData(AttributeType.Toggle, "false", "No")]
    [InlineData(AttributeType.Text, "true", "true")]
    [InlineData(AttributeType.SingleSelect, "2026-11-23", "2026-11-23")]
    [InlineData(AttributeType.Text, null, null)]
    public void A_value_reads_as_its_type(AttributeType type, string? stored, string? shown)
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("en-GB");
        ShownValue.Of(type, stored, "Yes", "No").ShouldBe(shown);
        CultureInfo.CurrentCulture = before;
    }
}
