namespace Sluice.Proxy.Options;

/// <summary>Where a record is expected, a text may stand for one that has only this property.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class TextStandsForAttribute(string property) : Attribute
{
    /// <summary>The property's name.</summary>
    public string Property { get; } = property;
}
