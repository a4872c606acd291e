namespace Sluice.Profile.Commands;

/// <summary>One setting in one round; memory is resident, in bytes, and times are in seconds.</summary>
internal sealed record SettingSample(
    string Setting, int Round, long Start, long Held, long Streaming, long After, double LoginsASecond, double CpuALogin, double GibibytesASecond, double CpuAGibibyte);
