using System.Text;
using AssumeRole.Http;
using AssumeRole.Sandbox.Worlds;

namespace AssumeRole.Sandbox;

/// <summary>Damages an answer as a broken network or a proxy does.</summary>
internal static class FaultyAnswer
{
    private const string Portal = "http://portal.example.com/";

    public static HttpResponse Apply(HttpResponse response, WorldAnswers faults)
    {
        if (response.StatusCode == 0) return response;
        response = Replace(response, faults.Garbage);
        if (faults.Truncated) response = HttpResponse.Truncated(response, response.Body.Length / 2);
        if (faults.DripMilliseconds > 0)
            response = HttpResponse.Dripping(response, TimeSpan.FromMilliseconds(faults.DripMilliseconds));
        return response;
    }

    private static HttpResponse Replace(HttpResponse response, WorldGarbage garbage) => garbage switch
    {
        WorldGarbage.NotHttp => HttpResponse.Raw("SSH-2.0-OpenSSH_9.6\r\n"u8.ToArray()),
        WorldGarbage.Page => Page(200, "Welcome", "Sign in to use this network."),
        WorldGarbage.ForbiddenPage => Page(403, "Access denied", "The proxy does not let this address be reached."),
        WorldGarbage.Redirect => new HttpResponse(302, default, new HttpHeader("Location", Portal)),
        WorldGarbage.Empty => new HttpResponse(200, default),
        WorldGarbage.Broken when IsDocument(response) =>
            new HttpResponse(response.StatusCode, response.Body[..(response.Body.Length / 2)], [.. response.Headers]),
        _ => response,
    };

    private static HttpResponse Page(int statusCode, string title, string text) => new(
        statusCode,
        Encoding.ASCII.GetBytes(
            $"<!DOCTYPE html>\n<html><head><title>{title}</title></head><body><h1>{title}</h1><p>{text}<br></body></html>\n"),
        new HttpHeader("Content-Type", "text/html"));

    private static bool IsDocument(HttpResponse response) =>
        response.Headers.Any(header =>
            header is { Name: "Content-Type", Value: "application/json" or "text/xml" or "application/x-amz-json-1.1" });
}
