using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Rollcall.Emulators.BambooHr.Fields;
using Rollcall.Emulators.BambooHr.Wire;
using Rollcall.Emulators.Company;

namespace Rollcall.Emulators.BambooHr.Endpoints;

/// <summary>
/// <c>POST reports/custom</c>: everybody, active or not, unpaged. Unknown and forbidden columns vanish without a word.
/// </summary>
internal static class ReportEndpoint
{
    private const int MostFields = 400;
    private const int BlockRows = 1000;

    public static void Map(Routes routes, BambooHrTenant tenant) => routes.Post("v1", "reports/custom", http => CustomAsync(http, tenant));

    private static async Task CustomAsync(HttpContext http, BambooHrTenant tenant)
    {
        if (tenant.Switches.Reports != AreaAccess.Allowed)
        {
            await Answers.Empty(http, tenant.Switches.Reports == AreaAccess.Forbidden ? 403 : 404, "You do not have permission to run reports");
            return;
        }

        if (OutputFormat(http.Request) is not { } format)
        {
            await Answers.Empty(http, 404, "Report format not found");
            return;
        }

        var (request, problem) = await ReportRequest.ReadAsync(http.Request, http.RequestAborted);
        if (request is null)
        {
            await Answers.Empty(http, 400, problem!);
            return;
        }

        if (request.Fields.Count > MostFields)
        {
            await Answers.Empty(http, 400, "Too many fields requested, the limit is 400");
            return;
        }

        var future = http.Request.Query["onlyCurrent"].ToString() is "false" or "0";
        var report = new Report(tenant, request, future);
        await (format switch
        {
            "json" => report.JsonAsync(http, BlockRows),
            "xml" => report.XmlAsync(http),
            _ => report.CsvAsync(http),
        });
    }

    // Without ?format only these exact words of Accept are known; */* and application/xml are not.
    private static string? OutputFormat(HttpRequest request)
    {
        if (request.Query.TryGetValue("format", out var given))
        {
            return given.ToString().ToLowerInvariant() is "json" or "xml" or "csv" ? given.ToString().ToLowerInvariant() : null;
        }

        return request.Headers.Accept.ToString() switch
        {
            "application/json" => "json",
            "text/xml" => "xml",
            "text/csv" => "csv",
            _ => null,
        };
    }

    /// <summary>The columns and people of one report.</summary>
    private sealed class Report
    {
        private readonly BambooHrTenant _tenant;
        private readonly ReportRequest _request;
        private readonly Roster _roster;
        private readonly bool _future;
        private readonly List<(string Name, FieldSpec Field)> _columns;

        public Report(BambooHrTenant tenant, ReportRequest request, bool future)
        {
            _tenant = tenant;
            _request = request;
            _future = future;
            _roster = tenant.Roster.WithFuture(future);
            var fields = tenant.Fields;
            _columns = [.. request.Fields
                .Distinct(StringComparer.Ordinal)
                .Select(name => (Name: name, Field: fields.Find(name)))
                .Where(column => column.Field is not null && tenant.CanRead(column.Field))
                .Select(column => (ColumnName(column.Name, column.Field!), column.Field!))];
        }

        public async Task JsonAsync(HttpContext http, int blockRows)
        {
            Stamp(http, "application/json");
            var body = http.Response.BodyWriter;
            body.Write(Head());

            // Numeric keys come first, as PHP arrays and what reads them have it.
            var ordered = _columns.Where(column => column.Name != "id").OrderBy(column => NumericKey(column.Name)).ToList();
            void Row(Utf8JsonWriter writer, Person person) => WriteRow(writer, person, ordered);
            var plain = _request.EmployeeIds is null && _request.ChangedSince is null && _request.Fields.Count > 0;
            var numbers = plain ? _tenant.Rows.Order() : Numbers();
            var shape = plain ? string.Create(CultureInfo.InvariantCulture, $"{blockRows}|report|{_future}|{string.Join(',', _columns.Select(column => column.Name))}") : null;
            for (var start = 0; start < numbers.Length; start += blockRows)
            {
                var block = _tenant.Rows.Block(shape, numbers, start, blockRows, Row);
                if (start > 0 && !block.IsEmpty)
                {
                    body.Write(","u8);
                }

                await body.WriteAsync(block, http.RequestAborted);
            }

            body.Write("]}"u8);
            await body.FlushAsync(http.RequestAborted);
        }

