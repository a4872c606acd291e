namespace Sluice.Profile.Collecting;

/// <summary>What a type's objects hold of the heap.</summary>
internal sealed record HeapType(string Name, long Count, long Bytes);
