using System.Net;
using Polly.Timeout;
using Rollcall.Core.Connecting;

namespace Rollcall.Connectors.Http;

/// <summary>Sends requests to one vendor and turns everything that is not a proper answer into a fault: nothing else is data.</summary>
/// <param name="http">From <see cref="HrisHttp"/>.</param>
/// <param name="vendor">The vendor's name, for people.</param>
/// <param name="traceHeaders">Response headers that carry the vendor's own trace id.</param>
internal sealed class VendorCall(HttpClient http, string vendor, params string[] traceHeaders)
{
    /// <summary>The vendor's name, for people.</summary>
    public string Vendor => vendor;

    /// <summary>Sends; the answer's status is a success, or one of <paramref name="alsoTake"/>, and its body is JSON.</summary>
    /// <exception cref="ConnectorException">Anything else.</exception>
    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken, params HttpStatusCode[] alsoTake)
    {
        HttpResponseMessage response;
        try
        {
            response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        }
        catch (HttpRequestException exception)
        {
            throw Fault(ConnectorFaultKind.Unavailable, $"{vendor} could not be reached ({exception.HttpRequestError}).", "Check the address and the network; it is tried again at the next run.", null, exception);
        }
        catch (TimeoutRejectedException exception)
        {
            throw Fault(ConnectorFaultKind.Unavailable, $"{vendor} did not answer in time.", "It is tried again at the next run.", null, exception);
        }

        if (Array.IndexOf(alsoTake, response.StatusCode) >= 0)
        {
            return response;
        }

        if (response.IsSuccessStatusCode && IsJson(response))
        {
            return response;
        }

        using (response)
        {
            throw Refusal(response);
        }
    }

    /// <summary>A fault about an answer that was received.</summary>
    public ConnectorException Broken(string what, HttpResponseMessage? response = null, Exception? inner = null) =>
        Fault(ConnectorFaultKind.ContractBroken, $"{vendor} {what}.", "Nothing was changed. If it goes on, tell the vendor's support the trace id.", response, inner);

    public string? TraceOf(HttpResponseMessage response)
    {
        foreach (var header in traceHeaders)
        {
            if (response.Headers.TryGetValues(header, out var values))
            {
                return values.FirstOrDefault();
            }
        }

        return null;
    }

    private ConnectorException Refusal(HttpResponseMessage response) => (int)response.StatusCode switch
    {
        401 => Fault(ConnectorFaultKind.Unauthorized, $"{vendor} refused the credential (401).", "Enter a valid credential and test the connection.", response),
        403 => Fault(ConnectorFaultKind.Forbidden, $"{vendor} denied access (403).", "Grant the credential the permissions that the connection test names.", response),
        429 => Fault(ConnectorFaultKind.RateLimited, $"{vendor} asks to wait (429), after several patient attempts.", "Nothing to do: it is tried again at the next run.", response),
        >= 300 and < 400 => Fault(ConnectorFaultKind.ContractBroken, $"{vendor} redirected to another address, which is never followed with credentials.", "Correct the base address of the connection.", response),
        >= 200 and < 300 => Broken($"answered with “{response.Content.Headers.ContentType?.MediaType ?? "no content type"}” instead of JSON", response),
        >= 500 => Fault(ConnectorFaultKind.Unavailable, $"{vendor} failed ({(int)response.StatusCode}), after several attempts.", "It is tried again at the next run.", response),
        var status => Fault(ConnectorFaultKind.ContractBroken, $"{vendor} did not accept a request ({status}).", "Nothing was changed. Check the connection's settings.", response),
    };

    private ConnectorException Fault(ConnectorFaultKind kind, string what, string fix, HttpResponseMessage? response, Exception? inner = null)
    {
        var fault = new ConnectorFault(kind, what, fix, (int?)response?.StatusCode, response is null ? null : TraceOf(response));
        return inner is null ? new ConnectorException(fault) : new ConnectorException(fault, inner);
    }

    private static bool IsJson(HttpResponseMessage response) =>
        response.Content.Headers.ContentType?.MediaType is { } type && (type.EndsWith("/json", StringComparison.OrdinalIgnoreCase) || type.EndsWith("+json", StringComparison.OrdinalIgnoreCase));
}
