using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace AssumeRole.Tests;

/// <summary>What a staged assembly says of itself, read without loading it.</summary>
internal sealed class AssemblyFile : IDisposable
{
    private readonly PEReader file;
    private readonly MetadataReader metadata;

    private AssemblyFile(string path)
    {
        file = new PEReader(File.OpenRead(path));
        metadata = file.GetMetadataReader();
    }

    public Version Version => metadata.GetAssemblyDefinition().Version;

    /// <summary>The namespaces of its types, sorted.</summary>
    public IReadOnlyList<string> Namespaces =>
    [
        .. metadata.TypeDefinitions
            .Select(handle => metadata.GetString(metadata.GetTypeDefinition(handle).Namespace))
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The names of the assemblies that it refers to, sorted.</summary>
    public IReadOnlyList<string> References =>
    [
        .. metadata.AssemblyReferences
            .Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Verb-Noun of every class with a Cmdlet attribute, sorted.</summary>
    public IReadOnlyList<string> Cmdlets =>
    [
        .. metadata.CustomAttributes
            .Select(metadata.GetCustomAttribute)
            .Where(attribute => TypeNameOf(attribute) == "CmdletAttribute")
            .Select(attribute => ReadName(metadata.GetBlobReader(attribute.Value)))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Opens an assembly of the staged module, or any by its full path.</summary>
    public static AssemblyFile Open(string name) => new(Path.Combine(StagedModule.Folder, name));

    public void Dispose() => file.Dispose();

    private string? TypeNameOf(CustomAttribute attribute) =>
        attribute.Constructor.Kind == HandleKind.MemberReference
        && metadata.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent is { Kind: HandleKind.TypeReference } type
            ? metadata.GetString(metadata.GetTypeReference((TypeReferenceHandle)type).Name)
            : null;

    /// <summary>The two texts that a Cmdlet attribute begins with (ECMA-335, II.23.3).</summary>
    private static string ReadName(BlobReader value)
    {
        value.ReadUInt16();
        return $"{value.ReadSerializedString()}-{value.ReadSerializedString()}";
    }
}
