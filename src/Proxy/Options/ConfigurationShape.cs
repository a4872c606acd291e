using System.Collections;
using System.Globalization;

using Microsoft.Extensions.Configuration;

namespace Sluice.Proxy.Options;

/// <summary>
/// Compares what is written with the properties of the Config records, which the binder does not do: keys that nobody
/// knows, text in place of lists, lists in place of text.
/// </summary>
internal sealed class ConfigurationShape
{
    /// <summary>Single texts in place of lists, as the lists of one that they stand for, for a configuration laid on top.</summary>
    public Dictionary<string, string?> Singles { get; } = [];

    /// <summary>Checks one section against a type, and everything below.</summary>
    public void Check(IConfigurationSection section, Type type, Faults faults)
    {
        var children = section.GetChildren().ToList();
        if (type == typeof(string))
        {
            if (children.Count > 0) faults.Add("Expected one value, not a list or an object.");
        }
        else if (typeof(IDictionary).IsAssignableFrom(type))
        {
            if (!string.IsNullOrEmpty(section.Value)) faults.Add("Expected an object, as in { \"name\": … }.");
            foreach (var child in children) Check(child, type.GetGenericArguments()[1], faults.Below(child.Key));
        }
        else if (typeof(IList).IsAssignableFrom(type))
        {
            CheckList(section, children, type.GetGenericArguments()[0], faults);
        }
        else
        {
            if (!string.IsNullOrEmpty(section.Value)) faults.Add("Expected an object, as in { \"Key\": … }.");
            CheckObject(children, type, faults);
        }
    }

    private void CheckList(IConfigurationSection section, List<IConfigurationSection> children, Type element, Faults faults)
    {
        if (!string.IsNullOrEmpty(section.Value))
        {
            if (element == typeof(string)) Singles[$"{section.Path}:0"] = section.Value;
            else faults.Add("Expected a list, as in [ { … } ].");
            return;
        }
        if (children.Any(child => !int.TryParse(child.Key, NumberStyles.None, CultureInfo.InvariantCulture, out _)))
        {
            faults.Add("Expected a list, as in [ … ], not an object.");
            return;
        }
        foreach (var child in children) Check(child, element, faults.Below(child.Key));
    }

    private void CheckObject(List<IConfigurationSection> children, Type type, Faults faults)
    {
        var properties = type.GetProperties().Where(property => property.CanWrite).ToDictionary(p => p.Name, StringComparer.OrdinalIgnoreCase);
        foreach (var child in children)
        {
            if (properties.TryGetValue(child.Key, out var property)) Check(child, property.PropertyType, faults.Below(property.Name));
            else faults.Add(child.Key, $"This key is not known here.{Suggestion.For(child.Key, properties.Keys)}");
        }
    }
}
