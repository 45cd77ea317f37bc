using System.Net;
using System.Text.Json;
using System.Xml;
using Amazon.Runtime;
using AssumeRole.Sts;

namespace AssumeRole.Aws;

internal static class SdkFault
{
    public static Task<T> TranslateAsync<T>(
        string service, Func<Task<T>> send, Func<StsFault, Exception?, Exception> make, CancellationToken cancellationToken) =>
        HttpFault.TranslateAsync(service, () => SendAsync(service, send, make), make, cancellationToken);

    private static async Task<T> SendAsync<T>(string service, Func<Task<T>> send, Func<StsFault, Exception?, Exception> make)
    {
        try
        {
            return await send().ConfigureAwait(false);
        }
        catch (AmazonUnmarshallingException error)
        {
            throw make(Unreadable(service, error), null);
        }
        catch (AmazonServiceException error) when (error.StatusCode != 0 && QuotesBody(error))
        {
            var status = (int)error.StatusCode;
            var code = string.IsNullOrEmpty(error.ErrorCode) ? $"Http{status}" : error.ErrorCode;
            throw make(new StsFault(code, StatusAlone(status), status, error.RequestId ?? string.Empty), null);
        }
        catch (AmazonServiceException error)
        {
            throw make(Read(error), SecretMask.Of(error));
        }
        catch (AmazonClientException error)
        {
            throw make(HttpFault.NoAnswer(error), SecretMask.Of(error));
        }
        catch (JsonException error)
        {
            throw make(HttpFault.Foreign(service, error.Message, null), SecretMask.Of(error));
        }
        catch (Exception error) when (error is FormatException or OverflowException or XmlException)
        {
            throw make(Unreadable(service, error), null);
        }
    }

    /// <summary>
    /// What the SDK could not read. Messages of such exceptions quote the answer, which may hold a session, so none goes further. A
    /// refusal keeps its status, whatever page a proxy made of it.
    /// </summary>
    private static StsFault Unreadable(string service, Exception error) =>
        HttpTrace.Current is { Status: >= 300 and var status, RequestId: var id }
            ? new StsFault($"Http{status}", StatusAlone(status), status, id ?? string.Empty)
            : HttpFault.Foreign(service, WhatIsWrong(error), (error as AmazonServiceException)?.RequestId);

    private static string WhatIsWrong(Exception? error) => error switch
    {
        null => "It cannot be read.",
        XmlException xml => $"It is no XML from line {xml.LineNumber} on.",
        JsonException => error.Message,
        FormatException or OverflowException or ArgumentException => $"A value in it cannot be read ({error.GetType().Name}).",
        _ => WhatIsWrong(error.InnerException),
    };

    /// <summary>Without a code, or a message beside it, the SDK's own message holds the whole body.</summary>
    private static bool QuotesBody(AmazonServiceException error) =>
        string.IsNullOrEmpty(error.ErrorCode) || error.Message.StartsWith("The service returned an error", StringComparison.Ordinal);

    private static string StatusAlone(int status) => $"The answer says nothing but its status, {status} {(HttpStatusCode)status}.";

    private static StsFault Read(AmazonServiceException error) =>
        // Without a status there was no answer at all: the SDK wraps broken connections in the same type.
        error.StatusCode == 0
            ? HttpFault.NoAnswer(error) with { RequestId = error.RequestId ?? string.Empty }
            : new StsFault(error.ErrorCode, error.Message, (int)error.StatusCode, error.RequestId ?? string.Empty);
}
