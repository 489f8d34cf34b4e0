using System.Security.Cryptography;
using System.Text;
using CsCheck;
using Rollcall.Core.Connecting;

namespace Rollcall.Connectors.Tests.Webhooks;

/// <summary>What each vendor sends is proven over the raw body, and read as a reason to read and nothing more.</summary>
public sealed class WebhookFormatTests
{
    private const string Recorded = """{"employees":[{"changedFields":["First name"],"fields":{"Employee #":{"value":"300"},"First name":{"value":"Tefi"},"Last name":{"value":"Adams"}},"id":"5"}]}""";
    private const string RecordedKey = "123b929362d51613054f71e5e5d4bf2c";
    private const string RecordedSignature = "56491dd9c2b352bc5f4fc627159aae20ddff9c8cb19f239a6de6771dc5310bac";
    private static readonly string[] s_odd =
    [
        "{", "[]", "null", "{}", "1", "\"\"", """{"type":1,"event_name":[]}""", """{"employees":[1]}""", """{"employees":[]}""", """{"type":"employee.updated","data":[],"payload":3,"employee":""}""",
    ];

    private static readonly DateTimeOffset s_recordedAt = DateTimeOffset.FromUnixTimeSeconds(1658248023);

    [Fact]
    public void A_delivery_of_BambooHR_recorded_in_2022_is_proven_and_a_changed_one_is_not()
    {
        var format = Of("bamboohr");

        format.IsGenuine(Signed(Recorded, RecordedSignature, s_recordedAt), RecordedKey).ShouldBeTrue();
        format.IsGenuine(Signed(Recorded, RecordedSignature.ToUpperInvariant(), s_recordedAt), RecordedKey).ShouldBeTrue();
        format.IsGenuine(Signed(Recorded + " ", RecordedSignature, s_recordedAt), RecordedKey).ShouldBeFalse();
        format.IsGenuine(Signed(Recorded, RecordedSignature, s_recordedAt), RecordedKey.Replace('1', '2')).ShouldBeFalse();
        format.IsGenuine(Signed(Recorded, null, s_recordedAt), RecordedKey).ShouldBeFalse();
        format.IsGenuine(Signed(Recorded, RecordedSignature, s_recordedAt.AddDays(1)), RecordedKey).ShouldBeFalse("it is too old");
        format.Read(Signed(Recorded, RecordedSignature, s_recordedAt)).ShouldBe(new WebhookHint.People(["5"]));

        static WebhookDelivery Signed(string body, string? signature, DateTimeOffset at) => Delivery(body, at, new()
        {
            ["X-BambooHR-Timestamp"] = "1658248023",
            ["X-BambooHR-Signature"] = signature,
        });
    }

    [Fact]
    public void HiBob_signs_the_body_and_Personio_sends_a_value()
    {
        const string body = """{"type":"employee.updated","data":{"employeeId":"1"}}""";
        var signature = Convert.ToBase64String(HMACSHA512.HashData("s3cret"u8, Encoding.UTF8.GetBytes(body)));
        Of("hibob").IsGenuine(Delivery(body, headers: new() { ["Bob-Signature"] = signature }), "s3cret").ShouldBeTrue();
        Of("hibob").IsGenuine(Delivery(body + " ", headers: new() { ["Bob-Signature"] = signature }), "s3cret").ShouldBeFalse();
        Of("hibob").IsGenuine(Delivery(body), "s3cret").ShouldBeFalse();

        var personio = Of("personio");
        var secret = personio.MakeSecret("random");
        personio.IsGenuine(Delivery(body, headers: new() { ["Authorization"] = secret }), secret).ShouldBeTrue();
        personio.IsGenuine(Delivery(body, headers: new() { ["Authorization"] = "Bearer other" }), secret).ShouldBeFalse();
        personio.IsGenuine(Delivery(body), secret).ShouldBeFalse();
    }

