namespace AssumeRole.Sandbox.Tests;

/// <summary>Small worlds as JSON with single quotes: account 111111111111 has the user ann, whose key is AKIAANN.</summary>
internal static class TestWorld
{
    public const string Ann = "arn:aws:iam::111111111111:user/ann";

    public static readonly SandboxClient.TestKey AnnKey = new("AKIAANN", "x");

    public static string Of(string roles, string more = "", string annMay = "sts:*") =>
        $$$"""
        {'region':'eu-west-1','roles':[{{{roles}}}]{{{more}}},
         'users':[{'arn':'{{{Ann}}}','accessKeyId':'AKIAANN','secretAccessKey':'x','policies':[{'name':'own','document':
          {'Version':'2012-10-17','Statement':[{'Effect':'Allow','Action':'{{{annMay}}}','Resource':'*'}]}}]}]}
        """.Replace('\'', '"');

    /// <summary>A role with a trust statement and, if given, one policy statement.</summary>
    public static string Role(string arn, string trust, string? policy = null, int maximum = 3600)
    {
        var policies = policy is null
            ? ""
            : $$$""",'policies':[{'name':'own','document':{'Version':'2012-10-17','Statement':[{{{policy}}}]}}]""";
        return $$$"""
            {'arn':'{{{arn}}}','maxSessionDuration':{{{maximum}}},
             'trustPolicy':{'Version':'2012-10-17','Statement':[{{{trust}}}]}{{{policies}}}}
            """;
    }

    /// <summary>A trust statement that allows AWS principals the given actions.</summary>
    public static string Trust(
        string principal,
        string actions = "'sts:AssumeRole','sts:TagSession','sts:SetSourceIdentity'",
        string condition = "") =>
        $"{{'Effect':'Allow','Action':[{actions}],'Principal':{{'AWS':'{principal}'}}{condition}}}";
}
