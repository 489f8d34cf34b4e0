using System.Globalization;

namespace Rollcall.Benchmarks.Floor;

/// <summary>Posts to the emulator's control API for every so-many-th person; {n} in the address is the person's number.</summary>
internal static class Poster
{
    public static async Task RunAsync(string template, int step, int last)
    {
        using var handler = new SocketsHttpHandler();
        using var client = new HttpClient(handler, disposeHandler: false);
        var numbers = Enumerable.Range(1, last / step).Select(i => i * step);
        await Parallel.ForEachAsync(numbers, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (number, cancellationToken) =>
        {
            var address = new Uri(template.Replace("{n}", number.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
            using var response = await client.PostAsync(address, content: null, cancellationToken);
            response.EnsureSuccessStatusCode();
        });
    }
}