        public Task XmlAsync(HttpContext http)
        {
            Stamp(http, Format.Xml);
            return RowXml.WriteAsync(http, async xml =>
            {
                await RowXml.StartAsync(xml, "report");
                await xml.WriteElementStringAsync(null, "title", null, _request.Title);
                await RowXml.StartAsync(xml, "fields");
                foreach (var (name, field) in _columns)
                {
                    await RowXml.StartAsync(xml, "field");
                    await RowXml.AttributeAsync(xml, "id", name);
                    await RowXml.AttributeAsync(xml, "type", field.Type);
                    await xml.WriteStringAsync(field.Label);
                    await xml.WriteEndElementAsync();
                }

                await xml.WriteEndElementAsync();
                await RowXml.StartAsync(xml, "employees");
                foreach (var person in People())
                {
                    await RowXml.StartAsync(xml, "employee");
                    await RowXml.AttributeAsync(xml, "id", Roster.Id(person));
                    foreach (var (name, field) in _columns)
                    {
                        await RowXml.FieldAsync(xml, name, Spelling.Text(field, FieldCatalog.Read(field, person, _roster), Surface.Report, _tenant.Switches));
                    }

                    await xml.WriteEndElementAsync();
                }

                await xml.WriteEndElementAsync();
                await xml.WriteEndElementAsync();
            });
        }

        public async Task CsvAsync(HttpContext http)
        {
            Stamp(http, "text/csv; charset=UTF-8");
            var text = new StringBuilder();
            text.AppendJoin(',', _columns.Select(column => Quoted(column.Field.Label))).Append('\n');
            foreach (var person in People())
            {
                text.AppendJoin(',', _columns.Select(column => Quoted(Spelling.Text(column.Field, FieldCatalog.Read(column.Field, person, _roster), Surface.Report, _tenant.Switches) ?? ""))).Append('\n');
            }

            await http.Response.WriteAsync(text.ToString(), http.RequestAborted);
        }

        private static string Quoted(string text) => "\"" + text.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";

        private static void Stamp(HttpContext http, string contentType)
        {
            http.Response.ContentType = contentType;
            http.Response.Headers.Expires = "0";
            http.Response.Headers.Pragma = "public";
        }

        private static long NumericKey(string name) => long.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : long.MaxValue;

        private string ColumnName(string asked, FieldSpec field) =>
            field.Alias is null && !asked.Contains('.') && _tenant.Switches.ReportAliaslessColumns == AliaslessColumnForm.DotZero ? asked + ".0" : asked;

        private byte[] Head()
        {
            var buffer = new ArrayBufferWriter<byte>();
            using (var writer = new Utf8JsonWriter(buffer, Answers.WriterOptions))
            {
                writer.WriteStartObject();
                writer.WriteString("title", _request.Title);
                writer.WriteStartArray("fields");
                foreach (var (name, field) in _columns)
                {
                    writer.WriteStartObject();
                    MetaEndpoints.WriteId(writer, "id", name);
                    writer.WriteString("type", field.Type);
                    writer.WriteString("name", field.Label);
                    writer.WriteEndObject();
                }

                writer.WriteEndArray();
                writer.WriteStartArray("employees");
                writer.WriteEndArray();
                writer.WriteEndObject();
            }

            return buffer.WrittenSpan[..^2].ToArray();
        }

        private void WriteRow(Utf8JsonWriter writer, Person person, List<(string Name, FieldSpec Field)> ordered)
        {
            writer.WriteStartObject();
            var numeric = ordered.TakeWhile(column => NumericKey(column.Name) != long.MaxValue).Count();
            for (var at = 0; at < numeric; at++)
            {
                WriteCell(writer, person, ordered[at]);
            }

            writer.WriteString("id", Roster.Id(person));
            for (var at = numeric; at < ordered.Count; at++)
            {
                WriteCell(writer, person, ordered[at]);
            }

            writer.WriteEndObject();
        }

        private void WriteCell(Utf8JsonWriter writer, Person person, (string Name, FieldSpec Field) column)
        {
            writer.WritePropertyName(column.Name);
            Spelling.Write(writer, column.Field, FieldCatalog.Read(column.Field, person, _roster), Surface.Report, _tenant.Switches);
        }

        private int[] Numbers() => [.. People().Select(person => person.Number)];

        private IEnumerable<Person> People()
        {
            var people = _tenant.Roster.Visible();
            if (_request.EmployeeIds is { } ids)
            {
                people = people.Where(person => ids.Contains(Roster.Id(person)));
            }

            if (_request.ChangedSince is { } since)
            {
                people = people.Where(person => person.LastModified >= since);
            }

            // Without fields a report has one person only (seen by a client author).
            return _request.Fields.Count == 0 ? people.Take(1) : people;
        }
    }
}
