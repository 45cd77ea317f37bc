using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
using Mono.Cecil;
using Mono.Cecil.Cil;

// Compiled by MSBuild while it stages the module, see Isolation.targets; not part of AssumeRole.dll.

/// <summary>
/// Copies assemblies, giving those that begin with a prefix a name of our own, in their own identity, in every reference to them
/// and in the literals by which the AWS SDK looks its own assemblies up.
/// </summary>
public sealed class RenameAssemblies : Task
{
    [Required]
    public ITaskItem[] Sources { get; set; } = Array.Empty<ITaskItem>();

    [Required]
    public string DestinationFolder { get; set; } = string.Empty;

    /// <summary>Assemblies whose name begins with this are renamed.</summary>
    [Required]
    public string Prefix { get; set; } = string.Empty;

    [Required]
    public string NewPrefix { get; set; } = string.Empty;

    public override bool Execute()
    {
        Directory.CreateDirectory(DestinationFolder);
        var names = Sources
            .Select(source => Path.GetFileNameWithoutExtension(source.ItemSpec))
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .ToDictionary(name => name, name => NewPrefix + name, StringComparer.Ordinal);
        var copies = Sources.Select(source => Copy(source.ItemSpec, names)).ToArray();
        foreach (var stale in Directory.GetFiles(DestinationFolder, "*.dll").Except(copies)) File.Delete(stale);
        return !Log.HasLoggedErrors;
    }

    private string Copy(string path, Dictionary<string, string> names)
    {
        var name = Path.GetFileNameWithoutExtension(path);
        var target = Path.Combine(DestinationFolder, (names.TryGetValue(name, out var renamed) ? renamed : name) + ".dll");
        // A copy bears the time of what it was made from: another release of a package may well be older than the last one.
        var written = File.GetLastWriteTimeUtc(path);
        if (File.Exists(target) && File.GetLastWriteTimeUtc(target) == written) return target;

        using (var resolver = new SourceResolver(Path.GetDirectoryName(Path.GetFullPath(path)), NewPrefix))
        using (var module = ModuleDefinition.ReadModule(path, new ReaderParameters { AssemblyResolver = resolver }))
        {
            if (names.ContainsKey(name))
            {
                module.Assembly.Name.Name = renamed;
                module.Name = renamed + ".dll";
                // A changed assembly has no valid strong name; it must not claim one.
                module.Assembly.Name.HasPublicKey = false;
                module.Assembly.Name.PublicKey = Array.Empty<byte>();
                module.Attributes &= ~ModuleAttributes.StrongNameSigned;
            }

            foreach (var reference in module.AssemblyReferences)
            {
                if (!names.TryGetValue(reference.Name, out var newName)) continue;
                reference.Name = newName;
                reference.PublicKeyToken = Array.Empty<byte>();
            }

            RenameLiterals(module, names);
            module.Write(target, new WriterParameters { DeterministicMvid = true, Timestamp = 0 });
        }

        File.SetLastWriteTimeUtc(target, written);
        Log.LogMessage(MessageImportance.Low, "{0} -> {1}", path, target);
        return target;
    }

    // ServiceClientHelpers of AWSSDK.Core finds the STS, SSO and SSOOIDC clients by simple assembly name over all load contexts.
    private static void RenameLiterals(ModuleDefinition module, Dictionary<string, string> names)
    {
        foreach (var method in module.GetTypes().SelectMany(type => type.Methods).Where(method => method.HasBody))
        {
            foreach (var instruction in method.Body.Instructions)
            {
                if (instruction.OpCode == OpCodes.Ldstr && names.TryGetValue((string)instruction.Operand, out var newName))
                    instruction.Operand = newName;
            }
        }
    }

    /// <summary>Finds what a renamed reference means among the sources: a default value of an enumeration is written by its type.</summary>
    private sealed class SourceResolver : DefaultAssemblyResolver
    {
        private readonly string newPrefix;

        public SourceResolver(string folder, string newPrefix)
        {
            this.newPrefix = newPrefix;
            AddSearchDirectory(folder);
        }

        public override AssemblyDefinition Resolve(AssemblyNameReference name, ReaderParameters parameters)
        {
            if (!name.Name.StartsWith(newPrefix + "AWSSDK.", StringComparison.Ordinal)) return base.Resolve(name, parameters);
            return base.Resolve(new AssemblyNameReference(name.Name.Substring(newPrefix.Length), name.Version), parameters);
        }
    }
}
