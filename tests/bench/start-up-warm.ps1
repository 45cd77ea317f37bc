# The warm part of start-up-pwsh.sh: in one session, Use-AssumedRole and a bare HttpClient POST of the same signed request in turn.
# Adds microseconds, one a line, to the files warm and post.
param(
    [Parameter(Mandatory)] [string] $Module,
    [Parameter(Mandatory)] [int] $Calls,
    [Parameter(Mandatory)] [string] $Folder
)
$ErrorActionPreference = 'Stop'
Import-Module $Module
$sts = [uri] $env:AWS_ENDPOINT_URL_STS

# The cmdlet's own request, taken down by a listener that refuses it.
$probe = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
$probe.Start()
$address = "http://127.0.0.1:$($probe.LocalEndpoint.Port)/"
$probe.Stop()
$listener = [Net.HttpListener]::new()
$listener.Prefixes.Add($address)
$listener.Start()
$taken = Start-ThreadJob {
    $context = ($using:listener).GetContext()
    $headers = @{}
    foreach ($name in $context.Request.Headers.AllKeys) { $headers[$name] = $context.Request.Headers[$name] }
    $body = [IO.StreamReader]::new($context.Request.InputStream).ReadToEnd()
    $context.Response.StatusCode = 403
    $context.Response.Close()
    @{ Headers = $headers; Body = $body }
}
Use-AssumedRole -EndpointUrl $address -NoCache -ErrorAction SilentlyContinue
$signed = Receive-Job $taken -Wait
$listener.Stop()
$headers = $signed.Headers.GetEnumerator() | Where-Object Key -NotIn 'Host', 'Content-Length', 'Content-Type'

$handler = [Net.Http.SocketsHttpHandler]::new()
$handler.UseProxy = $false
$client = [Net.Http.HttpClient]::new($handler)
function Send-Request {
    $request = [Net.Http.HttpRequestMessage]::new('POST', $sts)
    # The signature covers the listener's address.
    $request.Headers.Host = ([uri] $address).Authority
    foreach ($header in $headers) { $null = $request.Headers.TryAddWithoutValidation($header.Key, [string] $header.Value) }
    $request.Content = [Net.Http.StringContent]::new($signed.Body, [Text.Encoding]::UTF8, 'application/x-www-form-urlencoded')
    $response = $client.SendAsync($request).GetAwaiter().GetResult()
    $text = $response.Content.ReadAsStringAsync().GetAwaiter().GetResult()
    if (-not $response.IsSuccessStatusCode) { throw "The bare request was answered with $text" }
}

$warm = [Collections.Generic.List[string]]::new()
$post = [Collections.Generic.List[string]]::new()
# The first half goes to the compiler.
foreach ($call in 1..(2 * $Calls)) {
    $began = [Diagnostics.Stopwatch]::GetTimestamp()
    Use-AssumedRole -NoCache
    $between = [Diagnostics.Stopwatch]::GetTimestamp()
    Send-Request
    $ended = [Diagnostics.Stopwatch]::GetTimestamp()
    if ($call -le $Calls) { continue }
    $warm.Add([int] [Diagnostics.Stopwatch]::GetElapsedTime($began, $between).TotalMicroseconds)
    $post.Add([int] [Diagnostics.Stopwatch]::GetElapsedTime($between, $ended).TotalMicroseconds)
}
[IO.File]::AppendAllLines([string] (Join-Path $Folder warm), $warm)
[IO.File]::AppendAllLines([string] (Join-Path $Folder post), $post)
