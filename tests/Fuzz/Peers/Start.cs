namespace Sluice.Fuzz.Peers;

/// <summary>How far a peer behaves before it says what the input tells it to.</summary>
internal enum Start
{
    /// <summary>Not at all: the input is the stream of bytes.</summary>
    Never,

    /// <summary>It identifies itself; then come packets in clear.</summary>
    Identified,

    /// <summary>It exchanges keys; then come packets under them.</summary>
    Exchanged,

    /// <summary>It logs in, or lets us log in; then come packets.</summary>
    LoggedIn,
}
