using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using CsvHelper;
using Spectre.Console;

namespace Rollcall.Cli;

/// <summary>How data is written.</summary>
internal enum OutputFormat
{
    Text, Json, Csv, Markdown,
}

/// <summary>One column of a listing.</summary>
internal sealed record Column<T>(string Name, Func<T, object?> Value);

/// <summary>The terminal: data goes to standard output in the asked format, words for people go to standard error.</summary>
internal sealed class Terminal
{
    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
    };

    private readonly OutputFormat format;
    private readonly bool quiet;
    private readonly bool isWatched;
    private readonly TextWriter words;
    private readonly IAnsiConsole people;

    /// <param name="format">How data is written.</param>
    /// <param name="quiet">No words but errors.</param>
    /// <param name="data">Standard output.</param>
    /// <param name="words">Standard error.</param>
    public Terminal(OutputFormat format, bool quiet, TextWriter data, TextWriter words)
    {
        this.format = format;
        this.quiet = quiet;
        this.words = words;
        Data = data;
        isWatched = ReferenceEquals(words, Console.Error) && !Console.IsErrorRedirected;
        people = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(words) });
    }

    /// <summary>Standard output, for data that is a document of its own.</summary>
    public TextWriter Data { get; }

    public OutputFormat Format => format;

    /// <summary>Progress bars are for eyes only.</summary>
    public bool ShowsProgress => !quiet && isWatched;

    /// <summary>Words for people.</summary>
    public void Say(string text)
    {
        if (!quiet)
        {
            words.WriteLine(text);
        }
    }

    /// <summary>A part of a failure, always said.</summary>
    public void Tell(string text) => words.WriteLine(text);

    /// <summary>A failure, always said.</summary>
    public void Complain(string what, string fix, string? code)
    {
        var at = code is null ? "" : $" [{code}]";
        if (!isWatched)
        {
            words.WriteLine($"error{at}: {what}");
            words.WriteLine($"  → {fix}");
            return;
        }

        people.MarkupLineInterpolated($"[red]error{at}:[/] {what}");
        people.MarkupLineInterpolated($"  → {fix}");
    }

    /// <summary>One value with all its members, as JSON; in text as the lines given.</summary>
    public void Write(object value, IEnumerable<string> lines)
    {
        if (format == OutputFormat.Json)
        {
            Data.WriteLine(JsonSerializer.Serialize(value, Json));
            return;
        }

        foreach (var line in lines)
        {
            Data.WriteLine(line);
        }
    }

    /// <summary>A listing.</summary>
    public void Write<T>(IReadOnlyList<T> rows, params Column<T>[] columns)
    {
        switch (format)
        {
            case OutputFormat.Json:
                Data.WriteLine(JsonSerializer.Serialize(rows.Select(r => columns.ToDictionary(c => c.Name, c => c.Value(r))), Json));
                break;
            case OutputFormat.Csv:
                WriteCsv(rows, columns);
                break;
            case OutputFormat.Markdown:
                Data.WriteLine($"| {string.Join(" | ", columns.Select(c => c.Name))} |");
                Data.WriteLine($"|{string.Concat(columns.Select(_ => " --- |"))}");
                foreach (var row in rows)
                {
                    Data.WriteLine($"| {string.Join(" | ", columns.Select(c => Text(c.Value(row)).Replace("|", "\\|", StringComparison.Ordinal)))} |");
                }

                break;
            case OutputFormat.Text:
                WriteTable(rows, columns);
                break;
        }
    }

    /// <summary>Runs with a progress bar when there are eyes on it.</summary>
    public async Task<T> WithProgressAsync<T>(Func<ProgressBars, Task<T>> work)
    {
        if (!ShowsProgress)
        {
            return await work(new ProgressBars(null));
        }

        return await people.Progress().AutoClear(true).HideCompleted(true)
            .Columns(new TaskDescriptionColumn(), new SpinnerColumn(), new CountColumn(), new ElapsedTimeColumn())
            .StartAsync(context => work(new ProgressBars(context)));
    }

    private static string Text(object? value) => value switch
    {
        null => "",
        bool flag => flag ? "yes" : "no",
        DateTimeOffset instant => instant.ToLocalTime().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        IEnumerable<string> several => string.Join(", ", several),
        _ => value.ToString() ?? "",
    };

    private void WriteCsv<T>(IReadOnlyList<T> rows, Column<T>[] columns)
    {
        using var csv = CsvWriter.Create(Data, new CsvWriterOptions { Injection = CsvInjection.Escape }, true);
        foreach (var column in columns)
        {
            csv.WriteField(column.Name);
        }

        csv.EndRecord();
        foreach (var row in rows)
        {
            foreach (var column in columns)
            {
                csv.WriteField(Text(column.Value(row)));
            }

            csv.EndRecord();
        }
    }

    /// <summary>Columns as wide as their longest cell; no borders, so that it can be cut and searched.</summary>
    private void WriteTable<T>(IReadOnlyList<T> rows, Column<T>[] columns)
    {
        var cells = rows.Select(r => columns.Select(c => Text(c.Value(r)).ReplaceLineEndings(" ")).ToArray()).ToList();
        var headings = columns.Select(c => string.Concat(c.Name.Select(letter => char.IsUpper(letter) ? $" {letter}" : char.ToUpperInvariant(letter).ToString()))).ToArray();
        var widths = columns.Select((_, i) => Math.Max(headings[i].Length, cells.Count == 0 ? 0 : cells.Max(r => r[i].Length))).ToArray();
        string Line(IReadOnlyList<string> line) => string.Join("  ", line.Select((cell, i) => cell.PadRight(widths[i]))).TrimEnd();
        Data.WriteLine(Line(headings));
        foreach (var row in cells)
        {
            Data.WriteLine(Line(row));
        }
    }

    private sealed class CountColumn : ProgressColumn
    {
        public override Spectre.Console.Rendering.IRenderable Render(Spectre.Console.Rendering.RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
            new Spectre.Console.Text(string.Create(CultureInfo.InvariantCulture, $"{task.Value:N0} people"));
    }
}
