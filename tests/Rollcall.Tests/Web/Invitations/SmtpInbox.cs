using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Rollcall.Tests.Web.Invitations;

/// <summary>A mail server on loopback that takes what it is given, but for one address that it does not know.</summary>
internal sealed class SmtpInbox : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly Task serving;

    public SmtpInbox()
    {
        listener.Start();
        serving = ServeAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>Recipients and the mail as it came.</summary>
    public ConcurrentQueue<(string To, string Mail)> Mails { get; } = [];

    /// <summary>Refused as a recipient.</summary>
    public string? Unknown { get; set; }

    /// <summary>Takes nothing for now.</summary>
    public bool IsBusy { get; set; }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
        await serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stop.Dispose();
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            using var client = await listener.AcceptTcpClientAsync(stop.Token);
            await using var stream = client.GetStream();
            await TalkAsync(stream);
        }
    }

    private async Task TalkAsync(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, Encoding.UTF8, leaveOpen: true);
        Task SayAsync(string line) => stream.WriteAsync(Encoding.ASCII.GetBytes(line + "\r\n"), stop.Token).AsTask();
        var to = "";
        await SayAsync("220 inbox");
        while (await reader.ReadLineAsync(stop.Token) is { } line)
        {
            switch (line.Split(' ', ':')[0].ToUpperInvariant())
            {
                case "DATA" when IsBusy:
                    await SayAsync("451 4.3.2 later");
                    break;
                case "RCPT" when Unknown is not null && line.Contains(Unknown, StringComparison.OrdinalIgnoreCase):
                    await SayAsync("550 5.1.1 who is that?");
                    break;
                case "RCPT":
                    to = line.Split('<', '>')[1];
                    await SayAsync("250 ok");
                    break;
                case "DATA":
                    await SayAsync("354 go on");
                    var mail = new StringBuilder();
                    while (await reader.ReadLineAsync(stop.Token) is { } text and not ".")
                    {
                        mail.AppendLine(text);
                    }

                    Mails.Enqueue((to, mail.ToString()));
                    await SayAsync("250 ok");
                    break;
                case "QUIT":
                    await SayAsync("221 bye");
                    return;
                default:
                    await SayAsync("250 ok");
                    break;
            }
        }
    }
}
