namespace Sluice.Proxy.Commands;

/// <summary>A piece of a command template.</summary>
/// <param name="Literal">Text that goes into the line as it is; empty for a field.</param>
/// <param name="Field">What is filled in; null for a literal.</param>
/// <param name="StartsWord">True for a field with which a word begins: its value could be taken for an option.</param>
internal readonly record struct TemplatePart(string Literal, TemplateField? Field, bool StartsWord);
