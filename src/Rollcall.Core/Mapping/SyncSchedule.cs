using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Rollcall.Core.Mapping;

/// <summary>When a connection syncs by itself. Written as <c>off</c>, <c>every 30 minutes</c> or a crontab line of five fields in the workspace's time zone.</summary>
[JsonConverter(typeof(SyncScheduleConverter))]
public sealed record SyncSchedule
{
    /// <summary>The longest interval, in minutes: at least one sync a day.</summary>
    public const int MostMinutes = 1440;

    private SyncSchedule(int? everyMinutes, string? crontab) => (EveryMinutes, Crontab) = (everyMinutes, crontab);

    /// <summary>Only when somebody starts it.</summary>
    public static SyncSchedule Off { get; } = new(null, null);

    /// <summary>The default.</summary>
    public static SyncSchedule Hourly { get; } = new(60, null);

    /// <summary>1 to <see cref="MostMinutes"/>; null when it is off or a crontab line.</summary>
    public int? EveryMinutes { get; }

    /// <summary>Five fields: minute, hour, day, month, weekday. What is in them is for the scheduler to judge.</summary>
    public string? Crontab { get; }

    public bool IsOff => EveryMinutes is null && Crontab is null;

    public static SyncSchedule Every(int minutes) => minutes is >= 1 and <= MostMinutes
        ? new SyncSchedule(minutes, null)
        : throw new ArgumentOutOfRangeException(nameof(minutes));

    /// <summary>A crontab line as somebody is writing it, right or not yet.</summary>
    public static SyncSchedule Written(string crontab) => new(null, crontab.Trim());

    /// <summary>Reads the written form; null when it is none.</summary>
    public static SyncSchedule? Parse(string text)
    {
        var words = text.Trim().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words switch
        {
            ["off"] => Off,
            ["every", "minute"] => Every(1),
            ["every", "hour"] => Hourly,
            ["every", "day"] => Every(MostMinutes),
            ["every", var count, "minute" or "minutes"] => Times(count, 1),
            ["every", var count, "hour" or "hours"] => Times(count, 60),
            [_, _, _, _, _] => new SyncSchedule(null, string.Join(' ', words)),
            _ => null,
        };
    }

    /// <summary>The written form.</summary>
    public override string ToString() => this switch
    {
        { Crontab: { } crontab } => crontab,
        { EveryMinutes: 1 } => "every minute",
        { EveryMinutes: { } minutes } => string.Create(CultureInfo.InvariantCulture, $"every {minutes} minutes"),
        _ => "off",
    };

    private static SyncSchedule? Times(string count, int minutes) =>
        int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= MostMinutes && number * minutes <= MostMinutes
            ? Every(number * minutes)
            : null;

    private sealed class SyncScheduleConverter : JsonConverter<SyncSchedule>
    {
        public override SyncSchedule Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            Parse(reader.GetString() ?? "") ?? throw new JsonException("not a schedule");

        public override void Write(Utf8JsonWriter writer, SyncSchedule value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
    }
}
