namespace Sluice.Transport;

/// <summary>How far a client went that was never authenticated.</summary>
public enum LoginAttempt
{
    /// <summary>It did not try to log in.</summary>
    None,

    /// <summary>It asked whether keys would do, and proved to own none of them: an agent's other keys are asked about like this.</summary>
    Asked,

    /// <summary>It tried a key that it signed with, or a password.</summary>
    Tried,
}
