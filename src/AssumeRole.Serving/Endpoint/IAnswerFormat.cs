using AssumeRole.Credentials;
using AssumeRole.Findings;
using AssumeRole.Http;

namespace AssumeRole.Endpoint;

/// <summary>How a dialect answers about a session.</summary>
internal interface IAnswerFormat
{
    /// <summary>The answer that holds something of the session.</summary>
    HttpResponse Answer(SessionCredentials session, DateTime since);

    /// <summary>The answer that says why there is no session.</summary>
    HttpResponse Explain(Finding finding, DateTime now);
}
