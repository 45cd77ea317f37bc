namespace AssumeRole.Sandbox.Stores;

/// <summary>A service of the JSON protocol that keeps secrets.</summary>
internal interface IStore
{
    /// <summary>What requests are signed for, and what stands before an action's name in policies.</summary>
    string SigningName { get; }

    /// <summary>What stands before the operation in X-Amz-Target.</summary>
    string TargetPrefix { get; }

    /// <summary>The action that may set tags.</summary>
    string TaggingAction { get; }

    /// <summary>The secret that a call names, or null if it names none.</summary>
    string? NameIn(StoreRequest request);

    /// <summary>The ARN that policies know the call's secret by.</summary>
    string ResourceOf(StoreCall call);

    /// <summary>The tags of the call's secret, for policies.</summary>
    IReadOnlyDictionary<string, string> TagsOf(StoreCall call);

    /// <summary>Executes an operation, or gives null if there is none of that name.</summary>
    StoreAnswer? Execute(string operation, StoreCall call);
}
