using AssumeRole.Profiles;

namespace AssumeRole.Completion;

/// <summary>Completes -ProfileName from the AWS config and credentials files.</summary>
public sealed class ProfileNameCompleter : WordCompleter
{
    private protected override IEnumerable<string> Words => AwsProfileStore.Read(ProcessState.Environment.BeforeRoles).Names;
}
