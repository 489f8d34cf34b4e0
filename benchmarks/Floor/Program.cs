using System.Globalization;
using Rollcall.Benchmarks.Floor;

// The least a sync could cost: the same answers downloaded and tokenised, the same rows written once. See docs/performance.md.
var start = TimeProvider.System.GetTimestamp();
switch (args)
{
    case ["record", var listen, var target, var file]:
        await Recorder.RunAsync(new Uri(listen), new Uri(target), file);
        break;
    case ["post", var template, var step, var last]:
        await Poster.RunAsync(template, int.Parse(step, CultureInfo.InvariantCulture), int.Parse(last, CultureInfo.InvariantCulture));
        break;
    case ["shape", var before, var after, var file]:
        await Shape.WriteAsync(Database.Of(before), Database.Of(after), file);
        break;
    case ["download", var requests]:
        await DownloadAsync(requests);
        break;
    case ["first", var database, var requests, var shape]:
        await DownloadAsync(requests);
        await Database.Of(database).WriteAsync(Shape.Read(shape), deletes: false, inserts: true);
        Lap("written");
        break;
    case ["unchanged", var database, var requests]:
        await DownloadAsync(requests);
        Console.WriteLine($"{await Database.Of(database).ReadFingerprintsAsync()} fingerprints");
        Lap("fingerprints");
        break;
    case ["undo", var database, var shape]:
        await Database.Of(database).WriteAsync(Shape.Read(shape), deletes: true, inserts: false);
        break;
    case ["undo-with-history", var database, var shape]:
        await Database.Of(database).WriteAsync(Shape.Read(shape), deletes: true, inserts: true);
        break;
    default:
        Console.Error.WriteLine("floor record|post|shape|download|first|unchanged|undo|undo-with-history …; benchmarks/sync.sh calls it.");
        return 4;
}

return 0;

async Task DownloadAsync(string requests)
{
    var (bytes, tokens) = await Replay.RunAsync(requests);
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{bytes} bytes, {tokens} tokens"));
    Lap("downloaded");
}

void Lap(string what) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what} after {TimeProvider.System.GetElapsedTime(start).TotalSeconds:0.000} s"));
