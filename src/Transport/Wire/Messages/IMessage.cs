namespace Sluice.Transport.Wire.Messages;

/// <summary>A message that can be written as the payload of one packet.</summary>
internal interface IMessage
{
    /// <summary>The first byte of the payload.</summary>
    MessageNumber Number { get; }

    /// <summary>An upper bound of the payload's bytes, the number included.</summary>
    int MaxLength { get; }

    /// <summary>Writes what follows the number.</summary>
    void Write(ref WireWriter writer);
}
