using AssumeRole.Http;
using AssumeRole.Sandbox.Signing;

namespace AssumeRole.Sandbox.Tests;

/// <summary>The examples that AWS publishes with SigV4, and its test suite's cases that a call of STS can be.</summary>
public sealed class SignatureVectorTests
{
    private const string Secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    private const string Timestamp = "20150830T123600Z";

    [Fact]
    public void The_worked_example_of_the_guide_comes_out_as_printed()
    {
        HttpHeader[] headers =
        [
            new("Host", "iam.amazonaws.com"),
            new("Content-Type", "application/x-www-form-urlencoded; charset=utf-8"),
            new("X-Amz-Date", Timestamp),
            new("User-Agent", "not signed"),
        ];
        var canonical = CanonicalRequest.Of(
            "GET", "/", "Action=ListUsers&Version=2010-05-08", headers, ["content-type", "host", "x-amz-date"], []);
        Assert.Equal(
            "GET\n/\nAction=ListUsers&Version=2010-05-08\n"
            + "content-type:application/x-www-form-urlencoded; charset=utf-8\nhost:iam.amazonaws.com\n"
            + "x-amz-date:20150830T123600Z\n\n"
            + "content-type;host;x-amz-date\ne3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            canonical);

        var scope = new CredentialScope("20150830", "us-east-1", "iam", CredentialScope.Version4);
        var stringToSign = SignatureVersion4.StringToSign(Timestamp, scope, canonical);
        Assert.Equal(
            "AWS4-HMAC-SHA256\n20150830T123600Z\n20150830/us-east-1/iam/aws4_request\n"
            + "f536975d06c0309214f805bb90ccff089219ecd68b2577efef23edd43b7e1a59",
            stringToSign);
        Assert.Equal(
            "5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7",
            SignatureVersion4.Sign(Secret, scope, stringToSign));
    }

    // aws-sig-v4-test-suite: access key AKIDEXAMPLE, region us-east-1, service "service".
    [Theory]
    [InlineData("get-vanilla", "GET", "", "", "", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31")]
    [InlineData(
        "get-vanilla-query-order-key-case",
        "GET",
        "Param2=value2&Param1=value1",
        "",
        "",
        "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500")]
    [InlineData("post-vanilla", "POST", "", "", "", "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b")]
    [InlineData(
        "post-x-www-form-urlencoded",
        "POST",
        "",
        "Content-Type:application/x-www-form-urlencoded",
        "Param1=value1",
        "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a")]
    public void The_cases_of_the_test_suite_come_out_as_published(
        string name, string method, string query, string header, string body, string signature)
    {
        Assert.NotEmpty(name);
        List<HttpHeader> headers = [new("Host", "example.amazonaws.com"), new("X-Amz-Date", Timestamp)];
        if (header.Split(':') is [var headerName, var value]) headers.Add(new(headerName, value));
        var canonical = CanonicalRequest.Of(
            method, "/", query, headers, headers.Select(item => item.Name), System.Text.Encoding.UTF8.GetBytes(body));
        var scope = new CredentialScope("20150830", "us-east-1", "service", CredentialScope.Version4);
        Assert.Equal(
            signature,
            SignatureVersion4.Sign(Secret, scope, SignatureVersion4.StringToSign(Timestamp, scope, canonical)));
    }

    [Fact]
    public void Values_are_condensed_names_sorted_and_repeated_headers_joined()
    {
        HttpHeader[] headers = [new("My-Header2", " a   b "), new("Host", "h"), new("My-Header1", "x"), new("my-header1", "y")];
        Assert.Equal(
            "GET\n/\n\nhost:h\nmy-header1:x,y\nmy-header2:a b\n\nhost;my-header1;my-header2\n"
            + "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            CanonicalRequest.Of("GET", "/", "", headers, ["My-Header2", "host", "my-header1"], []));
    }

    [Theory]
    [InlineData("b=2&a=1&a=0", "a=0&a=1&b=2")]
    [InlineData("a", "a=")]
    [InlineData("a=%2f%2F~", "a=%2F%2F~")]
    [InlineData("a=x%20y+z", "a=x%20y%20z")]
    [InlineData("a=1&X-Amz-Signature=00", "a=1")]
    public void The_query_is_sorted_and_encoded_in_one_way(string query, string canonical) =>
        Assert.Equal(canonical, CanonicalRequest.Of("GET", "/", query, [], [], []).Split('\n')[2]);
}
