using System.Collections;
using System.Globalization;
using System.Reflection;

using Microsoft.Extensions.Configuration;

namespace Sluice.Proxy.Options;

/// <summary>
/// Fills the Config records from a configuration. The framework's binder passes over keys that nobody knows and throws at
/// the first value of the wrong shape; this tells them all.
/// </summary>
internal static class ConfigurationReader
{
    /// <summary>Reads one section as a record, a list, a dictionary or a text; null if there is nothing to read.</summary>
    public static object? Read(IConfigurationSection section, Type type, Faults faults)
    {
        var children = section.GetChildren().ToList();
        if (type == typeof(string)) return ReadText(section, children, faults);
        if (typeof(IDictionary).IsAssignableFrom(type)) return ReadDictionary(section, children, type, faults);
        if (typeof(IList).IsAssignableFrom(type)) return ReadList(section, children, type, faults);
        if (TryReadShort(section, type) is { } record) return record;
        if (!string.IsNullOrEmpty(section.Value)) faults.Add("Expected an object, as in { \"Key\": … }.");
        return ReadRecord(children, type, faults);
    }

    private static string? ReadText(IConfigurationSection section, List<IConfigurationSection> children, Faults faults)
    {
        if (children.Count > 0) faults.Add("Expected one value, not a list or an object.");
        return section.Value;
    }

    private static IDictionary ReadDictionary(IConfigurationSection section, List<IConfigurationSection> children, Type type, Faults faults)
    {
        var dictionary = (IDictionary)Activator.CreateInstance(type)!;
        var element = type.GetInterface(typeof(IDictionary<,>).Name)!.GetGenericArguments()[1];
        if (!string.IsNullOrEmpty(section.Value))
        {
            if (type.GetCustomAttribute<TextStandsForAttribute>() is { } attribute) dictionary.Add(attribute.Property, section.Value);
            else faults.Add("Expected an object, as in { \"name\": … }.");
        }
        foreach (var child in children) dictionary.Add(child.Key, Read(child, element, faults.Below(child.Key)));
        return dictionary;
    }

    // One text may stand for a list of one, as a keyword of sshd_config does that may be repeated.
    private static IList? ReadList(IConfigurationSection section, List<IConfigurationSection> children, Type type, Faults faults)
    {
        var list = (IList)Activator.CreateInstance(type)!;
        var element = type.GetGenericArguments()[0];
        if (!string.IsNullOrEmpty(section.Value))
        {
            if (element == typeof(string)) list.Add(section.Value);
            else if (TryReadShort(section, element) is { } record) list.Add(record);
            else faults.Add("Expected a list, as in [ { … } ].");
            return list;
        }
        // The provider gives an empty text for [] and nothing for null.
        if (children.Count == 0) return section.Value is null ? null : list;
        if (children.Any(child => !int.TryParse(child.Key, NumberStyles.None, CultureInfo.InvariantCulture, out _)))
        {
            faults.Add("Expected a list, as in [ … ], not an object.");
            return list;
        }
        foreach (var child in children) list.Add(Read(child, element, faults.Below(child.Key)) ?? "");
        return list;
    }

    private static object? TryReadShort(IConfigurationSection section, Type type)
    {
        if (string.IsNullOrEmpty(section.Value) || type.GetCustomAttribute<TextStandsForAttribute>() is not { } attribute) return null;
        var record = Activator.CreateInstance(type)!;
        type.GetProperty(attribute.Property)!.SetValue(record, section.Value);
        return record;
    }

    private static object ReadRecord(List<IConfigurationSection> children, Type type, Faults faults)
    {
        var record = Activator.CreateInstance(type)!;
        var properties = type.GetProperties().Where(property => property.CanWrite).ToDictionary(p => p.Name, StringComparer.OrdinalIgnoreCase);
        foreach (var child in children)
        {
            if (properties.TryGetValue(child.Key, out var property)) property.SetValue(record, Read(child, property.PropertyType, faults.Below(property.Name)));
            else faults.Add(child.Key, $"This key is not known here.{Suggestion.For(child.Key, properties.Keys)}");
        }
        return record;
    }
}
