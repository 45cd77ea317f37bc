using System.Collections;

namespace AssumeRole.Parameters;

/// <summary>Stands for a value of -Tag that is no dictionary, until the parameters are checked.</summary>
internal sealed class MisboundTags : Hashtable;
