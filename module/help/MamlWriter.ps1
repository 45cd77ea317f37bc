# Writes MAML, the XML that Get-Help reads. Dot-sourced by Write-Help.ps1.

$script:namespaces = @{
    maml    = 'http://schemas.microsoft.com/maml/2004/10'
    command = 'http://schemas.microsoft.com/maml/dev/command/2004/10'
    dev     = 'http://schemas.microsoft.com/maml/dev/2004/10'
}

# <prefix:tag attributes>body</prefix:tag>; the body is a text, or a script block that writes elements. The block sees these names
# before its caller's, so no caller uses them.
function Write-Element([Xml.XmlWriter] $Xml, [string] $Tag, [object] $Body, [Collections.IDictionary] $TagAttributes = @{}) {
    $prefix, $local = $Tag -split ':'
    $Xml.WriteStartElement($prefix, $local, $script:namespaces[$prefix])
    foreach ($key in $TagAttributes.Keys) { $Xml.WriteAttributeString($key, $TagAttributes[$key]) }
    if ($Body -is [scriptblock]) { & $Body } else { $Xml.WriteString("$Body") }
    $Xml.WriteEndElement()
}

function Write-Prose([Xml.XmlWriter] $Xml, [string] $Name, [string[]] $Text) {
    Write-Element $Xml $Name { foreach ($paragraph in $Text) { Write-Element $Xml maml:para $paragraph } }
}

function Write-Maml([hashtable[]] $Commands, [string] $Path) {
    $settings = [Xml.XmlWriterSettings]@{ Indent = $true; NewLineChars = "`n"; Encoding = [Text.UTF8Encoding]::new($false) }
    $xml = [Xml.XmlWriter]::Create($Path, $settings)
    try {
        $xml.WriteComment(' Written by module/help/Write-Help.ps1. Change its sources and run build.ps1 -Task Help. ')
        $xml.WriteStartElement('helpItems', 'http://msh')
        $xml.WriteAttributeString('schema', 'maml')
        foreach ($prefix in 'maml', 'command', 'dev') {
            $xml.WriteAttributeString('xmlns', $prefix, $null, $script:namespaces[$prefix])
        }
        foreach ($command in $Commands) { Write-Command $xml $command }
        $xml.WriteEndElement()
        $xml.WriteWhitespace("`n")
    }
    finally {
        $xml.Dispose()
    }
}

function Write-Command([Xml.XmlWriter] $Xml, [hashtable] $Command) {
    $page = $Command.Page
    Write-Element $Xml command:command {
        Write-Element $Xml command:details {
            Write-Element $Xml command:name $Command.Name
            Write-Element $Xml command:verb $Command.Verb
            Write-Element $Xml command:noun $Command.Noun
            Write-Prose $Xml maml:description $Command.Synopsis
        }
        Write-Prose $Xml maml:description $page.Description
        Write-Element $Xml command:syntax {
            foreach ($set in $Command.Syntax) {
                Write-Element $Xml command:syntaxItem {
                    Write-Element $Xml maml:name $Command.Name
                    foreach ($use in $set) { Write-Parameter $Xml $use.Name $Command.Parameters[$use.Name] $use }
                }
            }
        }
        Write-Element $Xml command:parameters {
            foreach ($name in $Command.Parameters.Keys) { Write-Parameter $Xml $name $Command.Parameters[$name] $null }
        }
        Write-TypeList $Xml command:inputTypes command:inputType $page.Inputs
        Write-TypeList $Xml command:returnValues command:returnValue $page.Outputs
        Write-Element $Xml maml:alertSet {
            Write-Prose $Xml maml:alert $page.Notes
        }
        Write-Element $Xml command:examples {
            $number = 0
            foreach ($example in $page.Examples) {
                $number++
                Write-Element $Xml command:example {
                    Write-Element $Xml maml:title "---------- Example ${number}: $($example.Title) ----------"
                    Write-Element $Xml dev:code $example.Code
                    # The empty paragraph keeps a distance from the next example.
                    Write-Prose $Xml dev:remarks (@($example.Remark) + '')
                }
            }
        }
        Write-Element $Xml command:relatedLinks {
            foreach ($link in $page.Links) {
                Write-Element $Xml maml:navigationLink {
                    Write-Element $Xml maml:linkText $link
                    Write-Element $Xml maml:uri ''
                }
            }
        }
    }
}

# A parameter with its description, or in a syntax item with the place that it has there.
function Write-Parameter([Xml.XmlWriter] $Xml, [string] $Name, [hashtable] $Parameter, [hashtable] $Use) {
    $attributes = [ordered]@{
        required       = "$($Use ? $Use.Required : $Parameter.Required)".ToLowerInvariant()
        variableLength = "$($Parameter.Type.IsArray)".ToLowerInvariant()
        globbing       = 'false'
        pipelineInput  = $Parameter.Pipeline
        position       = -not $Use ? $Parameter.Position : $Use.Position -lt 0 ? 'named' : "$($Use.Position)"
        aliases        = $Parameter.Aliases
    }
    $optional = [ordered]@{ required = 'false'; variableLength = 'false' }
    Write-Element $Xml command:parameter -TagAttributes $attributes {
        Write-Element $Xml maml:name $Name
        if (-not $Use) { Write-Prose $Xml maml:description $Parameter.Description }
        if ($Parameter.Values) {
            Write-Element $Xml command:parameterValueGroup {
                foreach ($value in $Parameter.Values) { Write-Element $Xml command:parameterValue $value $optional }
            }
        }
        if (-not ($Use -and $Parameter.Type -eq [switch])) {
            $required = "$($Parameter.Type -ne [switch])".ToLowerInvariant()
            Write-Element $Xml command:parameterValue $Parameter.Type.Name ([ordered]@{ required = $required; variableLength = 'false' })
        }
        Write-Element $Xml dev:type { Write-Element $Xml maml:name $Parameter.Type.FullName }
        Write-Element $Xml dev:defaultValue $Parameter.Default
    }
}

function Write-TypeList([Xml.XmlWriter] $Xml, [string] $Group, [string] $Item, [hashtable[]] $Types) {
    Write-Element $Xml $Group {
        foreach ($type in $Types) {
            Write-Element $Xml $Item {
                Write-Element $Xml dev:type { Write-Element $Xml maml:name $type.Type }
                Write-Prose $Xml maml:description $type.Text
            }
        }
    }
}
