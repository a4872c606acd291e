namespace Sluice.EndToEnd.Workloads;

/// <summary>Something that peers are put through.</summary>
internal interface IWorkload
{
    /// <summary>The word that chooses it.</summary>
    string Name { get; }

    /// <summary>Does it and puts samples into the bench's book.</summary>
    Task RunAsync(Bench bench);
}
