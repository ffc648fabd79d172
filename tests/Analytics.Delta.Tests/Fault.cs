namespace Analytics.Delta.Tests;

/// <summary>What goes wrong with a create.</summary>
internal enum Fault
{
    None,

    /// <summary>It fails and nothing happened.</summary>
    Before,

    /// <summary>It took effect, and the answer is an error.</summary>
    After,
}
