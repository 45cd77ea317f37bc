namespace AssumeRole.Terraform;

/// <summary>What a Terraform file shows.</summary>
public enum TerraformFileKind
{
    /// <summary>A plan: what will be. Some values are known only after apply.</summary>
    Plan,

    /// <summary>A state: what is.</summary>
    State,
}
