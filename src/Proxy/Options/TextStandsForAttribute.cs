namespace Sluice.Proxy.Options;

/// <summary>Where a record or a dictionary is expected, a text may stand for one that has only this property, or key.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class TextStandsForAttribute(string property) : Attribute
{
    /// <summary>The property's name, or the key.</summary>
    public string Property { get; } = property;
}
