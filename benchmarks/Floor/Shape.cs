namespace Rollcall.Benchmarks.Floor;

/// <summary>What a run did to one table: how many rows it added or took away, and some of its rows.</summary>
internal sealed record TableShape(string Name, string[] Columns, string[] Types, int Added, int Removed, object?[][] Samples);

/// <summary>What a run did to a database, measured by comparing two copies: the floor writes the same numbers of rows, filled from the
/// samples, so that widths, empty cells and indexes are the real ones.</summary>
internal static class Shape
{
    private const int Samples = 500;

    /// <summary>Counted by the database itself.</summary>
    private static bool IsGenerated(string table, string column) => table is "changes" && column is "id";

    public static async Task WriteAsync(Database before, Database after, string file)
    {
        await using var stream = File.Create(file);
        await using var writer = new BinaryWriter(stream);
        foreach (var table in await after.TablesAsync())
        {
            var (was, now) = (await before.CountAsync(table), await after.CountAsync(table));
            if (was == now)
            {
                continue;
            }

            var (columns, types, rows) = await (now > was ? after : before).SampleAsync(table, Math.Max(was, now), Samples, c => !IsGenerated(table, c));
            Console.WriteLine($"{table}: {now - was:+0;-0} rows");
            writer.Write(table);
            writer.Write(columns.Length);
            foreach (var (column, type) in columns.Zip(types))
            {
                writer.Write(column);
                writer.Write(type);
            }

            writer.Write(Math.Max(0, now - was));
            writer.Write(Math.Max(0, was - now));
            writer.Write(rows.Count);
            foreach (var value in rows.SelectMany(r => r))
            {
                Write(writer, value);
            }
        }
    }

    public static List<TableShape> Read(string file)
    {
        using var stream = File.OpenRead(file);
        using var reader = new BinaryReader(stream);
        var tables = new List<TableShape>();
        while (stream.Position < stream.Length)
        {
            var name = reader.ReadString();
            var columns = new (string Name, string Type)[reader.ReadInt32()];
            for (var i = 0; i < columns.Length; i++)
            {
                columns[i] = (reader.ReadString(), reader.ReadString());
            }

            var (added, removed) = (reader.ReadInt32(), reader.ReadInt32());
            var samples = new object?[reader.ReadInt32()][];
            for (var i = 0; i < samples.Length; i++)
            {
                samples[i] = [.. columns.Select(_ => Read(reader))];
            }

            tables.Add(new TableShape(name, [.. columns.Select(c => c.Name)], [.. columns.Select(c => c.Type)], added, removed, samples));
        }

        return tables;
    }

    private static void Write(BinaryWriter writer, object? value)
    {
        switch (value)
        {
            case null:
                writer.Write((byte)0);
                break;
            case string text:
                writer.Write((byte)1);
                writer.Write(text);
                break;
            case Guid id:
                writer.Write((byte)2);
                writer.Write(id.ToByteArray());
                break;
            case byte[] bytes:
                writer.Write((byte)3);
                writer.Write(bytes.Length);
                writer.Write(bytes);
                break;
            case bool flag:
                writer.Write((byte)4);
                writer.Write(flag);
                break;
            case int number:
                writer.Write((byte)5);
                writer.Write(number);
                break;
            case long number:
                writer.Write((byte)6);
                writer.Write(number);
                break;
            default:
                throw new NotSupportedException($"A column of {value.GetType()}.");
        }
    }

    private static object? Read(BinaryReader reader) => reader.ReadByte() switch
    {
        1 => reader.ReadString(),
        2 => new Guid(reader.ReadBytes(16)),
        3 => reader.ReadBytes(reader.ReadInt32()),
        4 => reader.ReadBoolean(),
        5 => reader.ReadInt32(),
        6 => reader.ReadInt64(),
        _ => null,
    };
}
