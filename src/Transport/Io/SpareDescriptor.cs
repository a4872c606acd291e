using Microsoft.Win32.SafeHandles;

namespace Sluice.Transport.Io;

/// <summary>A descriptor that is kept for the moment when there is no other one. Belongs to one loop; where there is no limit it is none.</summary>
internal sealed class SpareDescriptor : IDisposable
{
    private SafeFileHandle? _handle;

    public SpareDescriptor() => Reserve();

    /// <summary>True while not even one more descriptor can be opened beside the spare one, which is there.</summary>
    public bool IsNeeded
    {
        get
        {
            if (_handle is null)
            {
                Reserve();
                return false;
            }
            using var another = TryOpen();
            return another is null;
        }
    }

    /// <summary>Gives it up, for what is opened next.</summary>
    public void Release()
    {
        _handle?.Dispose();
        _handle = null;
    }

    /// <summary>Takes it, if there is one.</summary>
    public void Reserve() => _handle ??= TryOpen();

    public void Dispose() => Release();

    private static SafeFileHandle? TryOpen()
    {
        try
        {
            return OperatingSystem.IsWindows() ? null : File.OpenHandle("/dev/null");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
