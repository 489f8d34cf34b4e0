using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Rollcall.Emulators.Company;
using Rollcall.Emulators.Faults;
using Rollcall.Emulators.HiBob.Search;

namespace Rollcall.Emulators.HiBob.Endpoints;

/// <summary>Writes <c>{"employees":[…]}</c> as it goes, so that a million employees need no memory; or from rows kept ready.</summary>
internal sealed class EmployeesAnswer(HiBobTenant tenant, EmployeeShape shape, SearchRequest request)
{
    private const int FlushAt = 64 * 1024;

    private bool _first = true;

    public async Task WriteAsync(HttpContext http)
    {
        http.Response.ContentType = "application/json";
        await http.Response.BodyWriter.WriteAsync("{\"employees\":["u8.ToArray(), http.RequestAborted);
        tenant.Rows.Refresh();
        var wrong = http.Has(FaultKind.WrongTypes);
        if (!tenant.Context.Options.Prepared || wrong)
        {
            await WriteFreshAsync(http, wrong);
        }
        else if (Asked() is { } people)
        {
            await WriteAskedAsync(http, people);
        }
        else
        {
            await WriteAllAsync(http);
        }

        await http.Response.BodyWriter.WriteAsync("]}"u8.ToArray(), http.RequestAborted);
    }

    /// <summary>The people a filter names, by record number; null without a filter.</summary>
    private List<Person>? Asked()
    {
        if (request.Ids is { } ids)
        {
            return [.. ids.Select(tenant.Roster.FindById).OfType<Person>().DistinctBy(person => person.Number).OrderBy(person => person.Number)];
        }

        if (request.Emails is { } emails)
        {
            var wanted = emails.ToHashSet(StringComparer.OrdinalIgnoreCase);
            return [.. tenant.Workforce.People().Where(person => person.Email is { } email && wanted.Contains(email))];
        }

        return null;
    }

    private bool Includes(Person person) => tenant.Roster.CanSee(person) && (request.ShowInactive || tenant.Roster.IsActive(person));

    private async Task WriteFreshAsync(HttpContext http, bool wrong)
    {
        var output = http.Response.BodyWriter;
        var people = (Asked() ?? tenant.Workforce.People()).Where(Includes);
        if (http.Has(FaultKind.DuplicateRows))
        {
            people = people.Take(1).Concat(people);
        }

        var writer = new Utf8JsonWriter(output, Wire.Json.RowOptions);
        await using (writer)
        {
            long flushed = 0;
            foreach (var person in people)
            {
                if (!_first)
                {
                    output.Write(","u8);
                }

                _first = false;
                shape.Write(writer, person, wrong);
                flushed += writer.BytesPending + writer.BytesCommitted;
                writer.Flush();
                writer.Reset();
                if (flushed >= FlushAt)
                {
                    await output.FlushAsync(http.RequestAborted);
                    flushed = 0;
                }
            }
        }
    }

    private async Task WriteAskedAsync(HttpContext http, List<Person> people)
    {
        var duplicate = http.Has(FaultKind.DuplicateRows);
        foreach (var person in people)
        {
            var block = tenant.Rows.Block(shape, RowCache.BlockOf(person.Number));
            var at = (person.Number - 1) % RowBlock.Size;
            if (request.ShowInactive || block.Active[at])
            {
                await WriteRowsAsync(http, block.Row(at));
                if (duplicate)
                {
                    await WriteRowsAsync(http, block.Row(at));
                    duplicate = false;
                }
            }
        }

        await http.Response.BodyWriter.FlushAsync(http.RequestAborted);
    }

    private async Task WriteAllAsync(HttpContext http)
    {
        var blocks = RowCache.BlockOf(tenant.Workforce.LastNumber + RowBlock.Size);
        for (var number = 0; number < blocks; number++)
        {
            var block = tenant.Rows.Block(shape, number);
            if (request.ShowInactive)
            {
                await WriteRowsAsync(http, block.Bytes);
                continue;
            }

            for (var at = 0; at < RowBlock.Size; at++)
            {
                if (block.Active[at])
                {
                    await WriteRowsAsync(http, block.Row(at));
                }
            }

            await http.Response.BodyWriter.FlushAsync(http.RequestAborted);
        }

        if (http.Has(FaultKind.DuplicateRows) && tenant.Workforce.People().FirstOrDefault(Includes) is { } again)
        {
            await WriteRowsAsync(http, tenant.Rows.Block(shape, RowCache.BlockOf(again.Number)).Row((again.Number - 1) % RowBlock.Size));
        }
    }

    // Rows begin with a comma; the very first one goes without.
    private async ValueTask WriteRowsAsync(HttpContext http, ReadOnlyMemory<byte> rows)
    {
        if (rows.Length == 0)
        {
            return;
        }

        http.Response.BodyWriter.Write(_first ? rows.Span[1..] : rows.Span);
        _first = false;
        if (rows.Length >= FlushAt)
        {
            await http.Response.BodyWriter.FlushAsync(http.RequestAborted);
        }
    }
}