    [Theory]
    [InlineData("personio", """{"company_id":"1","event_name":"person.updated","occurred_at":"2026-08-18T15:33:55Z","payload":{"person":{"id":"4711001"}},"meta":{}}""", "4711001")]
    [InlineData("personio", """{"event_name":"employment.updated","payload":{"person_id":4711001,"employment_id":"9"}}""", "4711001")]
    [InlineData("personio", """{"event_name":"person.created","payload":{"id":"4711001"}}""", "4711001")]
    [InlineData("personio", """{"event_name":"employment.updated","payload":{"id":"9"}}""", null)]
    [InlineData("personio", """{"event_name":"person.deleted","payload":{"person":{"id":"4711001"}}}""", null)]
    [InlineData("personio", """{"event_name":"something.new","payload":{"person":{"id":"4711001"}}}""", null)]
    [InlineData("personio", """{"event_name":"ping","payload":{}}""", "")]
    [InlineData("personio", """{"event_name":"document.signed","payload":{}}""", "")]
    [InlineData("bamboohr", """{"type":"employee.updated","timestamp":"2026-04-10T10:28:35Z","data":{"companyId":"73142","employeeId":"2145","changedFields":["mobilePhone"]}}""", "2145")]
    [InlineData("bamboohr", """{"employees":[{"id":"1","action":"Updated"},{"id":2,"action":"Created","fields":[]},{"id":"1"}]}""", "1,2")]
    [InlineData("bamboohr", """{"employees":[{"id":"1","action":"Deleted"}]}""", null)]
    [InlineData("bamboohr", """{"type":"employee.deleted","data":{"employeeId":"2145"}}""", null)]
    [InlineData("bamboohr", """{"type":"employee.updated","data":{}}""", null)]
    [InlineData("bamboohr", """{"type":"company.updated","data":{}}""", "")]
    [InlineData("hibob", """{"companyId":600001,"type":"employee.updated","version":"v2","data":{"employeeId":"34","fieldUpdates":[{"id":"root.surname"}]}}""", "34")]
    [InlineData("hibob", """{"type":"table.entry.updated","data":{"employeeId":"34","tableId":"lifecycle","effectiveDate":"2025-01-08"}}""", "34")]
    [InlineData("hibob", """{"type":"employee.updated","employee":{"id":"34","email":"a@b.example"},"data":{"fieldUpdates":[]}}""", "34")]
    [InlineData("hibob", """{"type":"employee.deleted","data":{"employeeId":"34"}}""", null)]
    [InlineData("hibob", """{"type":"timeoff.request.created","data":{"employeeId":"34"}}""", "")]
    [InlineData("hibob", "\"Ping test\"", "")]
    [InlineData("hibob", """{"text":"Ping test"}""", "")]
    [InlineData("hibob", """{"type":"brand.new"}""", null)]
    public void A_delivery_says_whom_to_read(string vendor, string body, string? people)
    {
        var hint = Of(vendor).Read(Delivery(body));

        switch (people)
        {
            case null:
                hint.ShouldBeOfType<WebhookHint.Everybody>();
                break;
            case "":
                hint.ShouldBeOfType<WebhookHint.Nothing>();
                break;
            default:
                hint.ShouldBe(new WebhookHint.People([.. people.Split(',')]));
                break;
        }
    }

    [Fact]
    public void A_form_of_BambooHR_is_read_too()
    {
        var delivery = Delivery("type=employee.updated&data%5BcompanyId%5D=1&data[employeeId]=2145&data[changedFields][0]=firstName") with { ContentType = "application/x-www-form-urlencoded; charset=utf-8" };

        Of("bamboohr").Read(delivery).ShouldBe(new WebhookHint.People(["2145"]));
        Of("bamboohr").Read(delivery with { Body = "a=b"u8.ToArray() }).ShouldBeOfType<WebhookHint.Everybody>();
    }

    [Theory]
    [InlineData("personio")]
    [InlineData("bamboohr")]
    [InlineData("hibob")]
    public void Whatever_comes_is_never_believed_and_never_throws(string vendor) =>
        Gen.OneOf(
            Gen.Byte.Array[0, 60],
            Gen.Int[0, s_odd.Length - 1].Select(i => Encoding.UTF8.GetBytes(s_odd[i])))
            .Sample(body => Of(vendor).Read(new WebhookDelivery(_ => null, body, "application/json", s_recordedAt)) is not WebhookHint.People);

    private static WebhookFormat Of(string vendor) => Connectors.Find(vendor)!.Webhook!;

    private static WebhookDelivery Delivery(string body, DateTimeOffset? at = null, Dictionary<string, string?>? headers = null) =>
        new(name => headers?.GetValueOrDefault(name), Encoding.UTF8.GetBytes(body), "application/json", at ?? s_recordedAt);
}
