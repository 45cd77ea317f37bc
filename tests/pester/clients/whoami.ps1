# Says who the AWS SDK for .NET is, found by its own default search: whoami.ps1 <folder of AWSSDK.Core and AWSSDK.SecurityToken>.
param([Parameter(Mandatory)] [string] $Folder)

$ErrorActionPreference = 'Stop'
Add-Type -Path (Join-Path $Folder AWSSDK.Core.dll)
Add-Type -Path (Join-Path $Folder AWSSDK.SecurityToken.dll)
$credentials = [Amazon.Runtime.Credentials.DefaultAWSCredentialsIdentityResolver]::GetCredentials($null)
$client = [Amazon.SecurityToken.AmazonSecurityTokenServiceClient]::new($credentials, [Amazon.RegionEndpoint]::EUWest1)
$request = [Amazon.SecurityToken.Model.GetCallerIdentityRequest]::new()
$identity = $client.GetCallerIdentityAsync($request).GetAwaiter().GetResult()
[ordered]@{
    method    = $credentials.GetType().Name
    key       = $credentials.GetCredentials().AccessKey
    arn       = $identity.Arn
    variables = @((Get-ChildItem Env:AWS_*).Name)
} | ConvertTo-Json -Compress
