namespace Sluice.Proxy.GameDays;

/// <summary>Something that can be made to go wrong on purpose, for a while.</summary>
internal interface IGameDayFault
{
    /// <summary>The word of the command line.</summary>
    string Name { get; }

    /// <summary>What is done, a sentence.</summary>
    string Does { get; }

    /// <summary>What is to be seen if all is well, a sentence.</summary>
    string Expects { get; }

    /// <summary>True if it is done to one backend, which has to be named.</summary>
    bool NeedsBackend => false;

    /// <summary>What <c>--by</c> is here and its value if nothing is said; null if it means nothing.</summary>
    TimeSpan? By => null;

    /// <summary>It is ended after that long, whatever was ordered.</summary>
    TimeSpan Longest => TimeSpan.FromMinutes(10);

    /// <summary>Why it cannot be played here, a sentence; null if it can.</summary>
    string? Missing => null;

    /// <summary>Begins it and gives what ends it.</summary>
    /// <exception cref="IOException">It could not be begun, and nothing has changed.</exception>
    Action Begin(GameDayOrder order);
}
