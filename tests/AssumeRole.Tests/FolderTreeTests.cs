using Mono.Cecil;

namespace AssumeRole.Tests;

/// <summary>The folders of a project are its namespaces. Which types name which is read from the compiled code.</summary>
public sealed class FolderTreeTests
{
    public static TheoryData<string> Projects =>
        ["AssumeRole.Core", "AssumeRole.Diagnosis", "AssumeRole.Serving", "AssumeRole.Aws", "AssumeRole.Sandbox", "AssumeRole.Cli", "AssumeRole"];

    [Theory]
    [MemberData(nameof(Projects))]
    public void No_folder_sees_one_that_sees_it(string project)
    {
        var assembly = project == "AssumeRole.Cli" ? "assumerole" : project;
        using var module = ModuleDefinition.ReadModule(Path.Combine(StagedModule.BuildOutput(project), assembly + ".dll"));

        var circles = FindCircles(ReadEdges(module));

        Assert.True(circles.Length == 0, string.Join(Environment.NewLine, circles));
    }

    [Fact]
    public void A_circle_is_found_with_a_type_of_each_side()
    {
        Edge[] edges = [new("A", "B", "A.One", "B.Two"), new("B", "C", "B.Two", "C.Three"), new("C", "A", "C.Three", "A.One"), new("A", "D", "A.One", "D.Four")];

        Assert.Equal(["A.One → B.Two", "B.Two → C.Three", "C.Three → A.One"], FindCircles(edges));
    }

    private static string[] FindCircles(IReadOnlyCollection<Edge> edges)
    {
        var seen = edges.ToLookup(edge => edge.From, edge => edge.To);
        return [.. edges.Where(edge => Reaches(edge.To, edge.From)).Select(edge => $"{edge.Type} → {edge.Named}")];

        bool Reaches(string from, string to)
        {
            var visited = new HashSet<string> { from };
            var open = new Stack<string>([from]);
            while (open.TryPop(out var folder))
            {
                if (folder == to) return true;
                foreach (var next in seen[folder].Where(visited.Add)) open.Push(next);
            }

            return false;
        }
    }

    private static List<Edge> ReadEdges(ModuleDefinition module)
    {
        var found = new Dictionary<(string, string), Edge>();
        foreach (var type in module.GetTypes())
        {
            foreach (var named in NamedBy(type).Where(named => named.Scope == module))
            {
                var (from, to) = (Outermost(type).Namespace, Outermost(named).Namespace);
                if (from.Length > 0 && to.Length > 0 && from != to && !IsGenerated(from) && !IsGenerated(to))
                    found.TryAdd((from, to), new Edge(from, to, Outermost(type).FullName, Outermost(named).FullName));
            }
        }

        return [.. found.Values];
    }

    private static bool IsGenerated(string folder) => !folder.StartsWith("AssumeRole", StringComparison.Ordinal);

    private static TypeReference Outermost(TypeReference type) => type.DeclaringType is { } outer ? Outermost(outer) : type;

    /// <summary>The types in signatures, fields, bases and the code of methods. Constants are gone from compiled code.</summary>
    private static IEnumerable<TypeReference> NamedBy(TypeDefinition type)
    {
        IEnumerable<TypeReference?> named =
        [
            type.BaseType,
            .. type.Interfaces.Select(implemented => implemented.InterfaceType),
            .. type.Fields.Select(field => field.FieldType),
            .. type.CustomAttributes.Select(attribute => attribute.AttributeType),
            .. type.Methods.SelectMany(NamedBy),
        ];
        return named.OfType<TypeReference>().SelectMany(Parts);
    }

    private static IEnumerable<TypeReference?> NamedBy(MethodDefinition method) =>
    [
        method.ReturnType,
        .. method.Parameters.Select(parameter => parameter.ParameterType),
        .. method.HasBody ? method.Body.Variables.Select(variable => variable.VariableType) : [],
        .. method.HasBody ? method.Body.Instructions.SelectMany(instruction => NamedBy(instruction.Operand)) : [],
    ];

    private static IEnumerable<TypeReference?> NamedBy(object? operand) => operand switch
    {
        TypeReference type => [type],
        GenericInstanceMethod method => [method.DeclaringType, method.ReturnType, .. method.GenericArguments],
        MethodReference method => [method.DeclaringType, method.ReturnType],
        FieldReference field => [field.DeclaringType, field.FieldType],
        _ => [],
    };

    private static IEnumerable<TypeReference> Parts(TypeReference type) => type switch
    {
        GenericInstanceType generic => [generic.ElementType, .. generic.GenericArguments.SelectMany(Parts)],
        TypeSpecification other => Parts(other.ElementType),
        GenericParameter => [],
        _ => [type],
    };

    private sealed record Edge(string From, string To, string Type, string Named);
}
