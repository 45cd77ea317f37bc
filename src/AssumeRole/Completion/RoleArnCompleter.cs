using AssumeRole.Profiles;

namespace AssumeRole.Completion;

/// <summary>Completes roles from the profiles that have one.</summary>
public sealed class RoleArnCompleter : WordCompleter
{
    private protected override IEnumerable<string> Words
    {
        get
        {
            var store = AwsProfileStore.Read(ProcessState.Environment.BeforeRoles);
            return store.Names.Select(name => store.Find(name)?["role_arn"]).OfType<string>();
        }
    }
}
