using AssumeRole.Findings;

namespace AssumeRole.Tests;

public sealed class FaultCategoryTests
{
    // System.Management.Automation.ErrorCategory (PowerShell API reference).
    private static readonly string[] PowerShells =
    [
        "NotSpecified", "OpenError", "CloseError", "DeviceError", "DeadlockDetected", "InvalidArgument", "InvalidData",
        "InvalidOperation", "InvalidResult", "InvalidType", "MetadataError", "NotImplemented", "NotInstalled", "ObjectNotFound",
        "OperationStopped", "OperationTimeout", "SyntaxError", "ParserError", "PermissionDenied", "ResourceBusy", "ResourceExists",
        "ResourceUnavailable", "ReadError", "WriteError", "FromStdErr", "SecurityError", "ProtocolError", "ConnectionError",
        "AuthenticationError", "LimitsExceeded", "QuotaExceeded", "NotEnabled",
    ];

    [Fact]
    public void Every_category_has_the_name_of_one_of_PowerShells() =>
        Assert.Subset(PowerShells.ToHashSet(), Enum.GetNames<FaultCategory>().ToHashSet());
}
