namespace AssumeRole.Aws.Tests.Rotation;

/// <summary>A small world for rotations, as JSON with single quotes.</summary>
internal static class RotationWorld
{
    private const string Worker = "arn:aws:iam::111111111111:role/concourse-worker";

    /// <summary>A worker that may assume the example's role and do with secrets what it is allowed.</summary>
    /// <param name="faults">Members of the faults.</param>
    /// <param name="allowed">The actions, beside those that read.</param>
    public static string With(string faults, string allowed = "'secretsmanager:*','ssm:*'") =>
        $$$"""
        {'region':'eu-west-1','faults':{ {{{faults}}} },
         'instance':{'instanceId':'i-1','roleArn':'{{{Worker}}}','availabilityZone':'eu-west-1a'},
         'roles':[
          {'arn':'{{{Worker}}}',
           'trustPolicy':{'Version':'2012-10-17','Statement':[{'Effect':'Allow','Action':'sts:AssumeRole','Principal':{'Service':'ec2.amazonaws.com'}}]},
           'policies':[{'name':'all','document':{'Version':'2012-10-17','Statement':[
            {'Effect':'Allow','Action':['sts:AssumeRole','secretsmanager:GetSecretValue',{{{allowed}}}],'Resource':'*'}]}}]},
          {'arn':'arn:aws:iam::123456789999:role/machine-user-example','maxSessionDuration':43200,
           'trustPolicy':{'Version':'2012-10-17','Statement':[{'Effect':'Allow','Action':'sts:AssumeRole','Principal':{'AWS':'{{{Worker}}}'}}]}}]}
        """;
}
