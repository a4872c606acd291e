namespace Sluice.Transport.Handshake;

/// <summary>What the driver has to do after a message of the key exchange.</summary>
internal enum KexAction
{
    /// <summary>Wait for the next message.</summary>
    Wait,

    /// <summary>Send <see cref="KexStep.Message"/>, and wait.</summary>
    Send,

    /// <summary>Send <see cref="KexStep.Message"/> if there is one, then NEWKEYS, and seal with the fresh keys.</summary>
    SendNewKeys,

    /// <summary>End the connection.</summary>
    Fail,
}

/// <summary>An action with what it needs.</summary>
internal readonly record struct KexStep(KexAction Action, byte[]? Message = null, End? End = null)
{
    public static KexStep Fail(EndReason reason, string detail) => new(KexAction.Fail, null, new End(reason, EndSide.Peer, detail));
}
